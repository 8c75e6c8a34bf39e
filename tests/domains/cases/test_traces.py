"""Every step leaves its line in the audit chain: ids, codes and digests, never a word anybody said."""

import json

import pytest
from tests.domains.cases.acting import finish, report, step

from linli.domains.cases import facade as cases
from linli.foundation.audit import heads
from linli.foundation.audit.models import Entry as AuditEntry
from linli.foundation.audit.verify import verify
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, Reader, job_reader
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY


def chain() -> list[AuditEntry]:
    with reading(job_reader(COMMUNITY, purpose=Purpose.AUDIT)):
        return list(AuditEntry.objects.filter(community=COMMUNITY).order_by("number"))


@pytest.fixture(autouse=True)
def no_heads_of_other_tests() -> None:
    """Tables are emptied between tests; the signed heads outside the database would tell of a cut tail."""
    heads.path().unlink(missing_ok=True)


class TestTheChain:
    def test_a_whole_life_is_told_step_by_step(self, cast: Cast) -> None:
        before = len(chain())
        opened = report()
        finish(cast.readers["wuye"], opened.case_id)
        step(cast.readers["heshi"], opened.case_id, "verify", text="到现场看过")
        with reading(Reader()):
            cases.rate(opened.code, opened.key, level=5)

        told = [entry.action for entry in chain()[before:]]
        steps = ("report", "accept", "dispatch", "receive", "answer", "sign_off", "submit_for_verification", "verify")
        assert told == [f"case.{code}" for code in (*steps, "rate")]
        assert verify(COMMUNITY).ok

    def test_each_line_names_who_did_it(self, cast: Cast) -> None:
        before = len(chain())
        opened = report()
        step(cast.readers["wuye"], opened.case_id, "receive")

        assert [entry.actor for entry in chain()[before:]] == ["public", "job", "job", cast.readers["wuye"].id]

    def test_no_word_stands_in_it(self, cast: Cast) -> None:
        before = len(chain())
        opened = report("电梯又停了，三楼的奶奶下不来", contact=cases.ContactInput(name="陈师傅", phone="19900000001"))
        step(cast.readers["wuye"], opened.case_id, "receive")
        step(cast.readers["wuye"], opened.case_id, "answer", text="换了门机皮带")

        written = "".join(entry.payload for entry in chain()[before:])
        assert not any(word in written for word in ("奶奶", "皮带", "陈师傅", "19900000001"))
        digests = [json.loads(entry.payload)["data"].get("text", "") for entry in chain()[before:]]
        assert digests[-1]

    def test_a_refused_step_leaves_none(self, cast: Cast) -> None:
        opened = report()
        before = len(chain())
        for action in ("verify", "sign_off"):
            try:
                step(cast.readers["wuye"], opened.case_id, action)
            except cases.StepRefused:
                continue
            raise AssertionError(action)

        assert len(chain()) == before

    def test_releasing_a_held_report_is_on_record(self, cast: Cast) -> None:
        opened = [report(f"路灯不亮 {i}", caller="192.0.2.1") for i in range(6)][-1]
        with reading(cast.readers["heshuning"]):
            cases.release_case(opened.case_id)

        assert chain()[-1].action == "case.released"
        assert chain()[-1].subject_id == str(opened.case_id)
