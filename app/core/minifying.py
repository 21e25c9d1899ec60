"""Minifies scripts: a JSON list of them on standard input, the list of small ones on output.

Run by core/assets as a process of its own; nothing else imports it.
"""

import json
import sys

import minify


def main() -> None:
    """Read, minify, write; names of a script's own inner things become short, others stay."""
    scripts = json.load(sys.stdin)
    json.dump([minify.string("application/javascript", script) for script in scripts], sys.stdout)


if __name__ == "__main__":
    main()
