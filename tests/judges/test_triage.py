"""Triage judged by other people's labels, messages and duplicates; their words stay out of every report."""

import pytest
from tests.bench import triage
from tests.shared_data import shared_file

from linli.foundation.triage import evaluation, tables


@pytest.mark.judge
class TestTriageOnRealTexts:
    def test_five_folds_tell_seven_categories_apart(self) -> None:
        rows = tables.labelled(shared_file("messages/labelled_train.csv"))
        score = evaluation.cross_validate(rows, folds=5)
        assert score.texts == 2609
        assert score.macro_f1 >= 0.885
        assert score.top2 >= 0.97
        assert abs(score.sure - score.accuracy) < 0.05

    def test_the_hot_topics_of_4326_messages_are_found_within_a_minute(self) -> None:
        assert triage.topics_s() < 60

    def test_planted_originals_of_closed_duplicates_are_among_the_five_likest(self) -> None:
        found, of, _ = triage.recall_at_5()
        assert of == 207
        assert found / of >= 0.8
