"""``linli procedures export CODE | import FILE | check FILE``: procedures as JSON files, for whoever has no browser."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, Reader, job_reader
from linli.foundation.workflow import actions
from linli.foundation.workflow.editing import document, drafts
from linli.foundation.workflow.models import Procedure, ProcedureStatus
from linli.foundation.workflow.procedure import BadProcedure
from linli.foundation.workflow.vocabulary import faults


class Command(BaseCommand):
    """Write a procedure as a file, read one as a draft, or say what is wrong with one."""

    help = "Write a procedure as a file, read one as a draft, or say what is wrong with one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the verb and what it is about."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        export = verbs.add_parser("export", help="print a procedure's version in force as JSON")
        export.add_argument("code")
        export.add_argument("--version", dest="number", type=int, help="another version, also a draft's")
        export.add_argument("--out", type=Path, help="a file to write, instead of printing")
        bring = verbs.add_parser("import", help="keep a file as the draft of its procedure")
        bring.add_argument("file", type=Path)
        bring.add_argument("--publish", action="store_true", help="publish it at once if it is sound")
        check = verbs.add_parser("check", help="name every fault of a file; changes nothing")
        check.add_argument("file", type=Path)
        check.add_argument("--json", action="store_true", help="print the faults as JSON")
        verbs.add_parser("schema", help="print the JSON Schema of these files")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do what the verb says, as the administrator of this computer."""
        actor = job_reader("", purpose=Purpose.ADMINISTER)
        if options["verb"] == "schema":
            self.stdout.write(document.schema_text(), ending="")
            return
        with reading(actor):
            if options["verb"] == "export":
                self._export(options)
            elif options["verb"] == "import":
                self._import(_body(options["file"]), publishes=options["publish"], actor=actor)
            else:
                self._check(_body(options["file"]), as_json=options["json"])

    def _export(self, options: dict[str, Any]) -> None:
        rows = Procedure.objects.filter(code=options["code"])
        number = options["number"]
        row = (rows.filter(version=number) if number else rows.filter(status=ProcedureStatus.PUBLISHED)).first()
        if row is None:
            raise CommandError(_("There is no such procedure or version: %(code)s.") % {"code": options["code"]})
        data = document.write(row.body)
        if options["out"]:
            options["out"].write_bytes(data)
        else:
            self.stdout.write(data.decode(), ending="")

    def _import(self, body: dict[str, Any], *, publishes: bool, actor: Reader) -> None:
        try:
            with transaction.atomic():
                draft = drafts.bring(body, actor=actor)
                if publishes:
                    drafts.publish_draft(draft.code, seen=draft.digest, actor=actor)
        except (drafts.DraftThere, BadProcedure, actions.Unsound) as refused:
            raise CommandError(str(refused)) from refused
        done = (
            _("Published: %(code)s, version %(version)d.") if publishes else _("Draft: %(code)s, version %(version)d.")
        )
        self.stdout.write(done % {"code": draft.code, "version": draft.version})

    def _check(self, body: dict[str, Any], *, as_json: bool) -> None:
        try:
            procedure, problems = actions.faults_of(body, on=timezone.localdate())
        except actions.Unsound as refused:
            raise CommandError(str(refused)) from refused
        told = [
            {"code": one.code, "part": str(one.part), "where": one.where, "name": one.name,
             "sentence": faults.sentence(one, body=procedure)}
            for one in problems
        ]  # fmt: skip
        if as_json:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        elif not told:
            self.stdout.write(_("The procedure is sound: %(code)s.") % {"code": procedure.code})
        else:
            for one in told:
                self.stdout.write(one["sentence"])
        if told:
            raise CommandError(_("%(count)d faults; it cannot be published like this.") % {"count": len(told)})


def _body(path: Path) -> dict[str, Any]:
    try:
        return document.read(path.read_bytes())
    except OSError as missing:
        raise CommandError(_("%(file)s cannot be read.") % {"file": path}) from missing
    except BadProcedure as wrong:
        raise CommandError(f"{path}: {wrong}") from wrong
