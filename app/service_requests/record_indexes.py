"""By what reports are looked for: each index serves the lists named beside it."""

from typing import Any

from sqlalchemy import Index, text


def _index(name: str, *columns: str, where: str | None = None, lite: str = "") -> Index:
    """An index; with ``where`` over the few rows for which that holds, which SQLite says ``lite``.

    Each knows the condition again only as its own statements have it.
    """
    few, there = (text(each) if each else None for each in (lite or where, where))
    return Index(f"ix_service_request_{name}", *columns, sqlite_where=few, postgresql_where=there)


OPEN: Any = {"where": "is_open", "lite": "is_open = 1"}


MAPPED = (
    "CASE WHEN map_cell IS NULL OR sealed_kind IS NOT NULL THEN '' ELSE "
    "CAST(map_cell AS VARCHAR(20)) || '.' || CAST(place_id AS VARCHAR(20)) || '.' || "
    "CAST(COALESCE(agency_id, 0) AS VARCHAR(20)) || "
    "CASE WHEN is_open THEN '.1' ELSE '.0' END || "
    "CASE WHEN about_officials THEN 'o' "
    "WHEN is_listed AND publicity IN ('public', 'edited') THEN 'p' ELSE 'x' END END"
)
"""As what the map should count a report: square, commune, agency, whether it is open, its kind."""
UNMAPPED = f"mapped_as <> {MAPPED}"

INDEXES = (
    _index("shown", "is_listed", "id"),
    _index("by_service", "service_id", "is_listed", "id"),
    _index("by_place", "place_id", "is_listed", "id"),
    _index("by_status", "status", "is_listed", "id"),
    _index("inbox", "agency_id", "is_open", "due_at", "id"),
    _index("due", "is_open", "due_at", "id"),
    _index("done", "agency_id", "is_open", "updated_datetime", "id"),
    _index("assigned", "assignee_id", "is_open", "due_at", "id"),
    _index("mine", "citizen_id", "id"),
    _index("spoke", "agency_id", "citizen_spoke_at", "id"),
    # Likely duplicates: by a narrow band of latitude, or in one village.
    _index("near", "service_id", "is_open", "lat", "long"),
    _index("in_village", "village_id", "service_id", "is_open"),
    _index("main_id", "main_id", where="main_id IS NOT NULL"),
    _index("approval", "agency_id", "approval_asked_at", where="approval_asked_at IS NOT NULL"),
    # Asked for something: few, and each agency's stand together.
    _index("asked", "agency_id", "due_at", "id", where="status = 'awaiting_citizen'"),
    # The operator's inbox is over all agencies; what is sealed is rare.
    _index("finished", "is_open", "updated_datetime", "id"),
    # The inbox by any other column than the deadline, in one agency and in all.
    _index("of_service", "agency_id", "is_open", "service_id", "due_at", "id"),
    _index("of_place", "agency_id", "is_open", "place_id", "due_at", "id"),
    _index("of_handler", "agency_id", "is_open", "assignee_id", "due_at", "id"),
    _index("of_received", "agency_id", "is_open", "requested_datetime", "id"),
    _index("of_code", "agency_id", "is_open", "code"),
    _index("all_service", "is_open", "service_id", "due_at", "id"),
    _index("all_place", "is_open", "place_id", "due_at", "id"),
    _index("all_received", "is_open", "requested_datetime", "id"),
    _index("all_code", "is_open", "code"),
    _index("all_source", "is_open", "source", "due_at", "id"),
    # One status of what is open: the others of a large inbox are not walked over.
    _index("of_status", "agency_id", "status", "due_at", "id", **OPEN),
    _index("all_status", "status", "due_at", "id", **OPEN),
    _index("spoken", "citizen_spoke_at", "id", where="citizen_spoke_at IS NOT NULL"),
    # The map: points in a square, and what its counters do not have as it is.
    _index("map", "map_cell", where="map_cell IS NOT NULL"),
    _index("unmapped", "id", where=UNMAPPED),
    _index("sealed", "id", where="sealed_kind IS NOT NULL"),
)
