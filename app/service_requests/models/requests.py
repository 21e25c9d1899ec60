"""A report (Open311 ``ServiceRequest``, phản ánh)."""

from sqlalchemy import Index, text

from app.service_requests.models.citizen_verbs import CitizenVerbs
from app.service_requests.models.drafting_verbs import DraftingVerbs
from app.service_requests.models.joining_verbs import JoiningVerbs
from app.service_requests.models.official_verbs import OfficialVerbs
from app.service_requests.models.routing_verbs import RoutingVerbs


class ServiceRequest(OfficialVerbs, CitizenVerbs, RoutingVerbs, JoiningVerbs, DraftingVerbs):
    """What a citizen reported, where it stands, and what was promised."""

    __tablename__ = "service_request"
    __table_args__ = (
        Index("ix_service_request_shown", "is_listed", "id"),
        Index("ix_service_request_by_service", "service_id", "is_listed", "id"),
        Index("ix_service_request_by_place", "place_id", "is_listed", "id"),
        Index("ix_service_request_by_status", "status", "is_listed", "id"),
        Index("ix_service_request_inbox", "agency_id", "is_open", "due_at", "id"),
        Index("ix_service_request_due", "is_open", "due_at", "id"),
        Index("ix_service_request_done", "agency_id", "is_open", "updated_datetime", "id"),
        Index("ix_service_request_assigned", "assignee_id", "is_open", "due_at", "id"),
        Index("ix_service_request_mine", "citizen_id", "id"),
        Index("ix_service_request_spoke", "agency_id", "citizen_spoke_at", "id"),
        # Likely duplicates: by a narrow band of latitude, or in one village.
        Index("ix_service_request_near", "service_id", "is_open", "lat", "long"),
        Index("ix_service_request_in_village", "village_id", "service_id", "is_open"),
        Index(
            "ix_service_request_main_id",
            "main_id",
            sqlite_where=text("main_id IS NOT NULL"),
            postgresql_where=text("main_id IS NOT NULL"),
        ),
        Index(
            "ix_service_request_approval",
            "agency_id",
            "approval_asked_at",
            sqlite_where=text("approval_asked_at IS NOT NULL"),
            postgresql_where=text("approval_asked_at IS NOT NULL"),
        ),
        # Asked for something: few, and each agency's stand together.
        Index(
            "ix_service_request_asked",
            "agency_id",
            "due_at",
            "id",
            sqlite_where=text("status = 'awaiting_citizen'"),
            postgresql_where=text("status = 'awaiting_citizen'"),
        ),
        # The operator's inbox is over all agencies; what is sealed is rare.
        Index("ix_service_request_finished", "is_open", "updated_datetime", "id"),
        Index(
            "ix_service_request_spoken",
            "citizen_spoke_at",
            "id",
            sqlite_where=text("citizen_spoke_at IS NOT NULL"),
            postgresql_where=text("citizen_spoke_at IS NOT NULL"),
        ),
        Index(
            "ix_service_request_sealed",
            "id",
            sqlite_where=text("sealed_kind IS NOT NULL"),
            postgresql_where=text("sealed_kind IS NOT NULL"),
        ),
    )
