"""What lists, their problems and the gate's refusals are called, in the reader's language."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.domains.duties.lists.contracts import Item, ListVersion
from linli.domains.duties.lists.gate import Ground, Stopped
from linli.domains.duties.lists.rules import AdmissionProblem, ItemProblem, ListKind, Period, Share

LIST_KINDS: Mapping[ListKind, str | Promise] = {
    ListKind.OWN: _("The community's own duties"),
    ListKind.ASSIST: _("What the community assists in"),
    ListKind.ADMITTED: _("Admitted work"),
    ListKind.BARRED: _("What the community must not do"),
}
PERIODS: Mapping[Period, str | Promise] = {
    Period.MONTH: _("a month"),
    Period.QUARTER: _("a quarter"),
    Period.YEAR: _("a year"),
}
SHARES: Mapping[Share, str | Promise] = {Share.LEAD: _("to lead"), Share.ASSIST: _("to assist")}
ITEM_PROBLEMS: Mapping[ItemProblem, str | Promise] = {
    ItemProblem.NO_WORDS: _("Please say what the item is."),
    ItemProblem.NO_BASIS: _("An item needs the document it rests on."),
    ItemProblem.NO_LEAD: _("An item needs somebody who leads."),
    ItemProblem.LED_BY_COMMUNITY: _("On a list of what the community assists in, an authority leads."),
    ItemProblem.NOT_LED_BY_COMMUNITY: _("What an authority leads is not the community's own duty."),
    ItemProblem.COMMITTEE_LEADS_ADMITTED: _("The residents' committee leads only what is its own."),
    ItemProblem.BARRED_HAS_COMMUNITY: _("What the community must not do it neither leads nor assists in."),
    ItemProblem.NOWHERE_INSTEAD: _("Please say where to go instead."),
    ItemProblem.NO_HELPER: _("Please say whether committee or station assists."),
    ItemProblem.HOURS: _("Hours lie between 0 and 9999."),
    ItemProblem.DAYS: _("The item ends before it begins."),
}
ADMISSION_PROBLEMS: Mapping[AdmissionProblem, str | Promise] = {
    AdmissionProblem.NOT_AN_AUTHORITY: _("Only a department or the street office asks for admission."),
    AdmissionProblem.BEGINS_IN_THE_PAST: _("An exception begins today or later."),
    AdmissionProblem.ENDS_BEFORE_IT_BEGINS: _("The exception ends before it begins."),
    AdmissionProblem.TOO_LONG: _("An exception lasts %(months)d months at most here: until %(day)s."),
    AdmissionProblem.NO_REASON: _("Please give a reason."),
    AdmissionProblem.NOTHING_OPENED: _("Please say for which kinds of matter, and for committee or station."),
    AdmissionProblem.COMMITTEE_LEADS: _("The residents' committee can be asked to assist, not to lead."),
    AdmissionProblem.HOURS: _("Hours lie between 0 and 9999."),
    AdmissionProblem.SELF_APPROVAL: _("Nobody decides on what they or their own unit asked for."),
    AdmissionProblem.NOT_THEIR_PLACE: _("The street or district office of the place decides."),
}
_GROUNDS: Mapping[Ground, str | Promise] = {
    Ground.BARRED: _(
        "“%(item)s” is on “%(list)s”, version %(version)d, in force from %(day)s (%(basis)s): %(unit)s may neither lead"
        " nor assist. Please go to: %(instead)s."
    ),
    Ground.ONLY_ASSISTS: _(
        "By “%(item)s” on “%(list)s”, version %(version)d, in force from %(day)s (%(basis)s), %(unit)s only assists."
        " Leads: %(instead)s."
    ),
    Ground.NOT_ITS_PART: _(
        "“%(item)s” on “%(list)s”, version %(version)d, in force from %(day)s (%(basis)s), gives %(unit)s no part."
        " Leads: %(instead)s."
    ),
    Ground.LAPSED: _(
        "“%(item)s” on “%(list)s”, version %(version)d, in force from %(day)s (%(basis)s), does not hold on this day:"
        " %(unit)s is not given it. Please go to: %(instead)s."
    ),
    Ground.TAKEN_OFF: _(
        "“%(item)s” (%(basis)s) is not on “%(list)s”, version %(version)d, in force from %(day)s: %(unit)s is not given"
        " it. Please go to: %(instead)s."
    ),
    Ground.NOT_LISTED: _(
        "This kind of matter is not on “%(list)s”, version %(version)d, in force from %(day)s (%(basis)s): %(unit)s is"
        " not given it. Please go to: %(instead)s."
    ),
}


def refusal(stopped: Stopped, *, unit: str, instead: str) -> str:
    """Return why a unit is not given a matter: one sentence with item, list, version and basis, and where to go."""
    item, version = stopped.item, stopped.version
    return str(_GROUNDS[stopped.ground]) % {
        "item": item.words if item else "",
        "list": version.title,
        "version": version.version,
        "day": version.from_on.isoformat() if version.from_on else "",
        "basis": cited(version, item),
        "unit": unit,
        "instead": _instead(item) or instead,
    }


def cited(version: ListVersion, item: Item | None) -> str:
    """Return what an item rests on, else what its list does."""
    return (item.basis if item else "") or version.basis


def leads_words(item: Item, kinds: Mapping[str, str | Promise]) -> str:
    """Return who leads, as the list writes it, else by kinds of units."""
    return item.lead_words or "、".join(str(kinds[kind]) for kind in kinds if kind in item.leads)


def assists_words(item: Item, kinds: Mapping[str, str | Promise]) -> str:
    """Return who may assist, as the list writes it, else by kinds of units."""
    return item.assist_words or "、".join(str(kinds[kind]) for kind in kinds if kind in item.assists)


def _instead(item: Item | None) -> str:
    return "" if item is None else item.instead.rstrip("。.；;") or item.lead_words
