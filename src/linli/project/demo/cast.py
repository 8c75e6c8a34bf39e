"""The demo community's units and log-ins. Every person is a role with a made-up name; phones use a range nobody has."""

from dataclasses import dataclass

from linli.foundation.accounts.roles import Role
from linli.foundation.orgs.models import UnitKind
from linli.project.demo.street import COMMUNITY

STREET, DISTRICT = COMMUNITY[:9], COMMUNITY[:6]
PASSWORD = "linli-demo-2026"  # noqa: S105 - printed on purpose: the demo holds nobody's data
"""The password of every demo log-in; ``linli check`` names it as a weak setting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoUnit:
    """A unit of the demo: its short key, what it is, whom it serves."""

    key: str
    name: str
    kind: UnitKind
    scope: str
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """A log-in of the demo: user name, the name shown, its role, scope and unit."""

    username: str
    name: str
    role: Role
    scope: str
    unit: str = ""


UNITS = (
    DemoUnit(key="party", name="柳岸社区党委", kind=UnitKind.PARTY_ORGANISATION, scope=COMMUNITY),
    DemoUnit(key="committee", name="柳岸社区居民委员会", kind=UnitKind.RESIDENTS_COMMITTEE, scope=COMMUNITY),
    DemoUnit(key="station", name="柳岸社区服务站", kind=UnitKind.SERVICE_STATION, scope=COMMUNITY, phone="9990 0366"),
    DemoUnit(key="street", name="望溪街道办事处", kind=UnitKind.STREET_OFFICE, scope=STREET, phone="9990 0100"),
    DemoUnit(key="property", name="安和物业服务中心", kind=UnitKind.ENTERPRISE, scope=COMMUNITY, phone="9990 0421"),
    DemoUnit(key="lift", name="通远电梯维保", kind=UnitKind.ENTERPRISE, scope=COMMUNITY),
    DemoUnit(key="market", name="区市场监管局特种设备科", kind=UnitKind.DEPARTMENT, scope=DISTRICT),
    DemoUnit(key="city", name="区城市管理局望溪中队", kind=UnitKind.DEPARTMENT, scope=DISTRICT),
)

POSTS = (
    ("committee", "主任", "林启明"),
    ("station", "站长", "何书宁"),
    ("street", "值班领导", "周予安"),
)
"""Posts that are held: unit, title, the holder's made-up name."""

ADMINISTRATORS = (
    DemoPerson(username="xitong", name="系统管理员", role=Role.SYSTEM_ADMIN, scope=COMMUNITY),
    DemoPerson(username="anquan", name="安全管理员", role=Role.SECURITY_ADMIN, scope=COMMUNITY),
    DemoPerson(username="shenji", name="审计管理员", role=Role.AUDIT_ADMIN, scope=COMMUNITY),
)
STAFF = (
    DemoPerson(username="heshuning", name="何书宁", role=Role.CLERK, scope=COMMUNITY, unit="station"),
    DemoPerson(username="heshi", name="核实员", role=Role.VERIFIER, scope=COMMUNITY, unit="party"),
    DemoPerson(username="juwei", name="居委会", role=Role.UNIT_WORKER, scope=COMMUNITY, unit="committee"),
    DemoPerson(username="wangge2", name="第 2 网格员", role=Role.GRID_WORKER, scope=f"{COMMUNITY}002", unit="station"),
    DemoPerson(username="zhiban", name="值班台", role=Role.DUTY_DESK, scope=COMMUNITY, unit="station"),
    DemoPerson(username="jiedao", name="街道办", role=Role.STREET_OFFICIAL, scope=STREET, unit="street"),
    DemoPerson(username="wuye", name="物业值班", role=Role.UNIT_WORKER, scope=COMMUNITY, unit="property"),
    DemoPerson(username="dianti", name="电梯维保", role=Role.UNIT_WORKER, scope=COMMUNITY, unit="lift"),
    DemoPerson(username="shichang", name="特种设备科", role=Role.UNIT_WORKER, scope=DISTRICT, unit="market"),
    DemoPerson(username="chengguan", name="望溪中队", role=Role.UNIT_WORKER, scope=DISTRICT, unit="city"),
)
PEOPLE = ADMINISTRATORS + STAFF
