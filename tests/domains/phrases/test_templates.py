"""Templates on PostgreSQL: versions, two at once, who reads and who writes, what a step is offered."""

import pytest
from django.db import DatabaseError, ProgrammingError, transaction
from tests.domains.phrases.writing import draft, names, written

from linli.domains.phrases import facade as phrases
from linli.domains.phrases.models import Phrase
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader
from linli.project.demo.readers import Cast, administrator
from linli.project.demo.street import COMMUNITY


@pytest.mark.usefixtures("clean")
class TestVersions:
    def test_a_change_is_a_new_version_and_the_old_words_stay(self, cast: Cast) -> None:  # noqa: ARG002 - stands
        line = written(draft("第一稿"))
        written(draft("第二稿", line=line, version=1))
        with reading(administrator(COMMUNITY)):
            versions = phrases.versions_of(line, community=COMMUNITY)
        assert [(one.version, one.text) for one in versions] == [(2, "第二稿"), (1, "第一稿")]

    def test_who_saves_second_is_told_and_nothing_is_overwritten(self, cast: Cast) -> None:  # noqa: ARG002
        line = written(draft("第一稿"))
        written(draft("第二稿", line=line, version=1))
        with pytest.raises(phrases.PhraseRefused):
            written(draft("也是第二稿", line=line, version=1))

    def test_one_taken_away_is_offered_no_more_and_cannot_be_changed(self, cast: Cast) -> None:  # noqa: ARG002
        line = written(draft("不要了"))
        with reading(administrator(COMMUNITY)):
            phrases.retire_phrase(COMMUNITY, line, version=1)
        assert "试" not in names()
        with pytest.raises(phrases.PhraseRefused):
            written(draft("还要", line=line, version=2))

    def test_the_usual_ones_come_in_once(self, cast: Cast) -> None:  # noqa: ARG002
        with reading(administrator(COMMUNITY)):
            assert phrases.seed_usual(COMMUNITY) == 0
            assert len(phrases.phrases_of(COMMUNITY)) >= 10


@pytest.mark.usefixtures("clean")
class TestWhoMay:
    @pytest.mark.parametrize("username", ["heshuning", "wangge2", "heshi", "jiedao", "wuye", "chengguan"])
    def test_everybody_who_works_here_is_offered_them(self, cast: Cast, username: str) -> None:
        with reading(cast.readers[username]):
            offered = phrases.offered(COMMUNITY, action="answer", kind="elevator", state="handling", values={})
        assert [one.name for one in offered][:1] == ["电梯已修好"]
        assert "噪声已劝止" not in {one.name for one in offered}

    def test_the_public_and_another_place_read_none(self, cast: Cast) -> None:  # noqa: ARG002
        with reading(Reader()):
            assert phrases.phrases_of(COMMUNITY) == ()
        with reading(administrator("440305001001")):
            assert phrases.phrases_of(COMMUNITY) == ()

    def test_no_staff_writes_and_no_version_is_ever_rewritten(self, cast: Cast) -> None:
        with reading(cast.readers["heshuning"]), pytest.raises(ProgrammingError), transaction.atomic():
            phrases.write_phrase(COMMUNITY, draft("偷偷写"))
        with reading(administrator(COMMUNITY)):
            assert Phrase.objects.filter(community=COMMUNITY).update(text="改") == 0
            assert Phrase.objects.filter(community=COMMUNITY).delete()[0] == 0

    def test_the_database_refuses_one_without_words(self, cast: Cast) -> None:  # noqa: ARG002
        with reading(administrator(COMMUNITY)), pytest.raises(DatabaseError), transaction.atomic():
            Phrase.objects.create(
                community=COMMUNITY, line=draft("x").line, version=1, action="note", name="空", text="",
                written_by="job", written_at="2026-01-01T00:00Z",
            )  # fmt: skip
