"""What a second look asks for: each form keeps what was typed; the door of the matters checks it again."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.portals.workbench.forms.place import REASON_LENGTH

KINDS: Final = (
    ("exclusion", _("Leave it out of the rates: nobody could do what is asked")),
    ("repeated", _("Mark the report as repeated")),
    ("abusive", _("Mark the report as abusive")),
)
YES_NO: Final = (("yes", _("Yes")), ("no", _("No")))
RECHECKED: Final = (("yes", _("Done well: it stays closed")), ("no", _("Not done: it is done again")))
AGREED: Final = (("yes", pgettext_lazy("finding", "I agree")), ("no", pgettext_lazy("finding", "I do not agree")))
TOLD: Final = frozenset({"repeated", "abusive", "appeal"})
"""What the reporter is told of, with the reason."""
_MISSING: Final = {"required": _("Please give the reason in a sentence.")}
_UNCHOSEN: Final = {"required": _("Please choose one.")}


def _reason(label: object, *, is_required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        max_length=REASON_LENGTH,
        required=is_required,
        error_messages=_MISSING,
        widget=forms.Textarea(attrs={"class": "input", "rows": 2}),
    )


class _LookForm(forms.Form):
    """A form with the version of the matter that its page showed."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class AskForm(_LookForm):
    """What a second person is to look at, and why."""

    kind = forms.ChoiceField(
        label=_("What is to be looked at"), choices=KINDS, widget=forms.RadioSelect, error_messages=_UNCHOSEN
    )
    reason = _reason(_("Why"))


class DecideForm(_LookForm):
    """What the second person found; a re-check that passed needs no reason."""

    look = forms.UUIDField(widget=forms.HiddenInput)
    upheld = forms.ChoiceField(label=_("Finding"), widget=forms.RadioSelect, error_messages=_UNCHOSEN, choices=YES_NO)
    reason = _reason(_("How you know"), is_required=False)

    def about(self, kind: str) -> "DecideForm":
        """Say the two findings in the words of what is looked at; returns this form."""
        self.fields["upheld"].choices = RECHECKED if kind == "recheck" else AGREED  # type: ignore[attr-defined]
        if kind != "recheck":
            self.fields["reason"] = _reason(_("Why"))
        if kind in TOLD:
            self.fields["reason"].help_text = _("The reporter reads this too.")
        return self


class CompareForm(_LookForm):
    """Whether a matter is the same as an earlier one."""

    other = forms.UUIDField(widget=forms.HiddenInput)
    same = forms.ChoiceField(
        label=_("Is it the same?"),
        widget=forms.RadioSelect,
        error_messages=_UNCHOSEN,
        choices=(("yes", _("The same: the earlier one is done again")), ("no", _("Something else"))),
    )
    reason = _reason(_("How you know"))


class CallBackForm(_LookForm):
    """What was heard when the reporter was called back."""

    reached = forms.ChoiceField(
        label=_("Was the reporter reached?"), choices=YES_NO, widget=forms.RadioSelect, error_messages=_UNCHOSEN
    )
    solved = forms.ChoiceField(
        label=_("Is it resolved, in their words?"),
        choices=(("", _("Not said")), *YES_NO),
        required=False,
        widget=forms.RadioSelect,
    )
    words = _reason(_("What they said"), is_required=False)


DEEDS: Final[dict[str, type[_LookForm]]] = {
    "ask": AskForm,
    "decide": DecideForm,
    "compare": CompareForm,
    "call": CallBackForm,
}
