"""A small list of divisions in division 99, as the files of the package would have it."""

import csv
import io
import json
import tarfile
from pathlib import Path

STEMS = ("provinces", "cities", "areas", "streets", "villages")
README = "本项目已更新至：（截止时间：2023-06-30，发布时间：2023-09-11）"
Rows = dict[str, list[tuple[str, str]]]

LIST: Rows = {
    "provinces": [("99", "示例省")],
    "cities": [("9901", "市辖区"), ("9919", "无区市"), ("9990", "省直辖县级行政区划")],
    "areas": [("990101", "示例区"), ("991900", "无区市"), ("999004", "直管市")],
    "streets": [("990101001", "示例街道"), ("991900003", "东城街道"), ("999004001", "桥头街道")],
    "villages": [
        ("990101001001", "示例社区居委会"),
        ("990101001002", "河边社区居委会"),
        ("991900003001", "岗贝社区居民委员会"),
        ("999004001201", "高家村委会"),
    ],
}


def changed(**levels: list[tuple[str, str]]) -> Rows:
    """The list with other rows at some levels."""
    return {**LIST, **levels}


def as_csv(rows: list[tuple[str, str]]) -> bytes:
    """The rows as a CSV file."""
    text = io.StringIO()
    csv.writer(text).writerows([("code", "name"), *rows])
    return text.getvalue().encode()


def as_json(rows: list[tuple[str, str]]) -> bytes:
    """The rows as a JSON file of one line."""
    return json.dumps([{"code": code, "name": name} for code, name in rows], ensure_ascii=False).encode()


def folder_of(folder: Path, rows: Rows = LIST, *, readme: str = README, ending: str = "csv") -> Path:
    """Write a package's folder with its data and README."""
    (folder / "dist").mkdir(parents=True, exist_ok=True)
    for stem, level in rows.items():
        (folder / "dist" / f"{stem}.{ending}").write_bytes((as_csv if ending == "csv" else as_json)(level))
    (folder / "README.md").write_text(readme, "utf-8")
    return folder


def archive_of(path: Path, members: dict[str, bytes] | None = None) -> Path:
    """Write a package's archive; with other members in place of the usual ones."""
    usual = {f"package/dist/{stem}.csv": as_csv(level) for stem, level in LIST.items()}
    with tarfile.open(path, "w:gz") as tar:
        for name, data in (members or {**usual, "package/README.md": README.encode()}).items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return path
