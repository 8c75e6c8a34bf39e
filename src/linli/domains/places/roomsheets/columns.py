"""What the columns of room sheets are called (GB/T 31000 and what developers, surveys and property firms write)."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from linli.foundation.imports.intake.understand import Prepared, SheetKind, understand

FIELDS = ("building", "stair", "floor", "room", "address")
MERGED_DOWN = ("building", "stair", "floor", "room", "address")
"""Fields that sheets write once and merge downward."""
ALIASES: Mapping[str, tuple[str, ...]] = {
    "building": (
        "楼栋", "楼号", "楼栋号", "栋", "栋号", "幢", "幢号", "楼", "楼幢", "楼幢号", "号楼", "楼座", "座", "楼栋名称",
        "楼名", "建筑名称", "自然幢号",
    ),
    "stair": ("单元", "单元号", "单元名称", "门洞", "梯", "梯号", "楼梯"),
    "floor": ("楼层", "层", "层号", "楼层号", "所在楼层", "所在层", "所在层数", "名义层", "实际层", "起始层"),
    "room": (
        "房号", "房间号", "室", "室号", "户室", "户室号", "房屋号", "门牌", "门牌号", "房间", "户", "号房", "单元房号",
        "单元室号",
    ),
    "address": (
        "房屋地址", "地址", "坐落", "房屋坐落", "详细地址", "门牌地址", "房屋详址", "房屋名称", "房屋全称", "房产名称",
        "住址", "楼栋房号", "楼栋单元房号", "楼号房号", "幢号室号",
    ),
    "storeys": ("层数", "总层数", "总楼层", "总楼层数", "地上层数", "地下层数", "楼层数"),
    "code": ("房屋编号", "房屋编码", "房屋代码", "不动产单元号", "序号"),
}  # fmt: skip
"""``storeys`` and ``code`` are no fields: they keep a building's height or a register's number from being taken
for one.
"""


def prepare(data: bytes, *, file_name: str, columns: Mapping[int, str] | None = None) -> Prepared:
    """Return what a file seems to hold, or with ``columns`` what somebody said it holds.

    A column of rooms without one of buildings is taken for whole doors (``3-2-302``). Raises
    :class:`~linli.foundation.imports.sheets.UnreadableSheet`.
    """
    kind = SheetKind(
        fields=FIELDS,
        aliases=ALIASES,
        no_headings=_("No row of headings was found. There must be one with 楼栋, 单元, 楼层, 房号 or the like."),
        fewest=1,
    )
    found = understand(data, file_name=file_name, kind=kind, columns=columns)
    held = set(found.columns.values())
    if columns is not None or "room" not in held or held & {"building", "address"}:
        return found
    return found.holding({column: "address" if name == "room" else name for column, name in found.columns.items()})
