import gzip
import io
import tarfile
from datetime import date
from pathlib import Path

import pytest
from tests.foundation.territory.national.lists import LIST, README, archive_of, as_csv, folder_of

from linli.foundation.territory.national import package
from linli.foundation.territory.national.package import UnreadableList, opened, stated_day
from linli.foundation.territory.national.rows import rows_of


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableList) as refused, opened(path):
        pass
    return str(refused.value)


class TestOpened:
    def test_archive_folder_and_data_folder_say_the_same(self, tmp_path: Path) -> None:
        folder = folder_of(tmp_path / "package")
        for path in (archive_of(tmp_path / "list.tgz"), folder, folder / "dist"):
            with opened(path) as found:
                assert found.as_of_on == date(2023, 6, 30)
                assert [list(rows_of(file)) for file in found.files.values()] == [
                    [(number, *row) for number, row in enumerate(rows, start=1)] for rows in LIST.values()
                ]

    def test_without_csv_the_json_files_are_read(self, tmp_path: Path) -> None:
        with opened(folder_of(tmp_path, ending="json")) as found:
            assert {file.suffix for file in found.files.values()} == {".json"}

    def test_the_newest_stated_day_counts_and_none_is_guessed(self) -> None:
        assert stated_day("（截止时间：2022-10-31）（截止时间: 2023-06-30）（截止时间：2023-13-45）") == date(
            2023, 6, 30
        )
        assert stated_day("发布时间：2023-09-11") is None

    def test_a_folder_without_all_five_files_is_refused(self, tmp_path: Path) -> None:
        (folder_of(tmp_path) / "dist" / "villages.csv").unlink()
        assert "villages" in refusal(tmp_path)

    def test_what_is_not_there_is_said(self, tmp_path: Path) -> None:
        assert "nowhere" in refusal(tmp_path / "nowhere")


class TestBadArchives:
    def test_another_kind_of_file(self, tmp_path: Path) -> None:
        (tmp_path / "list.tgz").write_bytes(as_csv(LIST["villages"]))
        assert "list.tgz" in refusal(tmp_path / "list.tgz")

    @pytest.mark.parametrize("kept", [0, 10, 60, -1])
    def test_one_that_is_empty_or_cut_off(self, tmp_path: Path, kept: int) -> None:
        whole = archive_of(tmp_path / "list.tgz").read_bytes()
        (tmp_path / "list.tgz").write_bytes(whole[:kept])
        assert "list.tgz" in refusal(tmp_path / "list.tgz")

    def test_one_that_is_damaged_in_the_middle(self, tmp_path: Path) -> None:
        whole = bytearray(archive_of(tmp_path / "list.tgz").read_bytes())
        whole[len(whole) // 2] ^= 0xFF
        (tmp_path / "list.tgz").write_bytes(whole)
        assert "list.tgz" in refusal(tmp_path / "list.tgz")

    @pytest.mark.parametrize("name", ["../outside.csv", "package/../../outside.csv"])
    def test_one_that_wants_out_of_its_folder(self, tmp_path: Path, name: str) -> None:
        assert "outside" in refusal(archive_of(tmp_path / "list.tgz", {name: b"x"}))

    def test_one_with_a_link_to_elsewhere(self, tmp_path: Path) -> None:
        with tarfile.open(tmp_path / "list.tgz", "w:gz") as tar:
            link = tarfile.TarInfo("package/dist/villages.csv")
            link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
            tar.addfile(link)
        refusal(tmp_path / "list.tgz")

    def test_one_whose_file_is_larger_than_any_list(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(package, "MOST_FILE_BYTES", 100)
        assert "too large" in refusal(archive_of(tmp_path / "list.tgz"))
        assert "too large" in refusal(folder_of(tmp_path / "package"))

    def test_one_that_unpacks_without_end(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(package, "MOST_ARCHIVE_BYTES", 1_000_000)
        beyond = {"package/dist/data.sqlite": bytes(2_000_000)}
        assert "too large" in refusal(archive_of(tmp_path / "list.tgz", beyond))
        whole = gzip.decompress(archive_of(tmp_path / "list.tgz").read_bytes())
        (tmp_path / "list.tgz").write_bytes(gzip.compress(whole + bytes(2_000_000)))
        assert "too large" in refusal(tmp_path / "list.tgz")

    def test_one_whose_header_would_fill_the_memory(self, tmp_path: Path) -> None:
        with tarfile.open(tmp_path / "list.tgz", "w:gz") as tar:
            header = tarfile.TarInfo("././@LongLink")
            header.type, header.size = tarfile.GNUTYPE_LONGNAME, 50_000_000
            tar.addfile(header, io.BytesIO(bytes(50_000_000)))
        assert "too large" in refusal(tmp_path / "list.tgz")

    def test_one_of_too_many_files(self, tmp_path: Path) -> None:
        assert "too large" in refusal(archive_of(tmp_path / "list.tgz", {f"package/{n}": b"" for n in range(1001)}))


class TestRowsOf:
    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("villages.csv", b""),
            ("villages.json", b" "),
            ("villages.csv", b"a,b\n1,2\n"),
            ("villages.csv", "code,name\n99,示例省".encode("gb18030")),
            ("villages.csv", b'code,name\n99,"' + b"x" * 200_000 + b'"\n'),
            ("villages.json", b'{"code": "99"}'),
            ("villages.json", b"[" * 60_000),
            ("villages.json", b'[{"code": "99", "name": "x"}, {"code": "9901", "na'),
            ("villages.json", b'[{"code": "99", "name": "x"} nonsense'),
        ],
    )
    def test_a_file_that_is_none_is_named_in_one_sentence(self, tmp_path: Path, name: str, data: bytes) -> None:
        (tmp_path / name).write_bytes(data)
        with pytest.raises(UnreadableList, match=name):
            list(rows_of(tmp_path / name))

    def test_json_is_read_in_pieces_whatever_they_cut(self, tmp_path: Path) -> None:
        rows = [(f"9901010{n:05d}", f"第{n}村") for n in range(5000)]
        (tmp_path / "villages.json").write_text(
            "[" + ",\n".join(f'{{"code":"{code}","name":"{name}"}}' for code, name in rows) + "]", "utf-8"
        )
        assert [(code, name) for _number, code, name in rows_of(tmp_path / "villages.json")] == rows

    def test_members_that_are_no_rows_come_without_code(self, tmp_path: Path) -> None:
        (tmp_path / "villages.json").write_text('[1, {"code": null}]')
        assert list(rows_of(tmp_path / "villages.json")) == [(1, "", ""), (2, "", "")]

    def test_the_readme_is_what_states_the_day(self) -> None:
        assert stated_day(README) == date(2023, 6, 30)
