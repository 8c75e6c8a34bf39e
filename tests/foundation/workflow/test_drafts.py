"""A procedure changes by its draft; what was not seen is not changed, and running matters keep their version."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.translation import override
from tests.foundation.workflow.walk import shipped_body

from linli.foundation.rulepacks import actions as rulepacks
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, Reader
from linli.foundation.workflow import actions, queries
from linli.foundation.workflow.editing import document, drafts
from linli.foundation.workflow.models import Procedure, ProcedureStatus
from linli.foundation.workflow.procedure import BadProcedure
from linli.kernel.uuid7 import new_id

ADMINISTRATOR = Reader(id=str(new_id()), purpose=Purpose.ADMINISTER)
CLERK = Reader(id=str(new_id()), purpose=Purpose.HANDLE, territory="990101001001")
CODE = "grid_event"
SHIPPED = shipped_body("workflow", f"procedures/{CODE}.json")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def seeded() -> Iterator[None]:
    with reading(ADMINISTRATOR):
        rulepacks.seed()
        actions.seed()
        yield


def reworded(text: str) -> dict[str, Any]:
    body = copy.deepcopy(SHIPPED)
    body["states"][0]["public"]["zh-Hans"] = text
    return body


class TestDraft:
    def test_it_begins_with_what_is_in_force(self) -> None:
        draft = drafts.begin_draft(CODE, actor=ADMINISTRATOR)
        assert (draft.version, draft.begun_from, draft.body) == (2, 1, SHIPPED)
        assert queries.published(CODE).version == 1

    def test_there_is_one_a_procedure(self) -> None:
        drafts.begin_draft(CODE, actor=ADMINISTRATOR)
        with pytest.raises(drafts.DraftThere):
            drafts.begin_draft(CODE, actor=ADMINISTRATOR)

    def test_a_code_without_a_version_has_nothing_to_begin_with(self) -> None:
        with pytest.raises(queries.NoProcedure):
            drafts.begin_draft("moon", actor=ADMINISTRATOR)

    def test_an_unsound_draft_is_kept_and_not_published(self) -> None:
        body = reworded("收到了")
        body["states"][2]["clocks"] = []
        seen = drafts.begin_draft(CODE, actor=ADMINISTRATOR).digest
        seen = drafts.save_draft(CODE, body, seen=seen, actor=ADMINISTRATOR).digest
        with pytest.raises(actions.Unsound) as refused:
            drafts.publish_draft(CODE, seen=seen, actor=ADMINISTRATOR)
        assert [problem.code for problem in refused.value.problems] == ["no_clock"]
        held = drafts.draft_of(CODE)
        assert held is not None
        assert held.body["states"][2]["clocks"] == []

    def test_published_it_is_for_new_matters_and_the_version_before_stays(self) -> None:
        seen = drafts.begin_draft(CODE, actor=ADMINISTRATOR).digest
        seen = drafts.save_draft(CODE, reworded("收到了"), seen=seen, actor=ADMINISTRATOR).digest
        assert drafts.publish_draft(CODE, seen=seen, actor=ADMINISTRATOR) == 2
        assert queries.published(CODE).state("received").public["zh-Hans"] == "收到了"
        assert queries.procedure(CODE, 1).state("received").public["zh-Hans"] == "已收到"
        assert drafts.draft_of(CODE) is None
        kept = Procedure.objects.get(code=CODE, version=1)
        assert kept.status == ProcedureStatus.RETIRED
        assert kept.retired_at is not None

    def test_every_step_is_on_record(self, monkeypatch: pytest.MonkeyPatch) -> None:
        noted: list[tuple[str, dict[str, Any]]] = []
        monkeypatch.setattr(actions.audit, "record", lambda action, **more: noted.append((action, more["data"])))
        seen = drafts.begin_draft(CODE, actor=ADMINISTRATOR).digest
        seen = drafts.save_draft(CODE, reworded("收到了"), seen=seen, actor=ADMINISTRATOR).digest
        drafts.publish_draft(CODE, seen=seen, actor=ADMINISTRATOR)
        assert [action for action, _data in noted] == ["procedure.drafted", "procedure.changed", "procedure.published"]
        assert noted[-1][1] == {"code": CODE, "version": 2, "digest": seen}


class TestTwoAtOnce:
    def test_a_draft_that_somebody_changed_is_not_written_over(self) -> None:
        seen = drafts.begin_draft(CODE, actor=ADMINISTRATOR).digest
        drafts.save_draft(CODE, reworded("甲"), seen=seen, actor=ADMINISTRATOR)
        for late in (
            lambda: drafts.save_draft(CODE, reworded("乙"), seen=seen, actor=ADMINISTRATOR),
            lambda: drafts.publish_draft(CODE, seen=seen, actor=ADMINISTRATOR),
            lambda: drafts.discard_draft(CODE, seen=seen, actor=ADMINISTRATOR),
        ):
            with pytest.raises(drafts.DraftMoved):
                late()
        held = drafts.draft_of(CODE)
        assert held is not None
        assert held.body == reworded("甲")

    def test_a_draft_begun_before_another_version_was_published_is_not_published(self) -> None:
        seen = drafts.begin_draft(CODE, actor=ADMINISTRATOR).digest
        actions.publish_procedure(reworded("丙"), actor=ADMINISTRATOR)
        with pytest.raises(drafts.DraftMoved, match="3"):
            drafts.publish_draft(CODE, seen=seen, actor=ADMINISTRATOR)
        assert queries.published(CODE).version == 3

    def test_a_draft_thrown_away_is_gone_and_the_number_is_free(self) -> None:
        seen = drafts.begin_draft(CODE, actor=ADMINISTRATOR).digest
        drafts.discard_draft(CODE, seen=seen, actor=ADMINISTRATOR)
        with pytest.raises(drafts.DraftMoved):
            drafts.publish_draft(CODE, seen=seen, actor=ADMINISTRATOR)
        assert drafts.begin_draft(CODE, actor=ADMINISTRATOR).version == 2


class TestRetiring:
    def other(self) -> dict[str, Any]:
        return {**SHIPPED, "code": "own", "limits": "rulepack:limits.own"}

    def published(self) -> None:
        limits = next(one for one in rulepacks.shipped() if one.code == "limits.grid_event")
        renamed = rulepacks.NewRules(
            code="limits.own", title=limits.title, body=limits.body, basis=limits.basis, certainty=limits.certainty,
            valid_from_on=limits.valid_from_on,
        )  # fmt: skip
        rulepacks.publish_rules(rulepacks.draft_rules(renamed, actor=ADMINISTRATOR), actor=ADMINISTRATOR)
        seen = drafts.bring(self.other(), actor=ADMINISTRATOR).digest
        drafts.publish_draft("own", seen=seen, actor=ADMINISTRATOR)

    def test_no_new_matter_takes_it_and_running_ones_go_on(self) -> None:
        self.published()
        drafts.retire("own", version=1, actor=ADMINISTRATOR)
        with pytest.raises(queries.NoProcedure):
            queries.published("own")
        assert queries.procedure("own", 1).state("received")
        assert [body.code for body in queries.in_use() if body.code == "own"] == []

    def test_one_that_is_not_in_force_is_not_retired_again(self) -> None:
        self.published()
        with pytest.raises(drafts.NotRetired):
            drafts.retire("own", version=7, actor=ADMINISTRATOR)

    def test_the_usual_one_stays(self) -> None:
        with pytest.raises(drafts.NotRetired):
            drafts.retire(CODE, version=1, actor=ADMINISTRATOR)


class TestWhoMay:
    @pytest.mark.usefixtures("committed_db")
    def test_the_database_lets_a_clerk_read_and_throw_nothing_away(self) -> None:
        with reading(ADMINISTRATOR):
            drafts.begin_draft(CODE, actor=ADMINISTRATOR)
        with reading(CLERK):
            assert Procedure.objects.filter(status=ProcedureStatus.DRAFT).delete()[0] == 0

    @pytest.mark.usefixtures("committed_db")
    def test_nobody_throws_a_published_version_away(self) -> None:
        with reading(ADMINISTRATOR):
            assert Procedure.objects.filter(code=CODE, version=1).delete()[0] == 0


class TestFile:
    def test_what_was_written_comes_back_without_a_difference(self) -> None:
        for body in actions.shipped():
            assert document.read(document.write(body)) == body
        held = Procedure.objects.get(code=CODE, version=1)
        assert actions.digest_of(document.read(document.write(held.body))) == held.digest

    @pytest.mark.parametrize(
        ("data", "says"),
        [
            (b"\xff\xfe", "no JSON"),
            (b"{", "no JSON"),
            (b"[" * 100_000, "no JSON"),
            (b'{"code": "a", "code": "b"}', "twice"),
            (b'{"hold_seconds": NaN}', "NaN"),
            (b" " * 1_000_001, "larger"),
            (b"[]", "the file"),
            (b'{"code": "a"}', "is missing"),
            (document.write({**SHIPPED, "colour": "red"}), "colour"),
            (document.write({**SHIPPED, "code": "Two Words"}), "Two Words"),
            (document.write({**SHIPPED, "states": "none"}), "states"),
            (document.write({**SHIPPED, "words": {"en": 5}}), "words.en"),
        ],
    )
    def test_what_is_no_procedure_says_so_in_one_sentence(self, data: bytes, says: str) -> None:
        with override("en"), pytest.raises(BadProcedure, match=says):
            document.read(data)
