"""Who may do what with a matter: the procedure's roles a person holds in it. What the database shows comes before."""

from linli.domains.cases.models import Case
from linli.foundation.accounts.queries import works_for
from linli.foundation.accounts.roles import Role
from linli.foundation.scope.reader import JOB, Purpose, Reader
from linli.foundation.workflow.outcome import ENGINE_ROLE, ActorSnap
from linli.foundation.workflow.snapshot import PartyRole, Snapshot

STREET_DIGITS = 9
"""Significant digits of a street; a shorter scope is a district or city, which stands above it."""

_BY_ROLE: dict[str, frozenset[str]] = {
    Role.CLERK: frozenset({"dispatcher", "verifier", "staff"}),
    Role.VERIFIER: frozenset({"verifier", "staff"}),
    Role.GRID_WORKER: frozenset({"grid_worker", "staff"}),
    Role.DUTY_DESK: frozenset({"duty_desk", "dispatcher", "staff"}),
    Role.STREET_OFFICIAL: frozenset({"street", "dispatcher", "verifier", "staff"}),
    Role.UNIT_WORKER: frozenset(),
}


def standing_roles(reader: Reader) -> frozenset[str]:
    """Return the procedure's roles a reader's standing brings to every matter, before any part a unit has."""
    return _BY_ROLE.get(reader.role, frozenset())


def procedure_roles(reader: Reader, *, snapshot: Snapshot) -> frozenset[str]:
    """Return the roles of the procedure that a reader holds in this matter.

    A sealed matter, which names a unit or a post-holder, is dispatched and verified by the street alone. A unit's
    people act as lead or assistant only while their unit has a part in the running round.
    """
    if reader.purpose is Purpose.TRACK:
        return frozenset({"reporter"})
    if reader.id == JOB:
        return frozenset({ENGINE_ROLE})
    roles = set(standing_roles(reader))
    if reader.purpose is Purpose.HANDLE and snapshot.is_sealed and len(reader.territory) > STREET_DIGITS:
        roles.clear()
    party = snapshot.party_of(reader.unit)
    if party is not None and reader.unit not in snapshot.sealed_against:
        roles.add("lead" if party.role is PartyRole.LEAD else "assistant")
        roles.add("party")
    return frozenset(roles)


def actor_of(reader: Reader, *, snapshot: Snapshot) -> ActorSnap:
    """Return who acts, as the engine sees it."""
    return ActorSnap(account=reader.account_id, unit=reader.unit, roles=procedure_roles(reader, snapshot=snapshot))


def sees_contact(reader: Reader, *, case: Case) -> bool:
    """Whether a reader may see the reporter's masked contact and ask to reveal it.

    The committee, station and duty desk may, to answer; handling units and grid workers never; of a sealed matter the
    street alone.
    """
    if reader.purpose is not Purpose.HANDLE or reader.role in (Role.GRID_WORKER, Role.VERIFIER):
        return False
    return not case.is_sealed or len(reader.territory) <= STREET_DIGITS


def takes_looks(reader: Reader) -> bool:
    """Whether a reader asks for second looks or may be the second person: who dispatches or verifies."""
    return reader.purpose is Purpose.HANDLE and not standing_roles(reader).isdisjoint({"dispatcher", "verifier"})


def corrects_place(reader: Reader, *, snapshot: Snapshot) -> bool:
    """Whether a reader may correct where an open matter is: who dispatches or walks there, not a unit on its way.

    Of a sealed matter the street alone.
    """
    if reader.purpose is not Purpose.HANDLE or snapshot.closed_at is not None:
        return False
    return not procedure_roles(reader, snapshot=snapshot).isdisjoint({"dispatcher", "grid_worker"})


def sees_satisfaction(reader: Reader) -> bool:
    """Whether a reader sees how matters were rated: the street and above; units see groups of five (decision 20)."""
    return reader.purpose is Purpose.HANDLE and 0 < len(reader.territory) <= STREET_DIGITS


def sees_grid_rates(reader: Reader, *, grid: str) -> bool:
    """Whether a reader sees the rates of one grid, which has one worker: that worker, and who leads them directly.

    That is the clerk of the unit the worker works for. Nobody further up sees one person's work in figures.
    """
    if reader.role == Role.GRID_WORKER:
        return reader.territory == grid
    return reader.role == Role.CLERK and reader.unit is not None and works_for(grid, unit=reader.unit)


def draws(reader: Reader) -> bool:
    """Whether a reader draws matters for a re-check: the street and above, who do not do the work."""
    return reader.role == Role.STREET_OFFICIAL and 0 < len(reader.territory) <= STREET_DIGITS
