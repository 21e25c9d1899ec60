"""The map of public reports: squares with how many, singly close by, nothing of marked areas."""

from app.places.maps.view import View
from app.service_requests.mapping import blanks, reading
from app.service_requests.mapping.counting import Wanted
from app.service_requests.mapping.reading import Shown
from app.service_requests.record import EDITED, OPEN_TO_ALL, ServiceRequest

PUBLIC = "p"
"""As the counters call a report of which everybody may see where it lies."""


def shown(view: View) -> Shown:
    hidden = blanks.hidden()
    report = ServiceRequest
    public = (
        report.is_listed, report.publicity.in_((OPEN_TO_ALL, EDITED)), *hidden.outside(),
    )  # fmt: skip
    counted = reading.counted(view, Wanted(kinds=frozenset({PUBLIC})), hidden)
    return reading.shown(view, counted, [public])
