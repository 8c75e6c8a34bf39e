"""Addresses of logging in, of one's own page and of the administrators."""

from django.urls import path

from linli.foundation.accounts.web import administer, log_in, mine

app_name = "accounts"
urlpatterns = [
    path("log-in/", log_in.enter, name="log_in"),
    path("log-out/", log_in.leave, name="log_out"),
    path("next/", log_in.next_step, name="next_step"),
    path("code/", log_in.totp, name="totp"),
    path("code/set-up/", mine.totp_set_up, name="totp_set_up"),
    path("password/", mine.password, name="password"),
    path("standing/", log_in.standing, name="standing"),
    path("me/", mine.me, name="me"),
    path("me/standing/", mine.switch, name="switch"),
    path("me/others/end/", mine.end_others, name="end_others"),
    path("", administer.accounts, name="accounts"),
    path("new/", administer.new, name="new"),
    path("<uuid:account_id>/", administer.account, name="account"),
    path("<uuid:account_id>/password/", administer.reset_password, name="reset_password"),
    path("<uuid:account_id>/close/", administer.deactivate, name="deactivate"),
    path("<uuid:account_id>/open/", administer.activate, name="activate"),
    path("<uuid:account_id>/code/", administer.reset_totp, name="reset_totp"),
    path("<uuid:account_id>/roles/", administer.grant, name="grant"),
    path("<uuid:account_id>/roles/<uuid:assignment_id>/end/", administer.end_role, name="end_role"),
]
