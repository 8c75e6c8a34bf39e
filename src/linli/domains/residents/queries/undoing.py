"""Says which end of a stay its reader may still take back: their own, of today, with nothing entered since."""

from collections.abc import Sequence

from django.utils import timezone

from linli.domains.residents.models import Stay
from linli.foundation.scope.reader import Reader


def undoable(stays: Sequence[Stay], *, reader: Reader) -> Stay | None:
    """Return the stay of a person, given newest first, whose end may be taken back, None where there is none.

    A move is taken back with the stay that it began, which must be as it was entered.
    """
    by_hand = [stay for stay in stays if stay.ended_by is not None and stay.ended_by == reader.account_id]
    ended = max(by_hand, key=lambda stay: (stay.ended_at, stay.id), default=None)
    if ended is None or ended.ended_at is None or timezone.localdate(ended.ended_at) != timezone.localdate():
        return None
    begun = [stay for stay in stays if stay.to_on is None]
    if any(stay.entered_at != ended.ended_at for stay in begun):
        return None
    later = [stay for stay in stays if stay.to_on is not None and stay is not ended and stay.from_on > ended.from_on]
    return None if later else ended
