"""``linli backup`` and ``linli restore``: everything a community keeps, in one file, and back."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from linli.project import backup, cluster
from linli.project.backup.reading import Restored
from linli.project.commands import surroundings
from linli.project.serving.supervisor import only_one


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add these sub-commands to the command line."""
    backup_parser = commands.add_parser("backup", help="write rows and attachments into one file (without the keys)")
    backup_parser.add_argument("file", type=Path)
    backup_parser.add_argument("--json", action="store_true", help="print what was written as JSON")
    backup_parser.set_defaults(run=write)
    restore_parser = commands.add_parser("restore", help="bring a backup back; Linli must not be running")
    restore_parser.add_argument("file", type=Path)
    restore_parser.add_argument("--replace", action="store_true", help="put an existing community aside first")
    restore_parser.add_argument("--without-key", action="store_true", help="accept that sealed fields stay unreadable")
    restore_parser.add_argument("--json", action="store_true", help="print what was restored as JSON")
    restore_parser.set_defaults(run=restore)


def write(options: argparse.Namespace) -> int:
    """Write a backup, also while Linli is running."""
    data = surroundings.data_folder()
    with surroundings.database(data) as running:
        manifest = backup.write_backup(options.file, data=data, server=_server(running))
    rows = sum(manifest.counts.values())
    if options.json:
        facts = {"file": str(options.file.resolve()), "made_at": manifest.made_at, "rows": rows}
        print(json.dumps(facts | {"attachments": len(manifest.members) - 1}, ensure_ascii=False))
    else:
        print(f"{options.file}: {rows} rows, {len(manifest.members) - 1} attachments.")
        print("Copy it to another disk or machine. The key folder is not in it: keep a copy of that elsewhere too:")
        print(f"  {data / 'keys'}")
    return 0


def restore(options: argparse.Namespace) -> int:
    """Bring a backup back, then let the audit know that its chains end earlier now."""
    data = surroundings.data_folder()
    with only_one(data, address="restoring a backup"), surroundings.database(data) as running:
        server = _server(running)
        restored = backup.restore(
            options.file,
            data=data,
            server=server,
            replaces=options.replace,
            goes_without_key=options.without_key,
        )
        surroundings.start_django()
        _note_restored_chains(server)
        surroundings.migrate()
    _tell(restored, as_json=options.json)
    return 0


def _note_restored_chains(server: backup.Server) -> None:
    """Leave word beside the database where each audit chain ends now, or the missing tail would look cut off."""
    from linli.foundation.audit import heads  # noqa: PLC0415 - needs settings

    with server.connect() as connection:
        row = connection.execute("SELECT to_regclass('audit_head') IS NOT NULL").fetchone()
        if row is None or not row[0]:
            return
        rows = connection.execute("SELECT community, count, hash FROM audit_head").fetchall()
    heads.note_restored({community: (count, hash_) for community, count, hash_ in rows})


def _tell(restored: Restored, *, as_json: bool) -> None:
    aside = [str(thing) for thing in (restored.old_database, restored.old_files) if thing]
    rows = sum(restored.manifest.counts.values())
    if as_json:
        print(json.dumps({"made_at": restored.manifest.made_at, "rows": rows, "put_aside": aside}, ensure_ascii=False))
        return
    print(
        f"Restored: {rows} rows, {len(restored.manifest.members) - 1} attachments, as of {restored.manifest.made_at}."
    )
    for thing in aside:
        print(f"Put aside, delete it when you are sure: {thing}")


def _server(running: cluster.Connection | None) -> backup.Server:
    if running is not None:
        return backup.Server.embedded(running)
    return backup.Server.given(surroundings.owner_url())
