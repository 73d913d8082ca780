"""The shape of what people write and of what the staff does with it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TelField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from campaign_app.beneficiaries.rules import BeneficiaryCategory, BeneficiaryDetails, Language
from campaign_app.core.forms import REQUIRED, BaseForm, CreatingForm, parsed_by
from campaign_app.core.identifiers import parse_phone

LONGEST_TEXT = 4000


class PublicForm(CreatingForm):
    """A form that everybody may send. `website` is for machines: people do not see it."""

    website = StringField(_l("Leave this field empty"))
    language = SelectField(_l("Language of the answer"), validators=[REQUIRED])

    def validate_website(self, field: StringField) -> None:
        """Only a program fills it in."""
        if field.data:
            raise ValidationError(_l("Leave this field empty."))


class ComplaintForm(PublicForm):
    """What went wrong."""

    text = TextAreaField(_l("What happened"), validators=[REQUIRED, Length(max=LONGEST_TEXT)])
    topic = RadioField(_l("About whom or what"), validators=[REQUIRED])
    about_name = StringField(_l("Name of the person"), validators=[Length(max=200)])
    campaign_id = SelectField(_l("Campaign"), validators=[Optional()])
    is_urgent = BooleanField(_l("Somebody is in danger now"))
    writer_name = StringField(_l("Your name"), validators=[Length(max=200)])
    contact = StringField(_l("Phone or e-mail"), validators=[Length(max=200)])


class HelpForm(PublicForm):
    """Who needs what."""

    for_whom = RadioField(_l("For whom"), validators=[REQUIRED])
    person_name = StringField(
        _l("Name of the person who needs help"), validators=[REQUIRED, Length(max=200)]
    )
    category = SelectField(_l("Category"), validators=[REQUIRED])
    text = TextAreaField(_l("What is needed"), validators=[REQUIRED, Length(max=LONGEST_TEXT)])
    contact = StringField(_l("Phone or another way to reach"), validators=[Length(max=200)])
    address = StringField(_l("Address"), validators=[Length(max=300)])
    dormitory = StringField(_l("Dormitory"), validators=[Length(max=100)])
    room = StringField(_l("Room"), validators=[Length(max=20)])
    writer_name = StringField(
        _l("Your name, if you ask for somebody else"), validators=[Length(max=200)]
    )
    consent = BooleanField(_l("I agree that my data is kept in order to help me"))


class FollowForm(BaseForm):
    """The number and the code."""

    number = StringField(_l("Number"), validators=[REQUIRED, Length(max=40)])
    code = StringField(_l("Code"), validators=[REQUIRED, Length(max=40)])


class MessageForm(CreatingForm):
    """What the person adds; number and code come along."""

    number = StringField(_l("Number"), validators=[REQUIRED, Length(max=40)])
    code = StringField(_l("Code"), validators=[REQUIRED, Length(max=40)])
    text = TextAreaField(_l("Your message"), validators=[REQUIRED, Length(max=LONGEST_TEXT)])


class AssignForm(BaseForm):
    """Who deals with it."""

    handler_id = SelectField(_l("Handler"), validators=[REQUIRED])


class AnswerForm(BaseForm):
    """What the person will read."""

    answer = TextAreaField(
        _l("Answer for the person"), validators=[REQUIRED, Length(max=LONGEST_TEXT)]
    )


class CloseForm(BaseForm):
    """What came of a complaint."""

    outcome = RadioField(_l("What came of it"), validators=[REQUIRED])
    lesson = TextAreaField(_l("Lesson for the future"), validators=[Length(max=2000)])


class ReasonForm(BaseForm):
    """Why."""

    reason = TextAreaField(_l("Reason"), validators=[REQUIRED, Length(max=LONGEST_TEXT)])


class RegistrationForm(CreatingForm):
    """Who asked for help, as the registry will know her; the rest is filled in there."""

    category = SelectField(_l("Category"), validators=[REQUIRED])
    surname = StringField(_l("Surname"), validators=[Length(max=200)])
    given_name = StringField(_l("Given name"), validators=[Length(max=100)])
    patronymic = StringField(_l("Patronymic"), validators=[Length(max=100)])
    phone = TelField(_l("Phone"), validators=[Optional(), Length(max=40), parsed_by(parse_phone)])
    street = StringField(_l("Street"), validators=[Length(max=200)])
    house = StringField(_l("House"), validators=[Length(max=20)])
    flat = StringField(_l("Flat"), validators=[Length(max=20)])
    dormitory = StringField(_l("Dormitory"), validators=[Length(max=100)])
    room = StringField(_l("Room"), validators=[Length(max=20)])
    note = TextAreaField(_l("Note"), validators=[Length(max=2000)])

    def details(self, language: Language) -> BeneficiaryDetails:
        """What was filled in."""
        names = ("surname", "given_name", "patronymic", "street", "house", "flat")
        texts: dict[str, Any] = {
            name: self[name].data or "" for name in (*names, "dormitory", "room", "note")
        }
        return BeneficiaryDetails(
            **texts,
            category=BeneficiaryCategory(self.category.data),
            language=language,
            phone=getattr(self.phone, "parsed", None),
        )
