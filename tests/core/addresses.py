"""Values that fit an address's parts."""

import re

from werkzeug.routing import Rule


def fitting(rule: Rule, name: str) -> str:
    """Give the first of those that the part names (``<any('a', 'b'):name>``), or a number."""
    named = re.search(rf"<any\('([^']+)'[^<>]*\):{name}>", rule.rule)
    return named[1] if named else "7"
