"""The way in: whose community is meant, which key is shown, and whether this caller has called often enough."""

from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus

import shapely
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.foundation.apikeys import queries as keys
from linli.foundation.apikeys.actions import digest_of
from linli.foundation.apikeys.counting import seconds_to_wait
from linli.foundation.apikeys.queries import KeyRef
from linli.foundation.apikeys.rules import Limit, Standing, reaches
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.rulepacks.terms import InterfaceLimits
from linli.foundation.scope.context import become
from linli.foundation.scope.reader import Purpose, Reader
from linli.foundation.territory import grids
from linli.foundation.territory import queries as territory
from linli.portals.interop.open311.problems import Problem, forbid, missing, refuse

LONGEST_KEY = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call that was let in: the community it is about, the reader it goes on as, and the key it showed, if any."""

    community: str
    reader: Reader
    key: KeyRef | None


def enter(request: HttpRequest, given: QueryDict, *, is_write: bool) -> Call:
    """Let a call in as the public of one community, whoever may be logged in in this browser.

    At most four statements. Raises :class:`Problem`: 400 and 404 for the jurisdiction, 403 for the key, 429 for too
    many calls.
    """
    community = jurisdiction(given.get("jurisdiction_id", "").strip())
    shown = (given.get("api_key") or request.headers.get("X-Api-Key", "")).strip()[:LONGEST_KEY]
    digest = digest_of(shown) if shown else ""
    reader = become(Reader(purpose=Purpose.PUBLISH, territory=community, grant=digest))
    key = keys.shown_key(digest) if digest else None
    is_counted_by_key = key is not None and key.is_good and (is_write or key.can_read)
    _count(request, key=key if is_counted_by_key else None, community=community, is_write=is_write)
    if shown or is_write:
        _require(key, community=community, is_shown=bool(shown), is_write=is_write)
    return Call(community=community, reader=reader, key=key)


def jurisdiction(asked: str) -> str:
    """Return the community meant; where the site has one alone it need not be named."""
    known = territory.communities_within("")
    if not asked and len(known) == 1:
        return known[0].code
    if not asked:
        raise refuse(_("Please name the community: jurisdiction_id is its 12-digit code."))
    if all(one.code != asked for one in known):
        raise missing(_("No community of this site has this jurisdiction_id."))
    return asked


def caller_of(request: HttpRequest) -> str:
    """Return the caller's network address, empty where the server does not know it."""
    address: str = request.META.get("REMOTE_ADDR", "")
    return address


def lies_in(community: str, longitude: float, latitude: float) -> bool:
    """Whether a point is a community's: in one of its grids, else within its boundary; with neither nobody can say."""
    if grids.grid_at(community, longitude, latitude) is not None:
        return True
    boundary = territory.boundary_of(community)
    if boundary is None:
        return not territory.grids_of(community)
    return bool(shapely.covers(_area(boundary), shapely.Point(longitude, latitude)))


@lru_cache(maxsize=256)
def _area(boundary: bytes) -> shapely.Geometry:
    return shapely.from_wkb(boundary)


def _require(key: KeyRef | None, *, community: str, is_shown: bool, is_write: bool) -> None:
    """Raise a problem unless the key is good here for what is wanted."""
    if not is_shown:
        raise forbid(_("Handing in needs a key as api_key; the administrator of the community gives it."))
    if key is None:
        raise forbid(_("This key is not known here."))
    if key.standing is Standing.REVOKED:
        raise forbid(_("This key was revoked. The administrator of the community gives another one."))
    if key.standing is Standing.EXPIRED:
        raise forbid(_("This key ended on %(day)s.") % {"day": key.expires_on.isoformat()})
    if not reaches(key.scope, community):
        raise forbid(_("This key is for another place."))
    if is_write and not key.can_write:
        raise forbid(_("This key is for reading alone; it hands nothing in."))


def _count(request: HttpRequest, *, key: KeyRef | None, community: str, is_write: bool) -> None:
    now = timezone.now()
    rule = rulepacks.interface_limits(scope=community, on=timezone.localdate(now))
    wait_s = seconds_to_wait(_limits(rule, key=key, address=caller_of(request), is_write=is_write), now=now)
    if wait_s:
        raise Problem(
            HTTPStatus.TOO_MANY_REQUESTS,
            _("That is more calls than fit into a minute; please go on in %(count)d seconds.") % {"count": wait_s},
            wait_s=wait_s,
        )


def _limits(rule: InterfaceLimits, *, key: KeyRef | None, address: str, is_write: bool) -> list[Limit]:
    if key is None:
        return [Limit(caller=f"address:{address}", most=rule.per_address_minute)]
    limits = [Limit(caller=f"key:{key.id}", most=rule.per_key_minute)]
    if is_write:
        limits.append(Limit(caller=f"key:{key.id}:write", most=rule.writes_per_key_minute))
    return limits
