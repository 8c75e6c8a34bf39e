"""No text becomes a formula on its way through a spreadsheet, and it comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.formulas import FORMULA_STARTS, as_meant, harmless


@pytest.mark.parametrize("text", ["=1+1", "+1", "-101", "@a", "\tx", "\n=1"])
def test_what_a_program_would_reckon_is_quoted(text: str) -> None:
    assert harmless(text) == f"'{text}"


@given(st.text(max_size=20))
def test_any_text_comes_back(text: str) -> None:
    assert not harmless(text).startswith(FORMULA_STARTS)
    assert as_meant(harmless(text)) == text or text.startswith("'")
