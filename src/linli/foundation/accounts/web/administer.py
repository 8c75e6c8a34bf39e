"""The administrators' pages: accounts for the system administrator, roles and factors for the security one."""

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.foundation.accounts import actions, queries
from linli.foundation.accounts.gate import staff
from linli.foundation.accounts.models import Account, Credential
from linli.foundation.accounts.policies import NotYours
from linli.foundation.accounts.roles import Role
from linli.foundation.accounts.web import words
from linli.foundation.accounts.web.forms import NewAccountForm, RoleForm
from linli.foundation.accounts.web.tree import Branch, branch, units_for
from linli.foundation.design import rail
from linli.foundation.scope.middleware import reader_of
from linli.foundation.scope.reader import Reader

ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)


@never_cache
@require_GET
@staff(*ADMINISTRATORS)
def accounts(request: HttpRequest) -> HttpResponse:
    """List accounts by user name, with the roles they hold today."""
    text, after = request.GET.get("q", "").strip()[:40], request.GET.get("after", "")[:40]
    page = queries.accounts_page(text=text, after=after)
    context = {
        "rows": page.rows,
        "text": text,
        "older_url": f"?{urlencode({'q': text, 'after': page.after})}" if page.after else "",
        "newer_url": f"?{urlencode({'q': text})}" if after else "",
        "may_create": reader_of(request).role == Role.SYSTEM_ADMIN,
        **_frame(request),
    }
    return render(request, "accounts/accounts.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@staff(Role.SYSTEM_ADMIN)
def new(request: HttpRequest) -> HttpResponse:
    """Create an account; its one-time password is shown in this answer and nowhere again."""
    form = NewAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fresh = actions.one_time_password()
        try:
            made = actions.create_account(
                **form.cleaned_data, password=fresh, actor=reader_of(request), must_change_password=True
            )
        except actions.BadAccount as error:
            form.add_error(error.field, str(words.BAD[error.field, error.reason]))
        else:
            context = {"account": made, "password": fresh, "is_new": True, **_frame(request)}
            return render(request, "accounts/one_time_password.html", context)
    return render(request, "accounts/new.html", {"form": form, **_frame(request)})


@never_cache
@require_GET
@staff(*ADMINISTRATORS)
def account(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Show one account with its roles and what this administrator may do with it."""
    return render(request, "accounts/account.html", _account_context(request, _found(account_id)))


@never_cache
@require_POST
@staff(Role.SYSTEM_ADMIN)
def reset_password(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Give a new one-time password, shown in this answer and nowhere again."""
    person = _found(account_id)
    try:
        fresh = actions.reset_password(account_id=account_id, actor=reader_of(request))
    except NotYours as error:
        return _refused(request, account_id, error.reason)
    context = {"account": person, "password": fresh, "is_new": False, **_frame(request)}
    return render(request, "accounts/one_time_password.html", context)


@require_POST
@staff(Role.SYSTEM_ADMIN)
def deactivate(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Close an account."""
    said = _("The account is closed and logged out everywhere.")
    return _do(request, account_id, said, lambda actor: actions.deactivate_account(account_id=account_id, actor=actor))


@require_POST
@staff(Role.SYSTEM_ADMIN)
def activate(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Open an account again."""
    said = _("The account is open again, with the roles it had.")
    return _do(request, account_id, said, lambda actor: actions.activate_account(account_id=account_id, actor=actor))


@require_POST
@staff(Role.SECURITY_ADMIN)
def reset_totp(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Take a lost second factor out."""
    said = _("The second factor is taken out. The next log-in asks to set up a new one where the role needs it.")
    return _do(request, account_id, said, lambda actor: actions.reset_totp(account_id=account_id, actor=actor))


@require_POST
@staff(Role.SECURITY_ADMIN)
def end_role(request: HttpRequest, account_id: UUID, assignment_id: UUID) -> HttpResponse:
    """End a role now."""
    if assignment_id not in {row.id for row in queries.roles_of(account_id)}:
        raise Http404
    said = _("The role is ended. The person is logged out.")
    return _do(request, account_id, said, lambda actor: actions.end_role(assignment_id=assignment_id, actor=actor))


@never_cache
@require_http_methods(["GET", "POST"])
@staff(Role.SECURITY_ADMIN)
def grant(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Give a role: first the place in the tree, then role, unit and days."""
    person, actor = _found(account_id), reader_of(request)
    here = branch(request.GET.get("at", ""), top=actor.territory)
    form = RoleForm(request.POST or None, scope=here.scope, units=units_for(here.scope))
    if request.method == "POST" and form.is_valid():
        refusal = _granted(form, account_id, here, actor)
        if not refusal:
            messages.success(request, _("The role is given. It counts from the next log-in."))
            return redirect("accounts:account", account_id)
        form.add_error(None, refusal)
    context = {"account": person, "here": here, "form": form, **_frame(request)}
    return render(request, "accounts/grant.html", context)


def _frame(request: HttpRequest) -> dict[str, object]:
    return rail.frame(reader_of(request).role, current="accounts")


def _granted(form: RoleForm, account_id: UUID, here: Branch, actor: Reader) -> str:
    """Give the role; returns why not, empty when it was given."""
    values = form.cleaned_data
    try:
        actions.grant_role(
            account=account_id,
            role=Role(values["role"]),
            scope=here.scope,
            unit=UUID(values["unit"]) if values["unit"] else None,
            from_on=values["from_on"],
            to_on=values["to_on"],
            actor=actor,
        )
    except (actions.RoleRefused, NotYours) as error:
        return str(words.REFUSED[error.reason])
    return ""


def _do(request: HttpRequest, account_id: UUID, said: str, act: Callable[[Reader], None]) -> HttpResponse:
    _found(account_id)
    try:
        act(reader_of(request))
    except NotYours as error:
        return _refused(request, account_id, error.reason)
    messages.success(request, said)
    return redirect("accounts:account", account_id)


def _refused(request: HttpRequest, account_id: UUID, reason: str) -> HttpResponse:
    messages.error(request, str(words.REFUSED[reason]))
    return redirect("accounts:account", account_id)


def _found(account_id: UUID) -> Account:
    person = Account.objects.filter(pk=account_id).first()
    if person is None:
        raise Http404
    return person


def _account_context(request: HttpRequest, person: Account) -> dict[str, object]:
    reader = reader_of(request)
    is_self = reader.account_id == person.pk
    roles = queries.roles_of(person.pk)
    return {
        "account": person,
        "credential": Credential.objects.get(pk=person.pk),
        "roles": [
            {"row": row, "label": Role(row.role).label, "place": words.place_name(row.scope), "is_over": row.is_over}
            for row in roles
        ],
        "may_account": reader.role == Role.SYSTEM_ADMIN and not is_self,
        "may_roles": reader.role == Role.SECURITY_ADMIN and not is_self,
        **_frame(request),
    }
