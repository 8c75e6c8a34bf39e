"""Notes pauses that have reached their limit: their clocks were reckoned so from the start, people are told now."""

from datetime import datetime
from uuid import UUID

from linli.domains.cases.actions.take_step import step_by_itself
from linli.domains.cases.models import TimeRequest

ACTION = "end_pauses"
AT_ONCE = 500


def with_pauses_over(community: str, *, at: datetime) -> list[UUID]:
    """Return the matters of a community in which a granted pause has reached its limit."""
    over = TimeRequest.objects.filter(community=community, kind="pause", state="granted", until_at__lte=at)
    return list(over.order_by("case").values_list("case", flat=True).distinct()[:AT_ONCE])


def end_pauses(case_id: UUID, *, at: datetime) -> bool:
    """Note as the engine that a matter's pauses are over; says whether there was one whose clock still runs."""
    return step_by_itself(case_id, ACTION, at=at)
