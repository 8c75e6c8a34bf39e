"""The pages of logging in, each one step, and of logging out."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from linli.foundation.accounts import queries
from linli.foundation.accounts.actions.secrets import WeakPassword, change_password
from linli.foundation.accounts.authentication import confirm_totp, is_paused, misses, prove_code, prove_password
from linli.foundation.accounts.deeds import note
from linli.foundation.accounts.models import Account, Credential
from linli.foundation.accounts.session import SessionRow, log_out, session_of
from linli.foundation.accounts.steps import Step
from linli.foundation.accounts.totp import provisioning_uri
from linli.foundation.accounts.web import words
from linli.foundation.accounts.web.flow import (
    PAGES,
    arrive,
    assignment_purpose,
    at_step,
    first_page,
    proceed,
    remembered,
    way_of,
)
from linli.foundation.accounts.web.forms import CodeForm, LogInForm, NewPasswordForm, StandingForm


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for user name and password; the answer to a wrong pair never says which of the two was wrong."""
    form, caller = LogInForm(request.POST or None), request.META.get("REMOTE_ADDR", "")
    if request.method != "POST" or not form.is_valid():
        return _entrance(request, form)
    if misses.is_held(caller):
        return _entrance(request, form, problem=words.held(), status=HTTPStatus.TOO_MANY_REQUESTS)
    account = prove_password(**form.cleaned_data)
    if account is not None:
        return proceed(request, account, totp_passed=False, way=way_of(request))
    misses.note_miss(caller)
    return _entrance(request, form, problem=words.not_logged_in(), status=HTTPStatus.FORBIDDEN)


def _entrance(
    request: HttpRequest, form: LogInForm, *, problem: str = "", status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {"form": form, "problem": problem, "next": way_of(request)}
    return render(request, "accounts/log_in.html", context, status=status)


@never_cache
def next_step(request: HttpRequest) -> HttpResponse:
    """Send a session where it belongs: on with logging in, in, or to the beginning."""
    row = session_of(request)
    if row is None:
        way = way_of(request)
        return HttpResponseRedirect(reverse("accounts:log_in", query={"next": way} if way else None))
    if row.step:
        return redirect(PAGES[Step(row.step)])
    return HttpResponseRedirect(way_of(request) or first_page(assignment_purpose(request)))


@never_cache
@require_http_methods(["GET", "POST"])
@at_step(Step.TOTP)
def totp(request: HttpRequest, account: Account, row: SessionRow) -> HttpResponse:
    """Ask for a code of the second factor."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if prove_code(account=account, code=form.cleaned_data["code"]):
            return proceed(request, account, totp_passed=True, way=str(remembered(row)["way"]))
        if is_paused(account):
            log_out(request)
            messages.error(request, words.paused())
            return redirect("accounts:log_in")
        form.add_error("code", str(words.WRONG_CODE))
    return render(request, "accounts/totp.html", {"form": form}, status=403 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@at_step(Step.TOTP_SET_UP)
def totp_set_up(request: HttpRequest, account: Account, row: SessionRow) -> HttpResponse:
    """Show the QR code of a new second factor and ask for its first code."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if confirm_totp(account=account, code=form.cleaned_data["code"]):
            return proceed(request, account, totp_passed=True, way=str(remembered(row)["way"]))
        form.add_error("code", str(words.WRONG_CODE))
    return set_up_page(request, account, form)


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
@at_step(Step.PASSWORD)
def password(request: HttpRequest, account: Account, row: SessionRow) -> HttpResponse:
    """Ask for a password of one's own in place of the one-time password."""
    form = NewPasswordForm(request.POST or None, asks_current=False)
    if request.method == "POST" and form.is_valid():
        try:
            change_password(account=account, password=form.cleaned_data["password"], keep_session=row.key_digest)
        except WeakPassword as error:
            for sentence in words.weak_sentences(error.reasons):
                form.add_error("password", sentence)
        else:
            kept = remembered(row)
            return proceed(request, account, totp_passed=kept["totp_passed"] is True, way=str(kept["way"]))
    return render(request, "accounts/password.html", {"form": form, "is_first": True})


@never_cache
@require_http_methods(["GET", "POST"])
@at_step(Step.STANDING)
def standing(request: HttpRequest, account: Account, row: SessionRow) -> HttpResponse:
    """Let a person with several roles choose in which one to work."""
    form = standing_form(request, account.pk)
    if request.method == "POST" and form.is_valid():
        return arrive(request, account, UUID(form.cleaned_data["standing"]), way=str(remembered(row)["way"]))
    return render(request, "accounts/standing.html", {"form": form})


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Log out here."""
    row = session_of(request)
    if row is not None and not row.step:
        note("account.logged_out", account=row.account, scope=row.scope)
    log_out(request)
    messages.success(request, _("You are logged out. What you saved is kept."))
    return redirect("accounts:log_in")


def set_up_page(request: HttpRequest, account: Account, form: CodeForm, *, is_wished: bool = False) -> HttpResponse:
    """Show the secret of a factor that is not confirmed yet, as QR code and as letters.

    ``is_wished`` says that nobody demands it: the person may leave it.
    """
    secret = Credential.objects.get(pk=account.pk).totp_secret
    context = {
        "form": form,
        "is_wished": is_wished,
        "uri": provisioning_uri(secret, username=account.username),
        "secret": " ".join(secret[place : place + 4] for place in range(0, len(secret), 4)),
    }
    return render(request, "accounts/totp_set_up.html", context, status=403 if form.errors else 200)


def standing_form(request: HttpRequest, account_id: UUID, *, without: UUID | None = None) -> StandingForm:
    """Return the form of a person's standings today."""
    choices = [(str(s.id), _standing_name(s)) for s in queries.standings(account_id) if s.id != without]
    return StandingForm(request.POST or None, choices=choices)


def _standing_name(standing: queries.Standing) -> str:
    parts = (str(standing.role.label), words.place_name(standing.scope), standing.unit_name)
    return " · ".join(part for part in parts if part)
