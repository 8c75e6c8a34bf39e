"""The auditor reads words, not codes, whatever the shipped procedure can do."""

from linli.domains.cases.deeds import DEEDS
from linli.foundation.workflow.actions import shipped
from linli.foundation.workflow.procedure import parse
from linli.foundation.workflow.step import BEGIN


class TestDeeds:
    def test_every_action_of_the_shipped_procedures_has_a_name(self) -> None:
        codes = {action.code for body in shipped() for action in parse(body).actions} | {BEGIN}

        assert {f"case.{code}" for code in codes} - set(DEEDS) == set()
