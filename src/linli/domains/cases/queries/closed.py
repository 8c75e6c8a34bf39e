"""Units that a step's form does not offer because the duty lists keep the matter from them, each with why."""

from typing import Final

from linli.domains.duties import facade as duties
from linli.foundation.workflow.snapshot import Snapshot

_SHARES: Final = {"unit": duties.Share.LEAD, "units": duties.Share.ASSIST}


def closed_choices(field_type: str, *, snapshot: Snapshot) -> tuple[tuple[str, str, str], ...]:
    """Return id, name and sentence of each unit that the lists keep out of a field of this type; from memory."""
    share = _SHARES.get(field_type)
    if share is None:
        return ()
    place = duties.Place(community=snapshot.community, grid=snapshot.grid)
    return tuple(
        (str(one.unit_id), one.name, one.sentence)
        for one in duties.closed_units(snapshot.kind, place, share=share)
        if one.unit_id not in snapshot.sealed_against
    )
