"""One's own page: roles, look and language, password, second factor, logging out."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.foundation.accounts.actions.secrets import WeakPassword, change_password
from linli.foundation.accounts.authentication import confirm_totp, prove_own_password
from linli.foundation.accounts.deeds import note
from linli.foundation.accounts.gate import staff
from linli.foundation.accounts.models import Account, Assignment, Credential
from linli.foundation.accounts.roles import Role
from linli.foundation.accounts.session import SessionRow, end_sessions, session_of, switch_assignment
from linli.foundation.accounts.steps import Step
from linli.foundation.accounts.web import log_in, words
from linli.foundation.accounts.web.flow import begin_totp, first_page
from linli.foundation.accounts.web.forms import CodeForm, NewPasswordForm


@never_cache
@require_GET
@staff()
def me(request: HttpRequest) -> HttpResponse:
    """Show what concerns oneself."""
    row, account = _own(request)
    context = {
        "account": account,
        "credential": Credential.objects.get(pk=account.pk),
        "role": Role(row.role).label,
        "place": words.place_name(row.scope),
        "others": log_in.standing_form(request, account.pk, without=row.assignment),
        "home": first_page(row.purpose),
    }
    return render(request, "accounts/me.html", context)


@require_POST
@staff()
def switch(request: HttpRequest) -> HttpResponse:
    """Go on in another of one's standings."""
    row, account = _own(request)
    form = log_in.standing_form(request, account.pk, without=row.assignment)
    if not form.is_valid():
        messages.warning(request, _("This role is not yours today. You go on as before."))
        return redirect("accounts:me")
    new = switch_assignment(request, Assignment.objects.get(pk=UUID(form.cleaned_data["standing"]), account=account))
    note("account.standing_changed", account=account.pk, scope=new.scope, data={"role": new.role})
    return HttpResponseRedirect(first_page(new.purpose))


@never_cache
@sensitive_post_parameters("current", "password", "again")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's password; somebody with a one-time password is still on the way in and comes from there."""
    row = session_of(request)
    return log_in.password(request) if row is not None and row.step == Step.PASSWORD else _password(request)


@staff()
def _password(request: HttpRequest) -> HttpResponse:
    row, account = _own(request)
    form = NewPasswordForm(request.POST or None, asks_current=True)
    if request.method == "POST" and form.is_valid():
        if not prove_own_password(account=account, password=form.cleaned_data["current"]):
            form.add_error("current", _("This is not the password you have now."))
        elif _changed(form, account, row):
            messages.success(request, _("Your password is changed. You are logged out everywhere else."))
            return redirect("accounts:me")
    return render(request, "accounts/password.html", {"form": form, "is_first": False})


def _changed(form: NewPasswordForm, account: Account, row: SessionRow) -> bool:
    try:
        change_password(account=account, password=form.cleaned_data["password"], keep_session=row.key_digest)
    except WeakPassword as error:
        for sentence in words.weak_sentences(error.reasons):
            form.add_error("password", sentence)
    return not form.errors


@never_cache
@require_http_methods(["GET", "POST"])
def totp_set_up(request: HttpRequest) -> HttpResponse:
    """Set a second factor up: asked for on the way in, or wished for from one's own page."""
    row = session_of(request)
    return log_in.totp_set_up(request) if row is not None and row.step == Step.TOTP_SET_UP else _totp_set_up(request)


@staff()
def _totp_set_up(request: HttpRequest) -> HttpResponse:
    account = _own(request)[1]
    credential = Credential.objects.get(pk=account.pk)
    if credential.has_totp:
        messages.warning(
            request, _("A second factor is set up already. If it is lost, ask the security administrator.")
        )
        return redirect("accounts:me")
    begin_totp(credential)
    form = CodeForm(request.POST if "code" in request.POST else None)
    if form.is_bound and form.is_valid():
        if confirm_totp(account=account, code=form.cleaned_data["code"]):
            messages.success(request, _("The second factor is set up. From now on each log-in asks for a code."))
            return redirect("accounts:me")
        form.add_error("code", str(words.WRONG_CODE))
    return log_in.set_up_page(request, account, form, is_wished=True)


@require_POST
@staff()
def end_others(request: HttpRequest) -> HttpResponse:
    """Log out everywhere but here."""
    row, account = _own(request)
    ended = end_sessions(account.pk, keep=row.key_digest)
    note("account.sessions_ended", account=account.pk, data={"count": ended})
    said = ngettext("Logged out in %(count)d other place.", "Logged out in %(count)d other places.", ended)
    messages.success(request, said % {"count": ended})
    return redirect("accounts:me")


def _own(request: HttpRequest) -> tuple[SessionRow, Account]:
    row = session_of(request)
    assert row is not None  # the gate let only sessions in
    return row, Account.objects.get(pk=row.account)
