"""The ``linli`` command: sees to a running database, then hands over to the sub-command."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from linli.project.commands import checking, keeping, rooms, running, triage
from linli.project.errors import OperatorError
from linli.project.serving.supervisor import say

_SURROUNDINGS = """\
environment:
  LINLI_DATA                 folder of everything kept, default ./var
  LINLI_PORT                 port, default 8000
  LINLI_POSTGRES             wheel or system: which PostgreSQL makes a new database
  LINLI_DATABASE_URL         a PostgreSQL server of your own: the app's log-in
  LINLI_OWNER_DATABASE_URL   the same database: the log-in that owns the tables
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one sub-command; return 0 when it did what was asked."""
    parser = _parser()
    options, more = parser.parse_known_args(arguments)
    options.more = more
    if more and not getattr(options, "hands_on", False):
        parser.error(f"unrecognized arguments: {' '.join(more)}")
    try:
        code: int = options.run(options)
    except OperatorError as error:
        if os.environ.get("LINLI_DEBUG") == "1":
            raise
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="linli",
        description="Linli: one system for running a community together.",
        epilog=_SURROUNDINGS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", metavar="", required=True)
    for module in (running, rooms, keeping, checking, triage):
        module.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
