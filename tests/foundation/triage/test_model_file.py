"""A model's file holds numbers and nothing that could run; every other file ends in one sentence."""

import io
import json
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest

from linli.foundation.triage import modelfile
from linli.foundation.triage.model import Model, predict
from linli.foundation.triage.modelfile import NoModel, load, save

TEXT = "电梯又坏了，请派人来修"


@pytest.fixture
def kept(model: Model, tmp_path: Path) -> Path:
    save(model, tmp_path / "kinds.model")
    return tmp_path / "kinds.model"


def altered(kept: Path, **parts: object) -> Path:
    with np.load(kept) as archive:
        arrays = {name: archive[name] for name in archive}
    for name, value in parts.items():
        arrays[name.replace("__", ".")] = value  # type: ignore[assignment]
    with kept.open("wb") as file:
        np.savez(file, **arrays)
    return kept


def header(kept: Path, **changes: object) -> np.ndarray:
    with np.load(kept) as archive:
        given = json.loads(archive["header"].tobytes())
    return np.frombuffer(json.dumps({**given, **changes}).encode(), dtype=np.uint8)


def repacked(kept: Path, **changes: bytes) -> None:
    with zipfile.ZipFile(kept) as archive:
        members = {member: archive.read(member) for member in archive.namelist()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for member, content in {**members, **changes}.items():
            archive.writestr(member, content)
    kept.write_bytes(packed.getvalue())


class TestKeeping:
    def test_what_is_read_back_judges_the_same(self, model: Model, kept: Path) -> None:
        assert predict(load(kept), TEXT) == predict(model, TEXT)

    def test_no_word_of_a_text_stands_in_the_file(self, kept: Path) -> None:
        with np.load(kept) as archive:
            raw = b"".join(archive[name].tobytes() for name in archive if name != "header")
        assert not any(word.encode() in raw for word in ("梧桐苑", "轿厢"))

    def test_a_folder_that_is_not_there_is_named(self, model: Model, tmp_path: Path) -> None:
        with pytest.raises(NoModel, match="cannot be written"):
            save(model, tmp_path / "none" / "kinds.model")


class TestForeignFiles:
    def test_missing(self, tmp_path: Path) -> None:
        with pytest.raises(NoModel, match="cannot be read"):
            load(tmp_path / "none")

    def test_a_folder(self, tmp_path: Path) -> None:
        with pytest.raises(NoModel, match="no file"):
            load(tmp_path)

    @pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04broken", b"label,text\n"])
    def test_other_files(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "a").write_bytes(content)
        with pytest.raises(NoModel, match="is no model"):
            load(tmp_path / "a")

    def test_a_pickle_is_never_run(self, tmp_path: Path, kept: Path) -> None:
        harm = tmp_path / "harm"
        dangerous = type("Harm", (), {"__reduce__": lambda _: (Path.touch, (harm,))})()
        (tmp_path / "a").write_bytes(pickle.dumps(dangerous))
        with pytest.raises(NoModel):
            load(tmp_path / "a")
        with pytest.raises(NoModel):
            load(altered(kept, words__keys=np.array([dangerous], dtype=object)))
        assert not harm.exists()

    def test_cut_short(self, kept: Path) -> None:
        kept.write_bytes(kept.read_bytes()[:-200])
        with pytest.raises(NoModel, match="is no model"):
            load(kept)

    def test_one_byte_changed(self, kept: Path) -> None:
        raw = bytearray(kept.read_bytes())
        raw[len(raw) // 2] ^= 0xFF
        kept.write_bytes(bytes(raw))
        with pytest.raises(NoModel):
            load(kept)

    def test_huge(self, tmp_path: Path) -> None:
        with (tmp_path / "a").open("wb") as file:
            file.truncate(modelfile.MOST_BYTES + 1)
        with pytest.raises(NoModel, match="at most"):
            load(tmp_path / "a")

    def test_an_array_that_says_it_is_larger_than_the_machine(self, kept: Path) -> None:
        said = io.BytesIO()
        np.lib.format.write_array_header_1_0(said, {"descr": "<u8", "fortran_order": False, "shape": (10**16,)})
        repacked(kept, **{"words.keys.npy": said.getvalue() + bytes(64)})
        with pytest.raises(NoModel, match="is no model"):
            load(kept)

    def test_a_header_nested_too_deep(self, kept: Path) -> None:
        with pytest.raises(NoModel, match="is no model"):
            load(altered(kept, header=np.frombuffer(b"[" * 200_000, dtype=np.uint8)))

    def test_small_but_unpacking_to_gigabytes(self, kept: Path) -> None:
        repacked(kept, **{"words.keys.npy": bytes(modelfile.MOST_UNPACKED)})
        assert kept.stat().st_size < modelfile.MOST_BYTES
        with pytest.raises(NoModel, match="is no model"):
            load(kept)


class TestDamagedModels:
    def test_a_newer_format_is_named(self, kept: Path) -> None:
        with pytest.raises(NoModel, match="format 9"):
            load(altered(kept, header=header(kept, version=9)))

    @pytest.mark.parametrize(
        "change",
        [
            {"labels": ["电梯"]},
            {"labels": ["a", "a", "b"]},
            {"sharpness": -1},
            {"start": [0, float("nan"), 0]},
            {"texts": "x"},
        ],
    )
    def test_headers_without_sense(self, kept: Path, change: dict[str, object]) -> None:
        with pytest.raises(NoModel, match="damaged"):
            load(altered(kept, header=header(kept, **change)))

    def test_points_for_fewer_features_than_there_are(self, model: Model, kept: Path) -> None:
        with pytest.raises(NoModel, match="damaged"):
            load(altered(kept, words__points=model.blocks[0].points[:-1]))

    def test_features_out_of_order(self, model: Model, kept: Path) -> None:
        with pytest.raises(NoModel, match="damaged"):
            load(altered(kept, words__keys=model.blocks[0].keys[::-1].copy()))

    def test_points_that_are_no_numbers(self, model: Model, kept: Path) -> None:
        points = model.blocks[0].points.copy()
        points[0, 0] = np.inf
        with pytest.raises(NoModel, match="damaged"):
            load(altered(kept, words__points=points))
