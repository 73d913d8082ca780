"""The shape of requests, answers, incidents, retention periods and erasure."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional

from campaign_app.core.forms import REQUIRED, BaseForm, CreatingForm


class RequestForm(CreatingForm):
    """What somebody asks for about her data."""

    kind = SelectField(_l("What is asked for"), validators=[REQUIRED])
    channel = SelectField(_l("How it came"), validators=[REQUIRED])
    received_on = DateField(_l("Came on"), validators=[REQUIRED])
    beneficiary_id = HiddenField()
    described = StringField(_l("Who asks, if not on the registry"), validators=[Length(max=500)])
    text = TextAreaField(_l("What was said"), validators=[Length(max=5000)])

    def person(self) -> int | None:
        """The record that the request is about, if one was chosen."""
        text = self.beneficiary_id.data or ""
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


class AssignForm(BaseForm):
    """Who answers for a request."""

    account_id = SelectField(_l("Who handles it"), validators=[REQUIRED])


class AnswerForm(BaseForm):
    """What came of a request."""

    outcome = SelectField(_l("What came of it"), validators=[REQUIRED])
    answer = TextAreaField(_l("Answer to the person"), validators=[Length(max=1000)])


class IncidentForm(CreatingForm):
    """What happened to whose data, what was done, who was told."""

    detected_at = DateTimeLocalField(_l("Detected"), validators=[REQUIRED])
    what = TextAreaField(_l("What happened"), validators=[REQUIRED, Length(max=5000)])
    whom = StringField(_l("Whose data, how many people"), validators=[Length(max=500)])
    measures = TextAreaField(_l("What was done"), validators=[Length(max=5000)])
    contact = StringField(_l("Responsible person"), validators=[REQUIRED, Length(max=200)])
    notified_at = DateTimeLocalField(_l("Authority told at"), validators=[Optional()])
    notified_whom = StringField(_l("Who was told"), validators=[Length(max=200)])


class PeriodForm(BaseForm):
    """How long something is kept."""

    days = IntegerField(_l("Days"), validators=[REQUIRED])
    reason = StringField(_l("Reason for the change"), validators=[REQUIRED, Length(max=500)])


class EraseForm(BaseForm):
    """How much of a record goes, why, and that it is meant."""

    kind = RadioField(_l("What is done"), validators=[REQUIRED])
    reason = StringField(_l("On whose request or by which rule"), validators=[Length(max=500)])
    is_confirmed = BooleanField(_l("I understand: what is erased does not come back."))

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return {"reason": self.reason.data or "", "is_confirmed": bool(self.is_confirmed.data)}
