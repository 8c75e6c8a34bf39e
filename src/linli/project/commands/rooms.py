"""Sub-commands whose work lives in the rooms: migrate, init, verify-audit, import, procedures, keys and manage.

Those that set ``hands_on`` pass further options to the room's own command, which explains them with ``--help``.
"""

from __future__ import annotations

import argparse
import sys

from linli.project.commands import surroundings

_QUIETLY = ("--skip-checks",)  # Django's checks speak to developers; linli check speaks to operators


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add these sub-commands to the command line."""
    migrate_parser = commands.add_parser("migrate", help="bring the tables up to date, as their owner")
    migrate_parser.set_defaults(run=migrate)
    init_parser = commands.add_parser("init", help="set up a real community without invented data", add_help=False)
    init_parser.set_defaults(run=init, hands_on=True)
    verify_parser = commands.add_parser(
        "verify-audit", help="check the audit chains and name what was tampered with", add_help=False
    )
    verify_parser.set_defaults(run=verify_audit, hands_on=True)
    import_parser = commands.add_parser(
        "import",
        help="read buildings or grids from a map file, rooms or residents from a spreadsheet, or the list of divisions",
    )
    import_parser.add_argument("what", choices=("buildings", "grids", "rooms", "residents", "divisions"))
    import_parser.add_argument("file")
    import_parser.add_argument("--community", metavar="CODE", help="12-digit code of the community (not for divisions)")
    import_parser.set_defaults(run=import_file, hands_on=True)
    procedures_parser = commands.add_parser(
        "procedures",
        help="write, read or check procedures as JSON files: export, import, check, schema",
        add_help=False,
    )
    procedures_parser.set_defaults(run=procedures, hands_on=True)
    keys_parser = commands.add_parser("keys", help="list, make or revoke the keys of other systems", add_help=False)
    keys_parser.set_defaults(run=keys, hands_on=True)
    manage_parser = commands.add_parser("manage", help="run one of Django's own commands")
    manage_parser.add_argument("arguments", nargs=argparse.REMAINDER)
    manage_parser.set_defaults(run=manage)


def migrate(options: argparse.Namespace) -> int:
    """Apply the migrations as the owner."""
    del options
    with surroundings.database(surroundings.data_folder()):
        surroundings.start_django()
        surroundings.migrate(verbosity=1)
    return 0


def init(options: argparse.Namespace) -> int:
    """Prepare the database and hand over to the community's set-up."""
    with surroundings.database(surroundings.data_folder()):
        surroundings.start_django()
        surroundings.migrate()
        return _call("linli_init", *_QUIETLY, *options.more)


def verify_audit(options: argparse.Namespace) -> int:
    """Hand over to the audit's verification."""
    return _in_surroundings("verify_audit", *_QUIETLY, *options.more)


def import_file(options: argparse.Namespace) -> int:
    """Hand over to the room that reads such files."""
    words = [f"import_{options.what}", *_QUIETLY, options.file]
    if options.community:
        words += ["--community", options.community]
    return _in_surroundings(*words, *options.more)


def procedures(options: argparse.Namespace) -> int:
    """Hand over to the room of procedures."""
    return _in_surroundings("procedures", *_QUIETLY, *options.more)


def keys(options: argparse.Namespace) -> int:
    """Hand over to the room of other systems' keys."""
    return _in_surroundings("linli_keys", *_QUIETLY, *options.more)


def manage(options: argparse.Namespace) -> int:
    """Run any management command with the embedded database at hand."""
    return _in_surroundings(*options.arguments)


def _in_surroundings(*words: str) -> int:
    with surroundings.database(surroundings.data_folder()):
        surroundings.start_django()
        return _call(*words)


def _call(*words: str) -> int:
    """Run a management command as from a shell; its refusals and exit code reach the operator as they are."""
    from django.core.management import ManagementUtility  # noqa: PLC0415 - needs settings
    from django.db import connections  # noqa: PLC0415

    try:
        ManagementUtility(["linli", *words]).execute()
    except SystemExit as leaving:
        if isinstance(leaving.code, str):
            sys.stderr.write(f"{leaving.code}\n")
            return 1
        return leaving.code or 0
    finally:
        connections.close_all()
    return 0
