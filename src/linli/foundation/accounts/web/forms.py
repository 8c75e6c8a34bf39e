"""Forms of logging in and of the administrators; they parse, the actions judge."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.foundation.accounts.authentication import LONGEST_PASSWORD
from linli.foundation.accounts.roles import ROLE_LEVELS, Role
from linli.foundation.orgs.queries import UnitRef

_MISSING = {"required": _("Please fill this in.")}


def _input(**attributes: Any) -> dict[str, Any]:
    return {"class": "input", **attributes}


def _password(complete: str, **attributes: Any) -> forms.PasswordInput:
    return forms.PasswordInput(attrs=_input(autocomplete=complete, **attributes))


class LogInForm(forms.Form):
    """User name and password."""

    username = forms.CharField(
        label=_("User name"),
        max_length=80,
        error_messages=_MISSING,
        widget=forms.TextInput(attrs=_input(autocomplete="username", autocapitalize="none", autofocus=True)),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        error_messages=_MISSING,
        widget=_password("current-password"),
    )


class CodeForm(forms.Form):
    """A code of the second factor."""

    code = forms.CharField(
        label=_("Six-digit code"),
        max_length=12,
        error_messages=_MISSING,
        widget=forms.TextInput(attrs=_input(inputmode="numeric", autocomplete="one-time-code", autofocus=True)),
    )


class NewPasswordForm(forms.Form):
    """A new password, typed twice; with ``asks_current`` the present one too."""

    current = forms.CharField(
        label=_("Password now"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        error_messages=_MISSING,
        widget=_password("current-password"),
    )
    password = forms.CharField(
        label=_("New password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        error_messages=_MISSING,
        help_text=_("At least 10 characters, not digits alone."),
        widget=_password("new-password"),
    )
    again = forms.CharField(
        label=_("New password once more"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        error_messages=_MISSING,
        widget=_password("new-password"),
    )

    def __init__(self, *args: Any, asks_current: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_current:
            del self.fields["current"]

    def clean(self) -> dict[str, Any]:
        """Compare the two."""
        values: dict[str, Any] = super().clean() or {}
        if "password" in values and "again" in values and values["password"] != values["again"]:
            self.add_error("again", _("The two are not the same. Type the new password twice."))
        return values


class StandingForm(forms.Form):
    """In which standing a person goes on."""

    standing = forms.ChoiceField(label=_("Work as"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["standing"].choices = list(choices)  # type: ignore[attr-defined]


class NewAccountForm(forms.Form):
    """A new member of staff."""

    name = forms.CharField(
        label=_("Name"), max_length=40, error_messages=_MISSING, widget=forms.TextInput(attrs=_input(autofocus=True))
    )
    username = forms.CharField(
        label=_("User name"),
        max_length=40,
        error_messages=_MISSING,
        help_text=_("Small letters and digits, for example wang.fang."),
        widget=forms.TextInput(attrs=_input(autocapitalize="none", autocomplete="off")),
    )
    phone = forms.CharField(
        label=_("Telephone at work"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs=_input(inputmode="tel", autocomplete="off")),
    )


class RoleForm(forms.Form):
    """A role for one place, for a unit where the role needs one, between two days."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.Select(attrs=_input()))
    unit = forms.ChoiceField(label=_("Unit"), required=False, widget=forms.Select(attrs=_input()))
    from_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput(format="%Y-%m-%d", attrs=_input(type="date"))
    )
    to_on = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs=_input(type="date"))
    )

    def __init__(self, *args: Any, scope: str, units: Iterable[UnitRef], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_on"].initial = timezone.localdate
        roles = [(role.value, role.label) for role in Role if len(scope) in ROLE_LEVELS[role]]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        choices = [("", _("No unit")), *((str(unit.id), unit.name) for unit in units)]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]

    def clean_from_on(self) -> date:
        """Refuse a day that is gone: nobody worked here before they were let in."""
        day: date = self.cleaned_data["from_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("The first day cannot lie in the past."))
        return day
