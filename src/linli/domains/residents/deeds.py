"""What this room's lines in the audit chain are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEEDS: Mapping[str, str | Promise] = {
    "residents.imported": _("Residents imported"),
    "residents.grids_followed": _("Residents put into the grids of today"),
}
