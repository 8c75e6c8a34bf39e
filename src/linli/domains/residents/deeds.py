"""What this room's lines in the audit chain are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEEDS: Mapping[str, str | Promise] = {
    "residents.imported": _("Residents imported"),
    "residents.grids_followed": _("Residents put into the grids of today"),
    "residents.added": _("Resident entered by hand"),
    "residents.corrected": _("Resident corrected by hand"),
    "residents.stay_ended": _("End of a stay entered"),
    "residents.end_taken_back": _("End of a stay taken back"),
    "residents.checked_again": _("Resident checked again"),
    "residents.exported": _("List of residents taken"),
}
