"""A dry run that goes on from request to request: its state travels signed with the page, nothing is written."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from uuid import UUID

from django.core import signing

from linli.domains.cases import facade as cases
from linli.domains.cases.facade import Difference, Moved, Outcome, Tally
from linli.foundation.rulepacks.drafts import Draft

SLICE_SECONDS = 1.0  # how long one request looks before it shows how far it has come
_SALT = "setup.dry_run"
_DAY_S = 24 * 60 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """A draft, as it was when the run began, over the matters of a period."""

    draft_id: UUID
    digest: str
    since_on: date
    until_on: date
    tally: Tally

    @classmethod
    def begin(cls, draft: Draft, *, since_on: date, until_on: date) -> "DryRun":
        """Begin a run over a period, both days included."""
        return cls(draft_id=draft.pack.id, digest=draft.digest, since_on=since_on, until_on=until_on, tally=Tally())

    @classmethod
    def from_token(cls, token: str, draft: Draft) -> "DryRun | None":
        """Go on from a page's state; none where it is not one, or the draft has been changed since."""
        try:
            state = signing.loads(token, salt=_SALT, max_age=_DAY_S)
        except signing.BadSignature:
            return None
        if state["draft_id"] != str(draft.pack.id) or state["digest"] != draft.digest:
            return None
        return cls(
            draft_id=draft.pack.id,
            digest=draft.digest,
            since_on=date.fromisoformat(state["since_on"]),
            until_on=date.fromisoformat(state["until_on"]),
            tally=_tally(state["tally"]),
        )

    def token(self) -> str:
        """Return the state as signed text for the page."""
        return signing.dumps(_plain(asdict(self)), salt=_SALT, compress=True)

    def go_on(self, draft: Draft) -> "DryRun":
        """Look at more matters for about a second."""
        tally = cases.go_on_dry_run(
            self.tally, draft.pack, since_on=self.since_on, until_on=self.until_on, seconds=SLICE_SECONDS
        )
        return replace(self, tally=tally)


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, UUID) else value


def _tally(state: dict[str, object]) -> Tally:
    lines = state["lines"]
    assert isinstance(lines, list)
    last = state["last"]
    plain = {**state, "last": UUID(str(last)) if last else None, "lines": tuple(_line(one) for one in lines)}
    return Tally(**plain)  # type: ignore[arg-type]


def _line(state: dict[str, dict[str, object]]) -> Difference:
    moved = state["moved"]
    days = {name: date.fromisoformat(str(moved[name])) for name in ("was_on", "would_on")} if moved else {}
    return Difference(
        case_id=UUID(str(state["case_id"])),
        code=str(state["code"]),
        community=str(state["community"]),
        was=_outcome(state["was"]),
        would=_outcome(state["would"]),
        moved=Moved(clock=str(moved["clock"]), **days) if moved else None,
    )


def _outcome(state: dict[str, object]) -> Outcome:
    unit = state["unit"]
    return Outcome(**{**state, "unit": UUID(str(unit)) if unit else None})  # type: ignore[arg-type]
