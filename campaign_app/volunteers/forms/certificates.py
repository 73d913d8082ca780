"""Papers for volunteers: which one, for which time; what a letter says; why one is withdrawn."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from campaign_app.core.forms import REQUIRED, BaseForm, CreatingForm

ALL = "all"
LANGUAGES = (
    SelectChoice("kk+ru", _l("Kazakh and Russian")),
    SelectChoice("kk", _l("Kazakh")),
    SelectChoice("ru", _l("Russian")),
    SelectChoice("en", _l("English")),
)


class CertificateForm(CreatingForm):
    """A certificate of hours: a year or everything. The view offers the years."""

    period = SelectField(_l("For which time"), validators=[REQUIRED])
    language = SelectField(_l("Language of the paper"), choices=LANGUAGES, default="kk+ru")


class CampaignPapersForm(CreatingForm):
    """Papers for everybody in a campaign."""

    kind = SelectField(_l("Which paper"), validators=[REQUIRED])
    language = SelectField(_l("Language of the paper"), choices=LANGUAGES, default="kk+ru")


class VoidForm(BaseForm):
    """Why a paper is withdrawn."""

    reason = TextAreaField(_l("Reason"), validators=[REQUIRED, Length(max=500)])


class LetterForm(CreatingForm):
    """What the thank-you letters of a campaign say, and who signs them."""

    text_kk = TextAreaField(_l("Text in Kazakh"), validators=[REQUIRED, Length(max=2000)])
    text_ru = TextAreaField(_l("Text in Russian"), validators=[REQUIRED, Length(max=2000)])
    text_en = TextAreaField(_l("Text in English"), validators=[REQUIRED, Length(max=2000)])
    signer_name = StringField(_l("Who signs"), validators=[Optional(), Length(max=200)])
    signer_position_kk = StringField(
        _l("Position in Kazakh"), validators=[Optional(), Length(max=200)]
    )
    signer_position_ru = StringField(
        _l("Position in Russian"), validators=[Optional(), Length(max=200)]
    )
    signer_position_en = StringField(
        _l("Position in English"), validators=[Optional(), Length(max=200)]
    )
