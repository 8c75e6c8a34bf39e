"""A site with a trained model uses it where it is sure, and the lexicon else; a person confirms either."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.domains.cases.acting import page, report

from linli.domains.cases import facade as cases
from linli.domains.cases.queries.suggesting import may_route
from linli.foundation.scope.context import reading
from linli.foundation.triage import modelfile, training
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

SAID = {
    "parking": ("我的车位上停着别人的车", "车子停在路口出不去", "外来车辆停满了院子", "车停在人行道上"),
    "greenery": ("院里的树该剪了", "树叶落满一地没人管", "花草都枯了没人浇水", "树挡住了窗户"),
}
PLACES = ("东门", "西门", "南门", "北门", "中心花坛", "后街")


@pytest.fixture
def trained(tmp_path: Path, settings: object) -> Iterator[Path]:
    rows = [(kind, f"{place}{said}") for kind, sayings in SAID.items() for said in sayings for place in PLACES]
    path = tmp_path / "kinds.model"
    modelfile.save(training.train(rows), path)
    settings.KINDS_MODEL = path  # type: ignore[attr-defined]
    return path


def kind_for(cast: Cast, text: str) -> cases.Suggestion:
    with reading(cast.readers["heshuning"]):
        return cases.kind_for(text, community=COMMUNITY)


class TestWithAModel:
    def test_what_it_learned_is_suggested_with_words_and_confidence(self, cast: Cast, trained: Path) -> None:  # noqa: ARG002
        found = kind_for(cast, "后街的车停在路口出不去")
        assert (found.code, found.is_learned) == ("parking", True)
        assert found.confidence > 0.5
        assert found.runner_up == "greenery"
        assert found.words

    def test_below_the_packs_confidence_the_lexicon_answers(self, cast: Cast, trained: Path) -> None:  # noqa: ARG002
        found = kind_for(cast, "")
        assert (found.code, found.is_learned) == ("other", False)

    def test_a_kind_that_the_community_does_not_have_is_never_suggested(
        self, cast: Cast, tmp_path: Path, settings: object
    ) -> None:
        rows = [(kind.upper(), f"{place}{one}") for kind, said in SAID.items() for one in said for place in PLACES]
        modelfile.save(training.train(rows), tmp_path / "foreign.model")
        settings.KINDS_MODEL = tmp_path / "foreign.model"  # type: ignore[attr-defined]
        assert not kind_for(cast, "后街的车停在路口出不去").is_learned

    def test_a_new_model_is_used_at_once_and_a_broken_one_left_aside(self, cast: Cast, trained: Path) -> None:
        assert kind_for(cast, "后街的车停在路口出不去").is_learned
        trained.write_bytes(b"broken")
        assert not kind_for(cast, "后街的车停在路口出不去").is_learned
        assert kind_for(cast, "电梯坏了").code == "elevator"

    def test_the_page_shows_why_until_a_person_has_confirmed(self, cast: Cast, trained: Path) -> None:  # noqa: ARG002
        opened = report(text="后街的车停在路口出不去了", kind="")
        shown = page(cast.readers["heshuning"], opened.case_id)
        assert shown.kind == "parking"
        assert not shown.is_kind_confirmed
        assert shown.suggestion is not None
        assert shown.suggestion.is_learned


class TestRouting:
    def test_only_a_sure_model_sends_a_report_on_before_a_person_saw_it(self, cast: Cast) -> None:
        unsure = cases.Suggestion(code="parking", confidence=0.79, is_learned=True)
        with reading(cast.readers["heshuning"]):
            assert not may_route(unsure, community=COMMUNITY)
            assert may_route(replace(unsure, confidence=0.8), community=COMMUNITY)
            assert not may_route(cases.Suggestion(code="other"), community=COMMUNITY)


class TestWithoutAModel:
    def test_the_lexicon_says_how_much_speaks_for_it(self, cast: Cast) -> None:
        found = kind_for(cast, "电梯坏了")
        assert (found.code, found.words, found.percent) == ("elevator", ("电梯",), 67)
        both = kind_for(cast, "电梯口堆满垃圾")
        assert both.runner_up
        assert both.confidence < found.confidence
