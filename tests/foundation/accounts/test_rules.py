from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.foundation.accounts.roles import ADMINISTRATORS, ROLE_PURPOSE, Role
from linli.foundation.accounts.rules import Allowed, Refused, fits_scope, may_hold, reaches
from linli.foundation.accounts.steps import Step, needs_totp, next_step
from linli.foundation.scope.reader import Purpose

OTHERS = [role for role in Role if role not in ADMINISTRATORS]


class TestMayHold:
    @pytest.mark.parametrize(("held", "new"), [*product(sorted(ADMINISTRATORS), sorted(ADMINISTRATORS))])
    def test_nobody_holds_two_of_the_three(self, held: Role, new: Role) -> None:
        verdict = may_hold([held], new)
        assert verdict == Allowed() if held == new else isinstance(verdict, Refused)

    @pytest.mark.parametrize(("held", "new"), [*product(sorted(ADMINISTRATORS), OTHERS)])
    def test_no_administrator_reads_residents_data(self, held: Role, new: Role) -> None:
        assert isinstance(may_hold([held], new), Refused)
        assert isinstance(may_hold([new], held), Refused)

    @pytest.mark.parametrize(("held", "new"), [*product(OTHERS, OTHERS)])
    def test_everybody_else_may_wear_several_hats(self, held: Role, new: Role) -> None:
        assert may_hold([held], new) == Allowed()

    @given(roles=st.lists(st.sampled_from(Role), max_size=6))
    def test_whatever_is_asked_for_the_three_stay_apart(self, roles: list[Role]) -> None:
        held: set[Role] = set()
        for role in roles:
            if may_hold(held, role) == Allowed():
                held.add(role)
        assert len(held & ADMINISTRATORS) <= 1
        assert not (held & ADMINISTRATORS and held - ADMINISTRATORS)

    def test_a_refusal_names_its_basis(self) -> None:
        verdict = may_hold([Role.SYSTEM_ADMIN], Role.AUDIT_ADMIN)
        assert isinstance(verdict, Refused)
        assert "22239" in verdict.basis


class TestPurposes:
    def test_every_role_has_a_purpose(self) -> None:
        assert set(ROLE_PURPOSE) == set(Role)

    def test_administrators_purposes_open_no_matters(self) -> None:
        purposes = {ROLE_PURPOSE[role] for role in ADMINISTRATORS}
        assert purposes == {Purpose.ADMINISTER, Purpose.AUDIT}


class TestScope:
    @pytest.mark.parametrize(
        ("role", "scope", "has_unit", "reason"),
        [
            (Role.GRID_WORKER, "110101001001001", False, ""),
            (Role.GRID_WORKER, "110101001001", False, "scope_level"),
            (Role.CLERK, "110101001", False, "scope_level"),
            (Role.UNIT_WORKER, "110101001001", False, "unit_missing"),
            (Role.UNIT_WORKER, "110101001001", True, ""),
            (Role.AUDIT_ADMIN, "110101", True, "unit_too_much"),
            (Role.AUDIT_ADMIN, "", False, "scope_level"),
            (Role.STREET_OFFICIAL, "11010100x", False, "scope_level"),
        ],
    )
    def test_a_role_fits_its_level(self, role: Role, scope: str, has_unit: bool, reason: str) -> None:  # noqa: FBT001
        verdict = fits_scope(role, scope, has_unit=has_unit)
        assert (verdict.reason if isinstance(verdict, Refused) else "") == reason

    @pytest.mark.parametrize(
        ("territory", "scope", "expected"),
        [("1101", "110101", True), ("110101", "1101", False), ("110101", "110102001", False), ("", "110101", False)],
    )
    def test_an_administrator_reaches_down_never_up(self, territory: str, scope: str, expected: bool) -> None:  # noqa: FBT001
        assert reaches(territory, scope) is expected


class TestSteps:
    def test_the_second_factor_comes_before_everything_else(self) -> None:
        step = next_step(has_totp=True, totp_passed=False, must_change_password=True, needs_factor=True, roles=2)
        assert step is Step.TOTP

    def test_then_a_password_of_ones_own_then_the_factor_then_the_standing(self) -> None:
        def step(**owed: bool) -> Step | None:
            known = {"has_totp": False, "totp_passed": False, "must_change_password": False, "needs_factor": False}
            return next_step(**{**known, **owed}, roles=2)

        assert step(must_change_password=True, needs_factor=True) is Step.PASSWORD
        assert step(needs_factor=True) is Step.TOTP_SET_UP
        assert step() is Step.STANDING

    def test_one_role_needs_no_choice(self) -> None:
        step = next_step(has_totp=True, totp_passed=True, must_change_password=False, needs_factor=True, roles=1)
        assert step is None

    def test_administrators_need_a_factor_and_clerks_do_not(self) -> None:
        assert needs_totp([Role.CLERK, Role.STREET_OFFICIAL], setting="")
        assert not needs_totp([Role.CLERK], setting="")
        assert needs_totp([Role.CLERK], setting="1")
        assert not needs_totp([Role.AUDIT_ADMIN], setting="0")
