"""Texts as they are compared: half-width characters, with or without spaces."""

import unicodedata


def narrow(text: str) -> str:
    """Return a text in half-width characters (NFKC), without spaces at its ends: ``３ 号楼 `` → ``3 号楼``."""
    return unicodedata.normalize("NFKC", text).strip()


def squeezed(text: str) -> str:
    """Return a text in half-width characters without any space: ``３ 号 楼`` → ``3号楼``."""
    return "".join(narrow(text).split())
