"""``linli triage`` at the command line: what it prints, and one sentence for each bad file."""

import csv
import json
from pathlib import Path

import pytest
from tests.foundation.triage.letters import letters

from linli.project.command import main


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("triage") / "letters.csv"
    with path.open("w", newline="", encoding="utf-8") as opened:
        csv.writer(opened).writerows([("label", "text"), *letters()])
    return path


@pytest.fixture(scope="module")
def trained(file: Path) -> Path:
    path = file.with_name("kinds.model")
    assert main(["triage", "train", str(file), "--model", str(path)]) == 0
    return path


class TestTraining:
    def test_a_trained_model_is_measured(self, file: Path, trained: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["triage", "evaluate", str(file), "--model", str(trained), "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert told["macro_f1"] == told["accuracy"] == told["top2"] == 1.0
        assert told["ms_per_text"] > 0
        assert told["texts"] == 54

    def test_learning_is_measured_in_folds(self, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["triage", "evaluate", str(file), "--folds", "3"]) == 0
        assert "macro-F1" in capsys.readouterr().out

    def test_a_sheet_saved_in_gb_18030_is_read(self, file: Path, tmp_path: Path) -> None:
        other = tmp_path / "gbk.csv"
        other.write_bytes(file.read_text("utf-8").encode("gbk"))
        assert main(["triage", "train", str(other), "--model", str(tmp_path / "m")]) == 0


class TestBadFiles:
    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "is empty"),
            (b"label,text\n", "no rows"),
            ("类别,内容\n电梯,坏了\n".encode(), "no column “label”"),
            (b"label,text\na,\x00b\n", "NUL"),
            (b"label,text\na,\xff\xfe\xff\n", "neither UTF-8 nor GB 18030"),
            (b'label,text\na,"b', "not CSV"),
            ("label,text\n电梯,坏了\n电梯,又坏了\n".encode(), "same label"),
            ("label,text\n电梯,坏了\n,又坏了\n".encode(), "row 2 under the first line has no label"),
            ("label,text\n电梯,\n噪声,又吵\n".encode(), "has no text"),
        ],
    )
    def test_one_sentence_and_exit_code_one(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, said: str
    ) -> None:
        path = tmp_path / "a.csv"
        path.write_bytes(content)
        assert main(["triage", "train", str(path), "--model", str(tmp_path / "m")]) == 1
        told = capsys.readouterr()
        assert said in told.out + told.err
        assert "Traceback" not in told.out + told.err
        assert not (tmp_path / "m").exists()

    def test_a_missing_file_and_a_foreign_model(self, file: Path, tmp_path: Path) -> None:
        assert main(["triage", "train", str(tmp_path / "none.csv"), "--model", str(tmp_path / "m")]) == 1
        assert main(["triage", "evaluate", str(file), "--model", str(file)]) == 1
        assert main(["triage", "evaluate", str(file)]) == 1
        assert main(["triage", "evaluate", str(file), "--folds", "1"]) == 1
        assert main(["triage", "evaluate", str(file), "--folds", "20"]) == 1


MESSAGES = """id,sent_at,subject,body,dislikes,likes
1,2026/3/1 9:05:00,梧桐苑搅拌站噪音,梧桐苑旁搅拌站粉尘噪音大,0,3
2,2026-03-02 10:00:00,梧桐苑搅拌站粉尘,投诉梧桐苑搅拌站噪音粉尘,1,0
3,2026-03-03,图书馆闭馆太早,希望周末晚些关门,0,0
4,2026-03-03,公交车太少,早上等不到车,0,0
"""


class TestTopics:
    def test_topics_are_printed_with_the_ids_of_their_messages(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "messages.csv"
        path.write_text(MESSAGES, "utf-8")
        assert main(["triage", "topics", str(path), "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        (topic,) = told["topics"]
        assert (topic["rank"], topic["ids"], topic["people"], topic["likes"]) == (1, ["1", "2"], 2, 3)
        assert told["at"] == "2026-03-03"

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("2026-03-02 10:00:00", "gestern", "row 2 under the first line: “gestern” is no moment"),
            ("2026/3/1 9:05:00", "2026/13/1", "is no moment"),
            ("2026/3/1 9:05:00", "99999999999999999999/3/1", "is no moment"),
            ("噪音大,0,3", "噪音大,0,viele", "is no number of votes"),
            ("噪音大,0,3", "噪音大,0,-1", "is no number of votes"),
            ("\n2,", "\n1,", "given twice"),
            ("subject", "title", "no column “subject”"),
        ],
    )
    def test_a_bad_row_is_named(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str
    ) -> None:
        path = tmp_path / "messages.csv"
        path.write_text(MESSAGES.replace(old, new), "utf-8")
        assert main(["triage", "topics", str(path)]) == 1
        told = capsys.readouterr()
        assert said in told.out + told.err

    def test_other_weights_are_read_from_a_pack_and_a_foreign_file_is_refused(self, tmp_path: Path) -> None:
        path, pack = tmp_path / "messages.csv", tmp_path / "pack.json"
        path.write_text(MESSAGES, "utf-8")
        pack.write_text("{}")
        assert main(["triage", "topics", str(path), "--rules", str(pack)]) == 1
        assert main(["triage", "topics", str(path), "--rules", str(tmp_path / "none.json")]) == 1
