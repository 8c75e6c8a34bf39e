"""Notes pauses that have reached their limit: their clocks were reckoned so from the start, people are told now."""

from datetime import datetime
from uuid import UUID

from linli.domains.cases.actions.take_step import StalePage, StepRefused, take_step
from linli.domains.cases.contracts import StepOrder
from linli.domains.cases.models import TimeRequest
from linli.domains.cases.queries.snapshot import NoSuchCase, load

ACTION = "end_pauses"
AT_ONCE = 500


def with_pauses_over(community: str, *, at: datetime) -> list[UUID]:
    """Return the matters of a community in which a granted pause has reached its limit."""
    over = TimeRequest.objects.filter(community=community, kind="pause", state="granted", until_at__lte=at)
    return list(over.order_by("case").values_list("case", flat=True).distinct()[:AT_ONCE])


def end_pauses(case_id: UUID, *, at: datetime) -> bool:
    """Note as the engine that a matter's pauses are over; says whether there was one.

    A pause whose clock has ended meanwhile is left as it is, and so is a matter that moves at this moment.
    """
    try:
        version = load(case_id).snapshot.version
        take_step(StepOrder(case_id=case_id, action=ACTION, version=version), at=at)
    except (NoSuchCase, StalePage, StepRefused):
        return False
    return True
