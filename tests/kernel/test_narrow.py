"""Texts as they are compared."""

import pytest

from linli.kernel.narrow import narrow, squeezed


@pytest.mark.parametrize(
    ("text", "kept", "without"),
    [
        ("３ 号楼 ", "3 号楼", "3号楼"),
        ("　王　芳", "王 芳", "王芳"),
        ("", "", ""),
        ("Ａ座\t１２０３", "A座\t1203", "A座1203"),
    ],
)
def test_full_width_becomes_half_width(text: str, kept: str, without: str) -> None:
    assert narrow(text) == kept
    assert squeezed(text) == without
