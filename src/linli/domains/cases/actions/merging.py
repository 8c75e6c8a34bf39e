"""Duplicates: one matter is handled with another; both have their entry, and they close together.

The step on the duplicate decides; the entry on the matter it follows is written in the same transaction.
"""

from uuid import UUID

from linli.domains.cases.models import Case
from linli.domains.cases.queries.words import procedure_of
from linli.foundation.workflow.outcome import Fact
from linli.foundation.workflow.snapshot import Snapshot
from linli.kernel.tokens import BadCode, parse_code

BESIDE = {"mark_duplicate": "join", "unmerge": "part"}
"""What is written on the matter that is followed, by the step on the one that follows."""


def main_fact(snapshot: Snapshot, *, code: str) -> Fact:
    """Return the matter of this code, as far as the reader may see it, or why it cannot be followed."""
    try:
        wanted = parse_code(code)
    except BadCode:
        return Fact(is_true=False, code="no_such_matter")
    main = Case.objects.filter(community=snapshot.community, code=wanted).first()
    if main is None:
        return Fact(is_true=False, code="no_such_matter")
    faults = {
        "is_itself": main.id == snapshot.case_id,
        "main_is_closed": main.closed_at is not None,
        "main_follows": main.main_id is not None,
        "main_takes_none": not _takes_in(main),
        "sealed_apart": main.is_sealed != snapshot.is_sealed,
        "has_followers": Case.objects.filter(main=snapshot.case_id).exists(),
    }
    fault = next((name for name, is_so in faults.items() if is_so), "")
    return Fact(is_true=not fault, code=fault, params={"id": str(main.id)})


def _takes_in(main: Case) -> bool:
    """Whether a matter's procedure lets others be handled with it where it stands now."""
    actions = procedure_of(main.procedure, main.procedure_version).actions
    return any(one.code == BESIDE["mark_duplicate"] and main.state in one.from_states for one in actions)


def followers_of(case_id: UUID) -> list[UUID]:
    """Return the duplicates that wait for a matter to be closed."""
    return list(Case.objects.filter(main=case_id, closed_at__isnull=True).order_by("id").values_list("id", flat=True))
