"""All pages of the room: importing them adds their routes to the blueprint."""

from app.service_requests.answering.views import templates as answering_templates
from app.service_requests.catalogue.views import classes as catalogue_classes
from app.service_requests.catalogue.views import flags as catalogue_flags
from app.service_requests.catalogue.views import questions as catalogue_questions
from app.service_requests.catalogue.views import reasons as catalogue_reasons
from app.service_requests.catalogue.views import routing as catalogue_routing
from app.service_requests.catalogue.views import services as catalogue_services
from app.service_requests.clock.views import calendar as clock_calendar
from app.service_requests.clock.views import escalation_log as clock_escalation_log
from app.service_requests.clock.views import promises as clock_promises
from app.service_requests.desk.views import acts as desk_acts
from app.service_requests.desk.views import bulk as desk_bulk
from app.service_requests.desk.views import covering as desk_covering
from app.service_requests.desk.views import dossier as desk_dossier
from app.service_requests.desk.views import due as desk_due
from app.service_requests.desk.views import exporting as desk_exporting
from app.service_requests.desk.views import filters as desk_filters
from app.service_requests.desk.views import finding as desk_finding
from app.service_requests.desk.views import on_map as desk_on_map
from app.service_requests.desk.views import phone as desk_phone
from app.service_requests.desk.views import report as desk_report
from app.service_requests.directing import views as directing_views
from app.service_requests.enclosures import views as enclosures_views
from app.service_requests.filing.views import new as filing_new
from app.service_requests.filing.views import receipt as filing_receipt
from app.service_requests.filing.views import similar as filing_similar
from app.service_requests.following.views import communes as following_communes
from app.service_requests.following.views import following as following_following
from app.service_requests.following.views import mine as following_mine
from app.service_requests.following.views import public as following_public
from app.service_requests.intake import views as intake_views
from app.service_requests.leading import figures_page as leading_figures
from app.service_requests.leading import views as leading_views
from app.service_requests.proving import views as proving_views
from app.service_requests.routing.views import absence as routing_absence
from app.service_requests.routing.views import slip as routing_slip
from app.service_requests.routing.views import supporting as routing_supporting
from app.service_requests.showing import map_views as showing_map
from app.service_requests.showing import views as showing_views

PAGES = (
    answering_templates,
    catalogue_classes,
    catalogue_flags,
    catalogue_questions,
    catalogue_reasons,
    catalogue_routing,
    catalogue_services,
    clock_calendar,
    clock_promises,
    clock_escalation_log,
    desk_acts,
    desk_bulk,
    desk_covering,
    desk_dossier,
    desk_due,
    desk_exporting,
    desk_filters,
    desk_finding,
    desk_on_map,
    desk_phone,
    desk_report,
    directing_views,
    enclosures_views,
    filing_new,
    filing_receipt,
    filing_similar,
    following_communes,
    following_following,
    following_mine,
    following_public,
    intake_views,
    leading_figures,
    leading_views,
    proving_views,
    routing_absence,
    routing_slip,
    routing_supporting,
    showing_map,
    showing_views,
)
"""A module for each reader or noun."""
