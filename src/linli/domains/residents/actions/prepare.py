"""Understands a sheet before anything is read from its rows: headings, columns, and what the law keeps out."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from linli.domains.residents.columns import FIELDS, aliases, refused
from linli.foundation.imports.intake.understand import Prepared, SheetKind, understand


def prepare(data: bytes, *, file_name: str, columns: Mapping[int, str] | None = None) -> Prepared:
    """Return what a file seems to hold, or with ``columns`` what somebody said it holds.

    A column of a special group stays out either way; whether the columns make a sheet of residents, ``wrong_with``
    says. Raises :class:`~linli.foundation.imports.sheets.UnreadableSheet` for a file that cannot be read or has no
    headings one can recognise.
    """
    kind = SheetKind(
        fields=FIELDS,
        aliases=aliases(),
        no_headings=_(
            "No row of headings was found. There must be one with 姓名 and 身份证号, 楼栋, 房号 or the like."
        ),
        refused=refused,
    )
    return understand(data, file_name=file_name, kind=kind, columns=columns)
