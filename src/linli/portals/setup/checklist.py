"""What a community needs before it opens: each point as it stands now, done or missing, with the way there."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.domains.duties import facade as duties
from linli.domains.duties.facade import Place
from linli.domains.phrases import facade as phrases
from linli.domains.places import facade as places
from linli.foundation.accounts.models import Assignment
from linli.foundation.accounts.roles import ADMINISTRATORS, Role
from linli.foundation.design.rail import address_of
from linli.foundation.orgs import queries as orgs
from linli.foundation.orgs.models import UnitKind
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.rulepacks.calendar import work_calendar
from linli.foundation.territory import queries as territory
from linli.foundation.workflow import queries as workflow

NEEDED_UNITS = (UnitKind.RESIDENTS_COMMITTEE, UnitKind.SERVICE_STATION, UnitKind.STREET_OFFICE)
NEEDED_STAFF = (Role.CLERK, Role.GRID_WORKER, Role.VERIFIER)
_STREET_DIGITS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point of the checklist; ``url`` is where it is done, empty where the command line does it."""

    code: str
    title: str
    is_done: bool
    words: str
    url: str
    is_optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """All points of a community."""

    points: tuple[Point, ...]

    @property
    def missing(self) -> int:
        """How many points that are needed are still missing."""
        return sum(not point.is_done and not point.is_optional for point in self.points)

    @property
    def next(self) -> str:
        """The code of the first point that is still missing, empty when none is: the page's one filled button."""
        return next(
            (point.code for point in self.points if not point.is_done and not point.is_optional and point.url), ""
        )


def checklist_of(community: str) -> Checklist:
    """Return the checklist of a community as it stands in the running transaction."""
    points: tuple[Callable[[str], Point], ...] = (
        _territory,
        _units,
        _posts,
        _administrators,
        _staff,
        _grids,
        _buildings,
        _calendar,
        _duties,
        _rules,
        _phrases,
    )
    return Checklist(points=tuple(point(community) for point in points))


def _territory(community: str) -> Point:
    names = [ref.name for ref in territory.ancestry(community)]
    return Point(
        code="territory",
        title=_("Territory"),
        is_done=any(len(ref.code) == _STREET_DIGITS for ref in territory.ancestry(community)),
        words=" › ".join(names),
        url=reverse("setup:community_form", args=[community]),
    )


def _units(community: str) -> Point:
    serving = orgs.units_serving(community)
    missing = [str(kind.label) for kind in NEEDED_UNITS if kind not in {ref.kind for ref in serving}]
    found = _("%(count)d units serve this community.") % {"count": len(serving)}
    return Point(
        code="units",
        title=_("Units"),
        is_done=not missing,
        words=_missing(missing) if missing else found,
        url=reverse("setup:units", args=[community]),
    )


def _posts(community: str) -> Point:
    needed = [kind for kind in NEEDED_UNITS if kind is not UnitKind.STREET_OFFICE]
    units = [ref for kind in needed for ref in orgs.units_of_kind(community, kind=kind)[:1]]
    vacant = [ref.name for ref in units if not any(post.holder_name for post in orgs.posts_of(ref.id))]
    is_done = len(units) == len(needed) and not vacant
    return Point(
        code="posts",
        title=_("Posts and who holds them"),
        is_done=is_done,
        words=_("The committee and the station have people in their posts.") if is_done else _missing(vacant),
        url=reverse("setup:units", args=[community]),
    )


def _administrators(community: str) -> Point:
    return _roles_point(community, "administrators", _("Three administrators"), tuple(sorted(ADMINISTRATORS)))


def _staff(community: str) -> Point:
    return _roles_point(community, "staff", _("People who work here"), NEEDED_STAFF)


def _roles_point(community: str, code: str, title: str, roles: tuple[Role, ...]) -> Point:
    prefixes = [community[:digits] for digits in range(2, len(community) + 1)]
    grids = [grid.code for grid in territory.grids_of(community)]
    rows = Assignment.objects.current(timezone.localdate()).filter(scope__in=[*prefixes, *grids])
    held = set(rows.values_list("role", flat=True))
    missing = [str(Role(role).label) for role in roles if role not in held]
    return Point(
        code=code,
        title=title,
        is_done=not missing,
        words=_missing(missing) if missing else _("Everyone needed has an account and a role."),
        url=address_of("accounts:accounts"),
    )


def _grids(community: str) -> Point:
    count = len(territory.grids_of(community))
    return Point(
        code="grids",
        title=_("Grids"),
        is_done=count > 0,
        words=_("%(count)d grids are in force.") % {"count": count} if count else _("No grid is in force today."),
        url=reverse("setup:grids", args=[community]),
    )


def _buildings(community: str) -> Point:
    count = len(places.buildings_of(community))
    return Point(
        code="buildings",
        title=_("Buildings"),
        is_done=count > 0,
        words=_("%(count)d buildings are on the plan.") % {"count": count}
        if count
        else _("Without buildings residents say the place in words."),
        url=reverse("setup:buildings", args=[community]),
        is_optional=True,
    )


def _calendar(community: str) -> Point:
    del community  # the calendar is the country's
    year, known = timezone.localdate().year, work_calendar().published_years
    words = _("Published: %(years)s.") % {"years": ", ".join(str(one) for one in sorted(known)[-3:])}
    return Point(
        code="calendar",
        title=_("Working calendar"),
        is_done=year in known,
        words=words if known else _("No year is published yet."),
        url=address_of("workbench:calendar"),
    )


def _duties(community: str) -> Point:
    today, place = timezone.localdate(), Place(community=community)
    try:
        kinds = rulepacks.kinds(workflow.USUAL, scope=community, on=today)
    except rulepacks.NoRule:
        kinds = ()
    nobodys = [kind.code for kind in kinds if duties.lead_for(kind.code, place) is None]
    leads = _("Every kind of matter has a unit that leads.")
    count = _("%(count)d kinds of matter have no unit that leads.") % {"count": len(nobodys)}
    return Point(
        code="duties",
        title=_("Duty list"),
        is_done=bool(kinds) and not nobodys,
        words=(count if nobodys else leads) if kinds else _("The kinds of matter are not published yet."),
        url=reverse("setup:duties", args=[community]),
    )


def _rules(community: str) -> Point:
    today = timezone.localdate()
    try:
        rulepacks.limits(workflow.USUAL, scope=community, on=today)
        version = workflow.published(workflow.USUAL).version
    except (rulepacks.NoRule, workflow.NoProcedure):
        words, is_done, url = _("Run “linli init” once: it brings the rules and the procedure."), False, ""
    else:
        words, is_done = _("Time limits and procedure (version %(version)d) are in force.") % {"version": version}, True
        url = reverse("setup:rules")
    return Point(code="rules", title=_("Rules and procedure"), is_done=is_done, words=words, url=url)


def _phrases(community: str) -> Point:
    count = len(phrases.phrases_of(community))
    return Point(
        code="phrases",
        title=_("Text templates"),
        is_done=bool(count),
        words=_("%(count)d templates are offered in the steps of matters.") % {"count": count}
        if count
        else _("Nobody has to write an often given answer anew; the usual ones are ready."),
        url=reverse("setup:phrases", args=[community]),
        is_optional=True,
    )


def _missing(names: list[str]) -> str:
    if not names:
        return _("Nobody is entered yet.")
    return _("Still missing: %(names)s") % {"names": "、".join(names)}
