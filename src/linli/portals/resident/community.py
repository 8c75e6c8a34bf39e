"""Which community a resident's page speaks for, with what its service station can be called by."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from linli.foundation.orgs import queries as orgs
from linli.foundation.orgs.models import UnitKind
from linli.foundation.territory import queries as territory

COOKIE = "linli_community"
_KEPT = timedelta(days=365)
_STREET_DIGITS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """A community as its pages name it; ``phone`` is the service station's public one, empty where none is known."""

    code: str
    name: str
    street: str
    station: str
    phone: str

    def __str__(self) -> str:
        return self.name

    @property
    def dialled(self) -> str:
        """The station's number as a telephone link wants it."""
        return "".join(character for character in self.phone if character.isdigit() or character == "+")


def community_of(code: str) -> Community:
    """Return the community with this code; raises ``Http404`` where there is none."""
    try:
        found = territory.community(code)
    except territory.NoSuchDivision as missing:
        raise Http404 from missing
    stations = (
        *orgs.units_of_kind(code, kind=UnitKind.SERVICE_STATION),
        *orgs.units_of_kind(code, kind=UnitKind.RESIDENTS_COMMITTEE),
    )
    station = next((unit for unit in stations if unit.phone), None)
    return Community(
        code=found.code,
        name=found.name,
        street=territory.division_name(code[:_STREET_DIGITS]) if _has_street(code) else "",
        station=station.name if station else "",
        phone=station.phone if station else "",
    )


def _has_street(code: str) -> bool:
    return territory.division_name(code[:_STREET_DIGITS]) != code[:_STREET_DIGITS]


def chosen_code(request: HttpRequest) -> str:
    """Return the community this browser belongs to: the only one of the site, else the remembered one, else empty."""
    known = territory.communities_within("")
    if len(known) == 1:
        return known[0].code
    remembered = request.COOKIES.get(COOKIE, "")
    return remembered if any(one.code == remembered for one in known) else ""


def remember(response: HttpResponse, community: Community, *, is_secure: bool) -> None:
    """Let this browser open the same community next time."""
    response.set_cookie(COOKIE, community.code, max_age=_KEPT, secure=is_secure, httponly=True, samesite="Lax")


def page_of(community: Community | None) -> dict[str, object]:
    """Return what the frame of every page needs: names for its head, the way home, whether there are others."""
    home = (
        reverse("resident:community", kwargs={"community": community.code}) if community else reverse("resident:home")
    )
    return {
        "community": community,
        "street": community.street if community else "",
        "home_url": home,
        "has_other_communities": len(territory.communities_within("")) > 1,
    }
