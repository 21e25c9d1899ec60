"""All that officials do with a report, in the order of its page: a line for each act."""

from app.service_requests.act import Act
from app.service_requests.answering.accepting import ACCEPTING, PUBLISHING
from app.service_requests.answering.acts import CLOSING, REFUSING, REPLYING
from app.service_requests.answering.amending import AMENDING, CHANGING_RESULT
from app.service_requests.answering.deciding import APPROVING, DISCARDING, RETURNING, TAKING_BACK
from app.service_requests.answering.noting import ACKNOWLEDGING, NOTING, STARTING
from app.service_requests.clock.asking import ASKING, RESUMING
from app.service_requests.clock.extending import EXTENDING
from app.service_requests.desk.disclosing import LOOKING
from app.service_requests.joining.acts import JOINING, SPLITTING
from app.service_requests.routing.assigning import ASSIGNING, TAKING
from app.service_requests.routing.correcting import CORRECTING
from app.service_requests.routing.forwarding import FORWARDING
from app.service_requests.routing.giving_back import GIVING_BACK
from app.service_requests.routing.handing_on import HANDING_ON
from app.service_requests.routing.opening_again import OPENING_AGAIN, REROUTING
from app.service_requests.routing.sealing import SEALING
from app.service_requests.routing.supporting import ASKING_SUPPORT

ACTS: tuple[Act, ...] = (
    ACCEPTING,
    CLOSING,
    REPLYING,
    ASSIGNING,
    HANDING_ON,
    FORWARDING,
    ASKING,
    EXTENDING,
    GIVING_BACK,
    CORRECTING,
    ASKING_SUPPORT,
    JOINING,
    NOTING,
    OPENING_AGAIN,
    CHANGING_RESULT,
    AMENDING,
    REROUTING,
    PUBLISHING,
    REFUSING,
    LOOKING,
    SEALING,
    STARTING,
    RESUMING,
    ACKNOWLEDGING,
    TAKING,
    SPLITTING,
    APPROVING,
    RETURNING,
    TAKING_BACK,
    DISCARDING,
)
OFFERED = {act.verb: act for act in ACTS if act.label}
"""Those that the page lists by name, by their verb."""
