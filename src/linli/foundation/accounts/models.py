"""The tables of accounts: the person, the secrets, the roles with their scope, and who is logged in now."""

from datetime import date, datetime

from django.contrib.auth import hashers
from django.db import models
from django.utils import timezone

from linli.foundation.accounts.roles import Role
from linli.foundation.orgs.models import Unit
from linli.foundation.privacy.sealing import open_sealed, seal
from linli.kernel.uuid7 import new_id

SCOPE_CODE = r"^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}|[0-9]{15})$"


class Account(models.Model):
    """A person who can log in. Names stand in time lines, so colleagues may read them; secrets are in Credential.

    :personal: name, user name, telephone (sealed) of a member of staff. Kept while the account exists and as long as
        entries name it; the telephone is erased on deactivation.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    phone_sealed = models.BinaryField(null=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    last_log_in_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(username__regex=r"^[a-z0-9._-]+$"), name="account_username_plain"
            ),
        ]

    def __str__(self) -> str:
        return self.username

    @property
    def phone(self) -> str:
        """The telephone number, empty where none was given."""
        return "" if self.phone_sealed is None else open_sealed(self.phone_sealed, context=self._phone_context)

    def set_phone(self, phone: str | None) -> None:
        """Seal a telephone number, or take it out."""
        self.phone_sealed = seal(phone, context=self._phone_context) if phone else None

    @property
    def _phone_context(self) -> str:
        return f"accounts.account.phone:{self.id}"


class Credential(models.Model):
    """What proves that a person is who they say: only logging in, the person and the administrators reach it.

    :personal: password hash, sealed TOTP secret. Replaced with every change, useless after deactivation.
    """

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.PROTECT, related_name="+")
    password = models.CharField(max_length=200)
    must_change_password = models.BooleanField(default=False)
    password_set_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    totp_sealed = models.BinaryField(null=True)
    totp_confirmed_at = models.DateTimeField(null=True)
    totp_last_step = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.account_id)

    def set_password(self, password: str) -> None:
        """Keep the hash of a new password."""
        self.password = hashers.make_password(password)

    def check_password(self, password: str) -> bool:
        """Return whether this is the password."""
        return hashers.check_password(password, self.password)

    def is_locked(self, now: datetime) -> bool:
        """Return whether the account pauses after too many failures."""
        return self.locked_until is not None and now < self.locked_until

    @property
    def has_totp(self) -> bool:
        """Whether a second factor is set up and was confirmed once."""
        return self.totp_confirmed_at is not None

    @property
    def totp_secret(self) -> str:
        """The secret shared with the authenticator, empty where none is set up."""
        return "" if self.totp_sealed is None else open_sealed(self.totp_sealed, context=self._totp_context)

    def set_totp_secret(self, secret: str) -> None:
        """Seal a new secret; it counts once a first code was entered."""
        self.totp_sealed = seal(secret, context=self._totp_context)
        self.totp_confirmed_at, self.totp_last_step = None, 0

    @property
    def _totp_context(self) -> str:
        return f"accounts.credential.totp:{self.account_id}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Roles by their dates."""

    def current(self, day: date) -> "AssignmentQuerySet":
        """Return those in force on a day."""
        return self.upcoming(day).filter(from_on__lte=day)

    def upcoming(self, day: date) -> "AssignmentQuerySet":
        """Return those in force on a day or later."""
        return self.filter(models.Q(to_on=None) | models.Q(to_on__gte=day), ended_at=None)


class Assignment(models.Model):
    """One role of one account: where it holds (``scope``), for which unit, from which day through which day.

    :personal: none beyond the account's id.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    scope = models.CharField(max_length=15)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(AssignmentQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(scope__regex=SCOPE_CODE), name="assignment_scope_code"),
            models.CheckConstraint(
                condition=models.Q(to_on=None) | models.Q(to_on__gte=models.F("from_on")),
                name="assignment_dates_in_order",
            ),
        ]
        indexes = [models.Index(fields=["scope"], name="assignment_by_scope")]

    def __str__(self) -> str:
        return f"{self.role} {self.scope}"

    @property
    def is_over(self) -> bool:
        """Whether the role was ended or its last day is past."""
        return self.ended_at is not None or (self.to_on is not None and self.to_on < timezone.localdate())


class Session(models.Model):
    """Somebody who is logged in, or half way there: ``step`` names what is still asked before a standing holds.

    The standing is copied here so that one row answers who reads. The key itself is in the person's cookie only.

    :personal: account id and moments of use. Deleted at log-out and, where nobody logged out, within a day.
    """

    key_digest = models.CharField(max_length=64, primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    assignment = models.ForeignKey(Assignment, null=True, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=Role, blank=True)
    purpose = models.CharField(max_length=20, blank=True)
    scope = models.CharField(max_length=15, blank=True)
    unit = models.UUIDField(null=True)
    step = models.CharField(max_length=20, blank=True)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="session_by_expiry")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.role}"
