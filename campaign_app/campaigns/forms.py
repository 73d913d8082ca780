"""The shape of campaign forms."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from campaign_app.core.forms import REQUIRED, BaseForm, CreatingForm


class CampaignForm(CreatingForm):
    """What describes a campaign, its texts in three languages."""

    title_kk = StringField(_l("Title in Kazakh"), validators=[REQUIRED, Length(max=200)])
    title_ru = StringField(_l("Title in Russian"), validators=[REQUIRED, Length(max=200)])
    title_en = StringField(_l("Title in English"), validators=[REQUIRED, Length(max=200)])
    code = StringField(_l("Code"), validators=[REQUIRED, Length(max=32)])
    slug = StringField(_l("Address on the site"), validators=[REQUIRED, Length(max=64)])
    kind = SelectField(_l("Type"), validators=[REQUIRED])
    level = SelectField(_l("Level"), validators=[REQUIRED])
    parent_id = SelectField(_l("Part of"), validators=[Optional()])
    starts_on = DateField(_l("Begins on"), validators=[REQUIRED])
    ends_on = DateField(_l("Ends on"), validators=[Optional()])
    order_number = StringField(_l("Order number"), validators=[Length(max=64)])
    hashtag = StringField(_l("Hashtag"), validators=[Length(max=64)])
    summary_kk = TextAreaField(_l("What it is for, in Kazakh"), validators=[Length(max=5000)])
    summary_ru = TextAreaField(_l("What it is for, in Russian"), validators=[Length(max=5000)])
    summary_en = TextAreaField(_l("What it is for, in English"), validators=[Length(max=5000)])
    how_to_help_kk = TextAreaField(_l("How to help, in Kazakh"), validators=[Length(max=5000)])
    how_to_help_ru = TextAreaField(_l("How to help, in Russian"), validators=[Length(max=5000)])
    how_to_help_en = TextAreaField(_l("How to help, in English"), validators=[Length(max=5000)])

    def texts(self, name: str) -> dict[str, str]:
        """The text `name` by language."""
        return {code: self[f"{name}_{code}"].data or "" for code in ("kk", "ru", "en")}


class GoalForm(CreatingForm):
    """A new goal; the one before it stays in the history."""

    kind = SelectField(_l("What it counts"), validators=[REQUIRED])
    target = StringField(_l("Goal"), validators=[REQUIRED, Length(max=40)])
    reason = StringField(_l("Why it changes"), validators=[Length(max=500)])


class MemberForm(BaseForm):
    """Somebody's role in a campaign."""

    account_id = SelectField(_l("Who"), validators=[REQUIRED])
    role = SelectField(_l("Role"), validators=[REQUIRED])


class PartyForm(BaseForm):
    """An organisation's role in a campaign."""

    organisation_id = SelectField(_l("Organisation"), validators=[Optional()])
    name_kk = StringField(_l("Name in Kazakh"), validators=[Length(max=200)])
    name_ru = StringField(_l("Name in Russian"), validators=[Length(max=200)])
    name_en = StringField(_l("Name in English"), validators=[Length(max=200)])
    bin = StringField(_l("BIN"), validators=[Length(max=20)])
    party_role = SelectField(_l("Role"), validators=[REQUIRED])
