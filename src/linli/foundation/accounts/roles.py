"""The roles an account can hold, what each is for, and how wide its scope may be."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.foundation.scope.reader import Purpose


class Role(models.TextChoices):
    """What a person does here. The three administrators are kept apart (GB/T 22239-2019, 三员分立)."""

    SYSTEM_ADMIN = "system_admin", _("System administrator")
    SECURITY_ADMIN = "security_admin", _("Security administrator")
    AUDIT_ADMIN = "audit_admin", _("Audit administrator")
    GRID_WORKER = "grid_worker", _("Grid worker")
    CLERK = "clerk", _("Clerk")
    VERIFIER = "verifier", _("Verifier")
    UNIT_WORKER = "unit_worker", _("Worker of a unit")
    STREET_OFFICIAL = "street_official", _("Street official")
    DUTY_DESK = "duty_desk", _("Duty desk")


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})

ROLE_PURPOSE: dict[Role, Purpose] = {
    Role.SYSTEM_ADMIN: Purpose.ADMINISTER,
    Role.SECURITY_ADMIN: Purpose.ADMINISTER,
    Role.AUDIT_ADMIN: Purpose.AUDIT,
    Role.GRID_WORKER: Purpose.HANDLE,
    Role.CLERK: Purpose.HANDLE,
    Role.VERIFIER: Purpose.HANDLE,
    Role.UNIT_WORKER: Purpose.ASSIST,
    Role.STREET_OFFICIAL: Purpose.HANDLE,
    Role.DUTY_DESK: Purpose.HANDLE,
}

ROLE_LEVELS: dict[Role, tuple[int, ...]] = {
    Role.SYSTEM_ADMIN: (2, 4, 6, 9, 12),
    Role.SECURITY_ADMIN: (2, 4, 6, 9, 12),
    Role.AUDIT_ADMIN: (2, 4, 6, 9, 12),
    Role.GRID_WORKER: (15,),
    Role.CLERK: (12,),
    Role.VERIFIER: (12,),
    Role.UNIT_WORKER: (6, 9, 12),
    Role.STREET_OFFICIAL: (6, 9),
    Role.DUTY_DESK: (9, 12),
}
"""How many digits the scope of a role may have: 2 province, 4 city, 6 district, 9 street, 12 community, 15 grid."""

ROLE_NEEDS_UNIT = frozenset({Role.UNIT_WORKER})
ROLE_NEEDS_TOTP = ADMINISTRATORS | {Role.STREET_OFFICIAL}
