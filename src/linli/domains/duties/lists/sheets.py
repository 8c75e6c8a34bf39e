"""Reads duty lists from spreadsheets: what their columns are called, and what a row says, or what is wrong with it."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.domains.duties.lists.contracts import Item
from linli.domains.duties.lists.rules import ItemProblem, ListKind, Period, problems_of
from linli.domains.duties.lists.words import ITEM_PROBLEMS
from linli.foundation.imports.intake.understand import Prepared, SheetKind, given_twice, understand

FIELDS = (
    "code", "words", "case_kinds", "leads", "assists", "document", "article", "document_on", "hours", "period",
    "from_on", "to_on", "instead",
)  # fmt: skip
FIELD_WORDS: Mapping[str, str | Promise] = {
    "code": _("Item number"),
    "words": _("Work"),
    "case_kinds": _("Kinds of matter"),
    "leads": _("Leads"),
    "assists": _("May assist"),
    "document": _("Document"),
    "article": _("Article"),
    "document_on": _("Day of the document"),
    "hours": _("Hours"),
    "period": _("Period"),
    "from_on": _("In force from"),
    "to_on": _("In force until"),
    "instead": _("Where to go"),
}
ALIASES: Mapping[str, tuple[str, ...]] = {
    "code": ("编号", "事项编号", "事项编码", "编码"),
    "words": ("事项", "事项名称", "工作事项", "名称", "工作内容", "具体事项", "证明事项"),
    "case_kinds": ("事项类别", "类别", "对应类别"),
    "leads": ("牵头单位", "牵头", "责任单位", "主办单位", "主责单位", "责任主体"),
    "assists": ("协助单位", "协助", "配合单位", "协办单位"),
    "document": ("依据文件", "依据", "设定依据", "法律依据", "政策依据", "依据名称"),
    "article": ("条款", "条文", "依据条款"),
    "document_on": ("文件日期", "印发日期", "依据日期"),
    "hours": ("工时", "工时（小时）", "小时数", "小时"),
    "period": ("周期", "工时周期", "频次"),
    "from_on": ("开始日期", "生效日期", "起始日期"),
    "to_on": ("结束日期", "截止日期", "失效日期"),
    "instead": ("应到哪里办", "办理途径", "办理单位", "去哪里办", "替代方式"),
    "serial": ("序号",),
}
"""``serial`` is no field: a running number is no item's number."""
LONGEST: Mapping[str, int] = {"code": 40, "words": 200, "leads": 120, "assists": 120, "document": 200, "article": 60,
                              "instead": 300}  # fmt: skip
_UNITS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("residents_committee", ("居委会", "居民委员会", "社区")),
    ("service_station", ("服务站", "工作站", "党群服务中心", "社区")),
    ("street_office", ("街道", "镇政府", "乡政府", "人民政府")),
    ("enterprise", ("物业", "公司", "企业")),
    ("party_organisation", ("党委", "党组织", "党支部", "党总支")),
    ("social_organisation", ("社会组织", "协会", "志愿")),
    ("self_governing_group", ("业委会", "业主委员会", "楼栋长", "居民小组")),
    ("department", ("局", "委员会", "部门", "派出所", "中队", "法院", "机关", "医院")),
)
UNIT_WORDS: Mapping[str, str] = {
    "residents_committee": "居委会", "service_station": "服务站", "street_office": "街道办事处",
    "department": "政府部门", "enterprise": "物业等企业", "party_organisation": "党组织",
    "social_organisation": "社会组织", "self_governing_group": "居民小组",
}  # fmt: skip
_PERIODS: Mapping[str, Period] = {
    "": Period.MONTH, "月": Period.MONTH, "每月": Period.MONTH, "季": Period.QUARTER, "季度": Period.QUARTER,
    "每季": Period.QUARTER, "每季度": Period.QUARTER, "年": Period.YEAR, "每年": Period.YEAR,
}  # fmt: skip
_BETWEEN = re.compile(r"[、,，;；/\n]+")
_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """What is wrong with a row: in which field, and the sentence."""

    field: str
    reason: str


class _Unreadable(Exception):
    """A row says something that cannot be read."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.wrong = Wrong(field=field, reason=reason)


def prepare(data: bytes, *, file_name: str, columns: Mapping[int, str] | None = None) -> Prepared:
    """Return what a file seems to hold, or with ``columns`` what somebody said it holds.

    Raises :class:`~linli.foundation.imports.sheets.UnreadableSheet`.
    """
    kind = SheetKind(
        fields=FIELDS,
        aliases=ALIASES,
        no_headings=_("No row of headings was found. There must be one with 事项, 牵头单位, 依据 or the like."),
        fewest=2,
    )
    return understand(data, file_name=file_name, kind=kind, columns=columns)


def unit_words(kinds: Collection[str]) -> str:
    """Return how a sheet writes kinds of units where a list has no words of its own."""
    return "、".join(words for kind, words in UNIT_WORDS.items() if kind in kinds)


def wrong_with(columns: Mapping[int, str]) -> str:
    """Return what keeps these columns (field by place) from being a duty list, empty where nothing does."""
    if twice := given_twice(columns, words=FIELD_WORDS):
        return twice
    if not {"words", "document"} <= set(columns.values()):
        return gettext("Two columns are needed at least: the work, and the document it rests on.")
    return ""


def read_item(texts: Mapping[str, str], *, kind: ListKind, case_kinds: Mapping[str, str]) -> Item | Wrong:
    """Return the item that a row says, or the first thing that is wrong; ``case_kinds`` are words by code."""
    said = {name: texts.get(name, "").strip() for name in FIELDS}
    long = next((name for name, most in LONGEST.items() if len(said[name]) > most), "")
    if long:
        return Wrong(field=long, reason=gettext("At most %(most)d signs.") % {"most": LONGEST[long]})
    try:
        item = _item(said, case_kinds=case_kinds)
    except _Unreadable as unreadable:
        return unreadable.wrong
    problem = next(iter(problems_of(kind, item.facts)), None)
    return item if problem is None else Wrong(field=_FIELD_OF.get(problem, "leads"), reason=str(ITEM_PROBLEMS[problem]))


_FIELD_OF: Mapping[ItemProblem, str] = {
    ItemProblem.NO_WORDS: "words", ItemProblem.NO_BASIS: "document", ItemProblem.NOWHERE_INSTEAD: "instead",
    ItemProblem.NO_HELPER: "assists", ItemProblem.BARRED_HAS_COMMUNITY: "assists", ItemProblem.HOURS: "hours",
    ItemProblem.DAYS: "to_on",
}  # fmt: skip


def _item(said: Mapping[str, str], *, case_kinds: Mapping[str, str]) -> Item:
    leads, assists = _units(said["leads"], field="leads"), _units(said["assists"], field="assists")
    return Item(
        code=said["code"],
        words=" ".join(said["words"].split()),
        case_kinds=_kinds(said["case_kinds"], case_kinds),
        leads=leads,
        lead_words="" if said["leads"] == unit_words(leads) else said["leads"],
        assists=assists,
        assist_words="" if said["assists"] == unit_words(assists) else said["assists"],
        document=said["document"],
        article=said["article"],
        document_on=_day(said["document_on"], field="document_on"),
        hours=_hours(said["hours"]),
        period=_period(said["period"]),
        from_on=_day(said["from_on"], field="from_on"),
        to_on=_day(said["to_on"], field="to_on"),
        instead=said["instead"],
    )


def _units(text: str, *, field: str) -> frozenset[str]:
    found: set[str] = set()
    for name in filter(None, (part.strip() for part in _BETWEEN.split(text))):
        kinds = {kind for kind, signs in _UNITS if any(sign in name for sign in signs)}
        if not kinds:
            raise _Unreadable(field, gettext("“%(name)s” is no kind of unit that is known here.") % {"name": name[:20]})
        found |= _narrowed(kinds, name)
    return frozenset(found)


def _narrowed(kinds: set[str], name: str) -> set[str]:
    """Return the kinds that a name means: 社区服务站 is the station, 社区 alone is both bodies."""
    if "department" in kinds and len(kinds) > 1:
        kinds = kinds - {"department"}
    exact = {kind for kind, signs in _UNITS for sign in signs if sign != "社区" and sign in name} & kinds
    return exact or kinds


def _kinds(text: str, known: Mapping[str, str]) -> tuple[str, ...]:
    by_words = {words: code for code, words in known.items()}
    found = []
    for name in filter(None, (part.strip() for part in _BETWEEN.split(text))):
        code = name if name in known else by_words.get(name)
        if code is None:
            text = gettext("“%(name)s” is no kind of matter here. Leave it empty where none fits.")
            raise _Unreadable("case_kinds", text % {"name": name[:20]})
        found.append(code)
    return tuple(sorted(set(found)))


def _day(text: str, *, field: str) -> date | None:
    if not text:
        return None
    found = _DAY.match(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else date.fromisoformat(text)
    except ValueError:
        raise _Unreadable(field, gettext("This is no day. Write it like 2026-03-01.")) from None


def _hours(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        hours = Decimal(text.removesuffix("小时")).quantize(Decimal("0.01"))
    except InvalidOperation:
        hours = Decimal("nan")
    if hours.is_nan():  # the word itself is read as one, too
        raise _Unreadable("hours", gettext("Hours are a number, such as 8 or 0.5."))
    return hours


def _period(text: str) -> Period:
    if text not in _PERIODS:
        raise _Unreadable("period", gettext("The period is a month, a quarter or a year: 每月, 每季度 or 每年."))
    return _PERIODS[text]
