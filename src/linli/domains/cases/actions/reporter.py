"""What the reporter does with code and key: rate, add something, ask for it again, ask the street."""

from dataclasses import replace
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.domains.cases.actions.intake import key_digest_of
from linli.domains.cases.actions.naming import named_later
from linli.domains.cases.actions.take_step import StalePage, StepRefused, take_step
from linli.domains.cases.contracts import StepDone, StepOrder
from linli.domains.cases.events import CaseRated
from linli.domains.cases.models import Case, Rating
from linli.domains.cases.queries.snapshot import Loaded, NoSuchCase, load_by_key
from linli.foundation.events import outbox
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.scope.context import narrow
from linli.foundation.scope.reader import Purpose
from linli.kernel.tokens import BadCode, parse_code, parse_key


def open_with_key(code: str, key: str) -> Loaded:
    """Go on as whoever holds code and key, and return the matter. Raises :class:`NoSuchCase`.

    The key alone opens the row in the database; the code is compared afterwards, so that a link with a mistyped code
    is not silently another matter's.
    """
    try:
        wanted, secret = parse_code(code), parse_key(key)
    except BadCode:
        raise NoSuchCase from None
    narrow(purpose=Purpose.TRACK, grant=key_digest_of(secret))
    loaded = load_by_key(key_digest_of(secret))
    if loaded.case.code != wanted:
        raise NoSuchCase
    return loaded


def rate(code: str, key: str, *, level: int, words: str = "", at: datetime | None = None) -> StepDone:
    """Rate a closed matter once: five levels, 5 very satisfied to 1 very dissatisfied (国办发〔2019〕51号).

    The rating itself stands apart from the time line; the unit sees it only in groups of five. Raises
    :class:`NoSuchCase` and :class:`StepRefused`.
    """
    now = at or timezone.now()
    case = open_with_key(code, key).case
    lead = case.lead_unit_id
    done = _take(case, "rate", at=now, rating=level, words=words)
    Rating(
        case_id=case.id, community=case.community, unit=lead, round=case.reopened_count, level=level,
        words=words.strip(), rated_at=now,
    ).save(force_insert=True)  # fmt: skip
    outbox.announce(
        CaseRated(
            community=case.community,
            case=str(case.id),
            code=case.code,
            unit=str(lead or ""),
            is_low=rulepacks.ratings(scope=case.community, on=timezone.localdate(now)).is_low(level),
        )
    )
    return done


def reopen(code: str, key: str, *, words: str = "", at: datetime | None = None) -> StepDone:
    """Ask for a matter again, once within the days the rule gives; the second time the street looks at it.

    Words that name a unit or somebody in its posts go to the street alone, which then decides whether it is done
    again and by whom. Raises :class:`NoSuchCase` and :class:`StepRefused`.
    """
    case, now = open_with_key(code, key).case, at or timezone.now()
    times = rulepacks.reopen(scope=case.community, on=timezone.localdate(now)).times
    named = named_later(words, case=case)
    if case.reopened_count >= times:
        return _take(case, "appeal", at=now, reason=words, named=named.units)
    if named.is_any:
        return _take(case, "reopen_to_street", at=now, reason=words, named=named.units)
    return _take(case, "reopen", at=now, reason=words)


def supplement(code: str, key: str, *, words: str, is_for_street: bool = False, at: datetime | None = None) -> StepDone:
    """Add something to an open matter.

    ``is_for_street`` keeps the words with the street; words that name a unit or somebody in its posts go there in any
    case. Raises :class:`NoSuchCase` and :class:`StepRefused`.
    """
    case, now = open_with_key(code, key).case, at or timezone.now()
    named = named_later(words, case=case)
    if is_for_street or named.is_any:
        return _take(case, "supplement_to_street", at=now, text=words, named=named.units)
    return _take(case, "supplement", at=now, text=words)


def reply(
    code: str,
    key: str,
    *,
    words: str,
    photos: tuple[object, ...] = (),
    is_for_street: bool = False,
    at: datetime | None = None,
) -> StepDone:
    """Answer the question that staff asked, with photos if wished; no clock moves for it.

    Words for the street, or that name a unit or somebody in its posts, go to the street alone, and photos cannot go
    with them. Raises :class:`NoSuchCase` and :class:`StepRefused`, the latter where nothing is asked any more.
    """
    case, now = open_with_key(code, key).case, at or timezone.now()
    named = named_later(words, case=case)
    if not is_for_street and not named.is_any:
        return _take(case, "reply", at=now, photos=photos, text=words)
    if photos:
        raise StepRefused(_("This goes to the street alone, and photos cannot go with it; please send the words only."))
    return _take(case, "reply_to_street", at=now, text=words, named=named.units)


def _take(case: Case, action: str, *, at: datetime, photos: tuple[object, ...] = (), **form: object) -> StepDone:
    """Take a step of the reporter, who need not know what the units did a second ago: once more from where it is now.

    Raises :class:`StepRefused`, and :class:`StalePage` when the matter moves faster than twice.
    """
    order = StepOrder(case_id=case.id, action=action, version=case.version, form=form, photos=photos)
    try:
        return take_step(order, at=at)
    except StalePage as stale:
        return take_step(replace(order, version=stale.version), at=at)
