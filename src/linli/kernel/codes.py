"""Reads and checks the numbers that people and organisations carry: resident ID, credit code, telephone.

The codes of places are in `divisions`, and can be had from here too.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from linli.kernel.divisions import (
    DivisionLevel,
    UnknownDivision,
    check_grid_code,
    is_within,
    level_of,
    lineage,
    scope_of,
)

__all__ = [
    "BadCredential",
    "CodeProblem",
    "DivisionLevel",
    "Phone",
    "PhoneKind",
    "ResidentId",
    "Sex",
    "UnknownDivision",
    "check_credit_code",
    "check_grid_code",
    "check_phone",
    "check_resident_id",
    "complete_resident_id",
    "is_within",
    "level_of",
    "lineage",
    "read_credit_code",
    "read_phone",
    "read_resident_id",
    "scope_of",
    "upgrade_resident_id",
]

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_ID_SHAPE = re.compile(r"[1-9]\d{16}[\dX]", re.ASCII)
_LEGACY_ID_SHAPE = re.compile(r"[1-9]\d{14}", re.ASCII)
_OLDEST_BIRTH_YEAR = 1850
_CREDIT_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # No I, O, S, V, Z: they are misread.
_CREDIT_LENGTH = 18
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})", re.ASCII)
_LANDLINE = re.compile(r"(?:\+?86)?(010|02\d|0[3-9]\d{2})(\d{7,8})", re.ASCII)
_SEPARATORS = re.compile(r"[\s\-()\u2010-\u2015]+")


class CodeProblem(StrEnum):
    """What is wrong with a code, so that a form can say it in the reader's words."""

    LENGTH = "length"
    CHARACTER = "character"
    CHECKSUM = "checksum"
    BIRTH_DATE = "birth_date"
    SHAPE = "shape"


class BadCredential(ValueError):
    """A number cannot be right; `problem` says why. The number itself is left out: messages end up in logs."""

    def __init__(self, problem: CodeProblem) -> None:
        super().__init__(f"not a valid number: {problem.value}")
        self.problem = problem


class Sex(StrEnum):
    """Sex by the codes of GB/T 2261.1, of which a resident ID can say two."""

    MALE = "1"
    FEMALE = "2"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentId:
    """What a resident ID says. The division is where it was first issued and may since have been renamed."""

    number: str
    division: str
    born_on: date
    sex: Sex


def read_resident_id(text: str, *, today: date | None = None) -> ResidentId:
    """Read an 18-character ID (GB 11643-1999, Hong Kong, Macau and Taiwan permits and foreigners' cards alike).

    Spaces, full-width characters and a small x are forgiven. With `today`, a birth date ahead of it is refused.
    Raises BadCredential (LENGTH, CHARACTER, BIRTH_DATE, CHECKSUM).
    """
    number = _plain(text)
    if len(number) != len(_ID_WEIGHTS) + 1:
        raise BadCredential(CodeProblem.LENGTH)
    if not _ID_SHAPE.fullmatch(number):
        raise BadCredential(CodeProblem.CHARACTER)
    born_on = _birth_date(number[6:14], today=today)
    if _id_check(number[:17]) != number[17]:
        raise BadCredential(CodeProblem.CHECKSUM)
    sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    return ResidentId(number=number, division=number[:6], born_on=born_on, sex=sex)


def check_resident_id(text: str, *, today: date | None = None) -> CodeProblem | None:
    """Return what is wrong with a resident ID, or None."""
    try:
        read_resident_id(text, today=today)
    except BadCredential as bad:
        return bad.problem
    return None


def upgrade_resident_id(text: str) -> str:
    """Return the 18-character form of a 15-digit ID, whose holders were all born in the twentieth century.

    Raises BadCredential (LENGTH, CHARACTER, BIRTH_DATE).
    """
    number = _plain(text)
    if len(number) != 15:  # noqa: PLR2004 - the length of the form before 1999
        raise BadCredential(CodeProblem.LENGTH)
    if not _LEGACY_ID_SHAPE.fullmatch(number):
        raise BadCredential(CodeProblem.CHARACTER)
    longer = f"{number[:6]}19{number[6:]}"
    _birth_date(longer[6:14], today=None)
    return longer + _id_check(longer)


def complete_resident_id(body: str) -> str:
    """Return the first 17 digits of an ID with the check character that belongs to them (GB 11643-1999).

    Raises BadCredential (LENGTH, CHARACTER, BIRTH_DATE).
    """
    if len(body) != len(_ID_WEIGHTS):
        raise BadCredential(CodeProblem.LENGTH)
    if not body.isdecimal() or not body.isascii():
        raise BadCredential(CodeProblem.CHARACTER)
    _birth_date(body[6:14], today=None)
    return body + _id_check(body)


def read_credit_code(text: str) -> str:
    """Return a unified social credit code (GB 32100-2015) in its plain form.

    The prefix is not judged: new kinds of organisation keep being added.
    Raises BadCredential (LENGTH, CHARACTER, CHECKSUM).
    """
    code = _plain(text)
    if len(code) != _CREDIT_LENGTH:
        raise BadCredential(CodeProblem.LENGTH)
    if any(character not in _CREDIT_CHARACTERS for character in code):
        raise BadCredential(CodeProblem.CHARACTER)
    values = [_CREDIT_CHARACTERS.index(character) for character in code]
    total = sum(value * pow(3, place, 31) for place, value in enumerate(values[:-1]))
    if (31 - total % 31) % 31 != values[-1]:
        raise BadCredential(CodeProblem.CHECKSUM)
    return code


def check_credit_code(text: str) -> CodeProblem | None:
    """Return what is wrong with a unified social credit code, or None."""
    try:
        read_credit_code(text)
    except BadCredential as bad:
        return bad.problem
    return None


class PhoneKind(StrEnum):
    """Whether a number can receive a text message."""

    MOBILE = "mobile"
    LANDLINE = "landline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A number in its plain form: eleven digits, or an area code, a hyphen and the local number."""

    kind: PhoneKind
    number: str


def read_phone(text: str) -> Phone:
    """Read a mainland mobile number or a landline with its area code. Raises BadCredential (SHAPE)."""
    plain = _plain(text)
    if mobile := _MOBILE.fullmatch(plain):
        return Phone(kind=PhoneKind.MOBILE, number=mobile[1])
    if landline := _LANDLINE.fullmatch(plain):
        return Phone(kind=PhoneKind.LANDLINE, number=f"{landline[1]}-{landline[2]}")
    raise BadCredential(CodeProblem.SHAPE)


def check_phone(text: str) -> CodeProblem | None:
    """Return what is wrong with a telephone number, or None."""
    try:
        read_phone(text)
    except BadCredential as bad:
        return bad.problem
    return None


def _plain(text: str) -> str:
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()


def _id_check(body: str) -> str:
    return _ID_CHECKS[sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, body, strict=True)) % 11]


def _birth_date(digits: str, *, today: date | None) -> date:
    try:
        born_on = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as error:
        raise BadCredential(CodeProblem.BIRTH_DATE) from error
    if born_on.year < _OLDEST_BIRTH_YEAR or (today is not None and born_on > today):
        raise BadCredential(CodeProblem.BIRTH_DATE)
    return born_on
