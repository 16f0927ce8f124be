"""What the page for sharing a collection parses; it decides nothing."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.db.models.functions import Lower

from accounts.models import Group, PermissionProfile
from assets.models import ShareLevel
from assets.sharing import LONGEST_MESSAGE, Mail, Terms
from portal.pages.forms import RefusableForm

_DAY = timedelta(days=1)


class ShareForm(RefusableForm):
    """With whom a collection is shared, and on which terms."""

    recipients = forms.CharField(
        required=False,
        label="E-mail addresses",
        help_text="Separated by commas or lines.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    groups = forms.ModelMultipleChoiceField(
        Group.objects.order_by(Lower("name")), required=False, widget=forms.CheckboxSelectMultiple
    )
    profiles = forms.ModelMultipleChoiceField(
        PermissionProfile.objects.order_by(Lower("name")),
        required=False,
        label="Permission profiles",
        widget=forms.CheckboxSelectMultiple,
    )
    level = forms.ChoiceField(
        label="They may", choices=[("view", "look at it"), ("edit", "look at it and change it")]
    )
    starts_at = forms.DateField(required=False, label="From", widget=forms.DateInput(attrs={"type": "date"}))
    ends_at = forms.DateField(
        required=False,
        label="Until",
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=[MaxValueValidator(date.max - _DAY, "Choose an earlier day.")],  # one comes after it
    )
    login_required = forms.BooleanField(
        required=False, initial=True, label="Whoever opens the link signs in first"
    )
    send_mail = forms.BooleanField(
        required=False, initial=True, label="Send the link to the e-mail addresses"
    )
    message = forms.CharField(
        max_length=LONGEST_MESSAGE, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def arguments(self, base_url: str) -> dict[str, Any]:
        """The cleaned fields as arguments of the rule; the last day is a whole one."""
        data = self.cleaned_data
        terms = Terms(
            level=ShareLevel(data["level"]),
            login_required=data["login_required"],
            starts_at=_midnight(data["starts_at"]),
            ends_at=_midnight(data["ends_at"] and data["ends_at"] + _DAY),
        )
        return {
            "terms": terms,
            "recipients": data["recipients"].replace(",", " ").replace(";", " ").split(),
            "groups": data["groups"],
            "profiles": data["profiles"],
            "mail": Mail(base_url, data["message"]) if data["send_mail"] else None,
        }


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None
