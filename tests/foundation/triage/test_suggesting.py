"""A trained model suggests what a text sounds like, says how sure it is and names the words; a person decides."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.foundation.triage.letters import letters

from linli.foundation.triage import evaluation, training
from linli.foundation.triage.model import Model, predict
from linli.foundation.triage.texts import plain


class TestSuggesting:
    def test_it_names_the_kind_and_the_words_that_led_to_it(self, model: Model) -> None:
        found = predict(model, "我们单元的电梯总是坏，老人下不了楼")
        assert found.label == "电梯"
        assert "电梯" in found.words
        assert found.confidence > found.runner_up_confidence

    def test_words_are_shown_as_they_were_written(self, model: Model) -> None:
        written = "荷塘里的垃圾 没人清运"
        assert all(word in written for word in predict(model, written).words)

    @given(text=st.text(max_size=300))
    def test_any_text_gets_an_answer_whose_words_stand_in_it(self, model: Model, text: str) -> None:
        found = predict(model, text)
        assert {found.label, found.runner_up} <= set(model.labels)
        assert found.label != found.runner_up
        assert 0 <= found.runner_up_confidence <= found.confidence <= 1
        assert all(word in plain(text).source for word in found.words)

    def test_a_text_without_a_known_piece_is_answered_with_little_confidence(self, model: Model) -> None:
        assert predict(model, "").words == ()
        assert predict(model, "").confidence < predict(model, "电梯又坏了，停在半层").confidence

    def test_digits_and_letters_do_not_matter_only_that_they_stand_there(self) -> None:
        assert plain("12号楼 WiFi").text == plain("３号楼wlan").text

    def test_the_words_of_a_text_are_the_text(self) -> None:
        read = plain("柳岸小区3号楼 电梯，又坏了！")
        assert "".join(read.words) == read.text


class TestLearning:
    def test_the_same_letters_give_the_same_model(self, model: Model) -> None:
        again = training.train(letters())
        assert again.sharpness == model.sharpness
        assert all(np.array_equal(a.points, b.points) for a, b in zip(again.blocks, model.blocks, strict=True))

    def test_what_only_one_person_wrote_is_not_kept(self) -> None:
        alone = training.train([*letters(), ("电梯", "电梯坏了，魑魅魍魉这几个字只有我写")])
        words, characters, _ = alone.blocks
        for block, pieces in ((0, words), (1, characters)):
            once = training.pieces_of(["魑魅魍魉"])[0][block][0]
            assert not set(once.tolist()) & set(pieces.keys.tolist())

    def test_one_label_cannot_be_told_apart(self) -> None:
        with pytest.raises(training.TooLittle, match="same label"):
            training.train([("电梯", "坏了"), ("电梯", "又坏了")])

    def test_a_label_needs_two_texts(self) -> None:
        with pytest.raises(training.TooLittle, match="“噪声” has 1"):
            training.train([("电梯", "坏了"), ("电梯", "又坏了"), ("噪声", "很吵")])

    def test_texts_with_nothing_in_common_are_refused(self) -> None:
        with pytest.raises(training.TooLittle, match="nothing in common"):
            training.train([("甲", "子"), ("甲", "丑"), ("乙", "寅"), ("乙", "卯")])


class TestMeasuring:
    def test_letters_of_other_places_are_recognised(self) -> None:
        score = evaluation.cross_validate(letters(), folds=3)
        assert score.macro_f1 > 0.9
        assert score.top2 >= score.accuracy
        assert set(score.by_label) == {"电梯", "噪声", "垃圾"}

    def test_labels_without_sense_are_not_learned_from_the_judged_part(self) -> None:
        nonsense = [
            ("甲" if i % 2 else "乙", text) for i, (_, text) in enumerate(sorted(letters(), key=lambda r: r[1]))
        ]
        assert evaluation.cross_validate(nonsense, folds=3).accuracy < 0.8

    def test_a_label_that_the_model_never_met_counts_as_missed(self, model: Model) -> None:
        rows = [*letters()[:10], ("停车", "车位被占了"), ("停车", "地锁挡路")]
        score = evaluation.evaluate(model, rows)
        assert score.by_label["停车"] == 0
        assert score.accuracy == 10 / 12

    def test_a_file_of_foreign_labels_is_refused(self, model: Model) -> None:
        with pytest.raises(evaluation.ForeignLabels):
            evaluation.evaluate(model, [("停车", "车位被占了")])


def test_suggesting_loads_no_learning_library() -> None:
    code = (
        "import sys; from linli.foundation.triage import model, modelfile, similar; "
        "print([m for m in ('sklearn', 'scipy', 'rjieba') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
