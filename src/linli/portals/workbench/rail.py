"""The workbench's frame: who may open what, and the rail with the pages a role has."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from linli.foundation.accounts import gate
from linli.foundation.accounts.roles import Role
from linli.foundation.design import rail
from linli.foundation.design.rail import Door
from linli.foundation.scope.middleware import reader_of

HANDLERS: Final = (
    Role.GRID_WORKER, Role.CLERK, Role.VERIFIER, Role.UNIT_WORKER, Role.STREET_OFFICIAL, Role.DUTY_DESK,
)  # fmt: skip
"""Everybody who works on matters."""
DISPATCHERS: Final = (Role.CLERK, Role.DUTY_DESK, Role.STREET_OFFICIAL)
TAKERS: Final = (Role.CLERK, Role.DUTY_DESK, Role.GRID_WORKER, Role.STREET_OFFICIAL)
"""Who takes reports in for somebody who cannot or does not wish to use a phone page."""
TERRITORIAL: Final = (Role.GRID_WORKER, Role.CLERK, Role.VERIFIER, Role.STREET_OFFICIAL, Role.DUTY_DESK)
PEOPLE_READERS: Final = (Role.CLERK, Role.GRID_WORKER, Role.DUTY_DESK, Role.STREET_OFFICIAL)
"""Who needs to know who lives where; verifiers and units do not."""
PEOPLE_KEEPERS: Final = (Role.CLERK,)
"""Who corrects, adds, moves, imports and takes lists."""
PEOPLE_CHECKERS: Final = (Role.CLERK, Role.GRID_WORKER)
"""Who says that all is still true: also whoever stands on the stairs."""
RATED: Final = (Role.UNIT_WORKER,)
RATE_READERS: Final = (Role.CLERK, Role.STREET_OFFICIAL, Role.GRID_WORKER)
"""Who sees rates of the work; a grid worker those of the own grid alone."""
LOOKERS: Final = (Role.CLERK, Role.DUTY_DESK, Role.VERIFIER, Role.STREET_OFFICIAL)
"""Who asks for second looks, or is the second person."""
RATE_TAKERS: Final = (Role.CLERK, Role.STREET_OFFICIAL)
CALENDAR_READERS: Final = (Role.CLERK, Role.DUTY_DESK, Role.STREET_OFFICIAL, Role.SYSTEM_ADMIN)
CALENDAR_KEEPERS: Final = (Role.SYSTEM_ADMIN,)
HOURS_READERS: Final = (Role.CLERK, Role.STREET_OFFICIAL, Role.UNIT_WORKER)
"""Who talks about what is asked of a community: its own people and those who ask."""
ADMISSION_READERS: Final = (Role.CLERK, Role.DUTY_DESK, Role.UNIT_WORKER, Role.STREET_OFFICIAL)
"""Who sees what was admitted, and why."""
EVERYBODY: Final = tuple(Role)


View = Callable[..., HttpResponseBase]


def desk(*roles: Role) -> Callable[[View], View]:
    """Let a page of the workbench be opened by these roles, and let no browser or proxy keep it."""

    def gated(view: View) -> View:
        entered: View = gate.staff(*roles)(view)  # type: ignore[arg-type]

        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = entered(request, *args, **kwargs)
            if not response.has_header("Cache-Control"):
                response["Cache-Control"] = "no-store, private"
            return response

        return answered

    return gated


def back_query(request: HttpRequest) -> str:
    """Return ``?tab=…`` of the to-do list that a matter was opened beside, empty where it was opened alone."""
    tab = request.GET.get("tab", "")
    return f"?{urlencode({'tab': tab})}" if tab else ""


DOORS: Final = (
    Door(code="todo", name="workbench:todo", icon="inbox", label=_("To do"), order=10, roles=HANDLERS),
    Door(code="cases", name="workbench:cases", icon="list", label=_("Matters"), order=20, roles=HANDLERS),
    Door(code="map", name="workbench:map", icon="map", label=_("Map"), order=30, roles=TERRITORIAL),
    Door(code="intake", name="workbench:intake", icon="pen-line", label=_("Intake"), order=40, roles=TAKERS),
    Door(
        code="people", name="workbench:people", icon="users-round", label=_("Residents"), order=35, roles=PEOPLE_READERS
    ),
    Door(
        code="duties", name="workbench:whose", icon="scale", label=_("Whose duty"), order=42, roles=HANDLERS,
        is_rare=True,
    ),
    Door(code="ratings", name="workbench:ratings", icon="clipboard-check", label=_("Ratings"), order=45, roles=RATED),
    Door(
        code="rates", name="workbench:rates", icon="sheet", label=_("Rates"), order=46, roles=RATE_READERS, is_rare=True
    ),
    Door(
        code="calendar", name="workbench:calendar", icon="calendar-days", label=_("Calendar"), order=60,
        roles=CALENDAR_READERS, is_rare=True,
    ),
    Door(
        code="inbox", name="workbench:inbox", icon="bell", label=_("Messages"), order=80, roles=HANDLERS, is_foot=True
    ),
)  # fmt: skip
"""The pages that the workbench puts on the rail."""


def frame(request: HttpRequest, *, current: str, show: str = "detail", todo: int = 0) -> dict[str, object]:
    """Return the frame of a page for the reader's role; ``todo`` is the count beside the to-do list."""
    return rail.frame(reader_of(request).role, current=current, show=show, counts={"todo": todo})
