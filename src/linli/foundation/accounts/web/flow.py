"""The way from a proved password to a standing: one step at a time, each under a new session key."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from linli.foundation.accounts import queries
from linli.foundation.accounts.authentication import forgive
from linli.foundation.accounts.deeds import note
from linli.foundation.accounts.models import Account, Assignment, Credential
from linli.foundation.accounts.session import SessionRow, log_in, log_out, session_of
from linli.foundation.accounts.steps import Step, needs_totp, next_step
from linli.foundation.accounts.totp import new_secret
from linli.foundation.accounts.web.words import NO_ROLE
from linli.foundation.scope.context import become
from linli.foundation.scope.reader import Purpose, Reader

PAGES = {
    Step.TOTP: "accounts:totp",
    Step.PASSWORD: "accounts:password",
    Step.TOTP_SET_UP: "accounts:totp_set_up",
    Step.STANDING: "accounts:standing",
}
StepView = Callable[[HttpRequest, Account, SessionRow], HttpResponse]


def at_step(step: Step) -> Callable[[StepView], Callable[[HttpRequest], HttpResponse]]:
    """Let a page be reached only by a session that is at this step of logging in; others are sent where they belong."""

    def stepped(view: StepView) -> Callable[[HttpRequest], HttpResponse]:
        @wraps(view)
        def entered(request: HttpRequest) -> HttpResponse:
            row = session_of(request)
            if row is None or row.step != step:
                return redirect("accounts:next_step")
            return view(request, as_oneself(row), row)

        return entered

    return stepped


def as_oneself(row: SessionRow) -> Account:
    """Look at one's own account, and nothing else, for the rest of the request."""
    become(Reader(id=str(row.account)))
    return Account.objects.get(pk=row.account)


def proceed(request: HttpRequest, account: Account, *, totp_passed: bool, way: str) -> HttpResponse:
    """Go to the next step of logging in, or in; ``way`` is where the person wanted to go."""
    become(Reader(id=str(account.pk)))
    standings = queries.standings(account.pk)
    if not standings:
        log_out(request)
        messages.warning(request, str(NO_ROLE))
        return redirect("accounts:log_in")
    credential = Credential.objects.get(pk=account.pk)
    setting = settings.LINLI_REQUIRE_TOTP
    step = next_step(
        has_totp=credential.has_totp,
        totp_passed=totp_passed,
        must_change_password=credential.must_change_password,
        needs_factor=needs_totp([standing.role for standing in standings], setting=setting),
        roles=len(standings),
    )
    if step is None:
        return arrive(request, account, standings[0].id, way=way)
    if step is Step.TOTP_SET_UP:
        begin_totp(credential)
    log_in(request, account, None, step=step, data={"totp": totp_passed, "next": way})
    return redirect(PAGES[step])


def arrive(request: HttpRequest, account: Account, assignment_id: UUID, *, way: str) -> HttpResponse:
    """Complete the log-in in one standing and go where the person wanted, or to the standing's first page."""
    assignment = Assignment.objects.get(pk=assignment_id, account=account)
    forgive(account)
    log_in(request, account, assignment)
    note("account.logged_in", account=account.pk, scope=assignment.scope, data={"role": assignment.role})
    return HttpResponseRedirect(way or first_page(assignment_purpose(request)))


def begin_totp(credential: Credential) -> None:
    """Prepare a second factor, unless one is confirmed or was begun already."""
    if not credential.has_totp and not credential.totp_secret:
        credential.set_totp_secret(new_secret())
        credential.save(update_fields=["totp_sealed", "totp_confirmed_at", "totp_last_step"])


def assignment_purpose(request: HttpRequest) -> str:
    """Return what the request's standing is for."""
    row = session_of(request)
    return row.purpose if row else ""


def first_page(purpose: str) -> str:
    """Return where a purpose begins: administrators at accounts, auditors at the chain, others at their work."""
    if purpose == Purpose.ADMINISTER:
        return reverse("accounts:accounts")
    if purpose == Purpose.AUDIT:
        return reverse("audit:entries")
    return settings.STAFF_HOME


def way_of(request: HttpRequest) -> str:
    """Return where a request wants to go afterwards; only addresses of this site count."""
    way = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        way, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return way if is_ours else ""


def remembered(row: SessionRow) -> dict[str, object]:
    """Return what :func:`proceed` needs from the step before."""
    return {"totp_passed": row.data.get("totp") is True, "way": str(row.data.get("next", ""))}
