"""A check of all chains that goes on from request to request: its state travels signed with the page."""

from dataclasses import asdict, dataclass, field
from time import monotonic

from django.core import signing

from linli.foundation.audit import heads, log
from linli.foundation.audit.chain import FAULTS_KEPT, Fault, FaultKind, Walk
from linli.foundation.audit.verify import advance, chains_in, forged_lines

SLICE_SECONDS = 1.0  # how long one request checks before it shows how far it has come
_SALT = "audit.check"


@dataclass(slots=True, kw_only=True)
class Check:
    """How far a check has come: ``walk`` is the chain in hand, ``done`` chains up to ``last`` are through."""

    walk: Walk | None = None
    rows: int = 0
    done: int = 0
    last: str | None = None
    is_over: bool = False
    faults: list[Fault] = field(default_factory=list)

    @property
    def rows_so_far(self) -> int:
        """Rows checked, those of the chain in hand included."""
        return self.rows + (self.walk.number if self.walk else 0)

    def token(self) -> str:
        """Return the state as signed text for the page."""
        return signing.dumps(asdict(self), salt=_SALT, compress=True)

    @classmethod
    def from_token(cls, token: str) -> "Check":
        """Go on from a page's state; an empty text begins anew. Raises ``signing.BadSignature``."""
        if not token:
            return cls()
        state = signing.loads(token, salt=_SALT, max_age=24 * 60 * 60)
        walk = state["walk"]
        if walk is not None:
            walk = Walk(**{**walk, "faults": [_fault(f) for f in walk["faults"]]})
        return cls(**{**state, "walk": walk, "faults": [_fault(f) for f in state["faults"]]})

    def go_on(self, *, territory: str, seconds: float = SLICE_SECONDS) -> None:
        """Check for about this long; ``territory`` limits which signed heads are expected in the database."""
        until = monotonic() + seconds
        signed = heads.read()
        expected = {name for name in signed.kept if not name or (territory and name.startswith(territory))}
        names = sorted(chains_in("default") | expected)
        while not self.is_over:
            if self.walk is None:
                following = next((name for name in names if self.last is None or name > self.last), None)
                self.walk = None if following is None else Walk(community=following)
            if self.walk is None:
                self._end(forged_lines(signed))
            elif advance(self.walk, signed.kept.get(self.walk.community, {})):
                self._close()
            if monotonic() >= until:
                break

    def _close(self) -> None:
        assert self.walk is not None
        self.rows += self.walk.number
        self.faults = (self.faults + self.walk.faults)[:FAULTS_KEPT]
        self.last, self.walk, self.done = self.walk.community, None, self.done + 1

    def _end(self, forged: tuple[Fault, ...]) -> None:
        self.faults = [*forged, *self.faults]
        self.is_over = True
        log.record(
            "audit.checked",
            community="",
            subject_type="audit",
            subject_id="chains",
            data={"chains": self.done, "rows": self.rows, "faults": len(self.faults)},
        )


def _fault(state: dict[str, object]) -> Fault:
    return Fault(**{**state, "kind": FaultKind(str(state["kind"]))})  # type: ignore[arg-type]
