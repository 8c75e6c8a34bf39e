"""Texts on their way into spreadsheets and back: none of them is taken for a formula."""

from typing import Final

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, also after it was saved as CSV."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def as_meant(text: str) -> str:
    """Return the text that :func:`harmless` was given: ``'-101`` → ``-101``."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text
