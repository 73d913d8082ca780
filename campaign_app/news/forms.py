"""The shape of a news item."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from campaign_app.core.forms import REQUIRED, CreatingForm

TITLE = Length(max=300)
BODY = Length(max=50_000)


class NewsForm(CreatingForm):
    """An item in three languages; a draft may still lack some."""

    title_kk = StringField(_l("Title in Kazakh"), validators=[TITLE])
    title_ru = StringField(_l("Title in Russian"), validators=[TITLE])
    title_en = StringField(_l("Title in English"), validators=[TITLE])
    body_kk = TextAreaField(_l("Text in Kazakh"), validators=[BODY])
    body_ru = TextAreaField(_l("Text in Russian"), validators=[BODY])
    body_en = TextAreaField(_l("Text in English"), validators=[BODY])
    slug = StringField(_l("Address of the page"), validators=[REQUIRED, Length(max=64)])
    category = SelectField(_l("Category"), validators=[REQUIRED])
    author_label = StringField(_l("Published by"), validators=[Length(max=100)])
    campaign_ids = SelectMultipleField(
        _l("Campaigns that it tells about"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def texts(self, name: str) -> dict[str, str]:
        """The texts of `name` by language."""
        return {code: self[f"{name}_{code}"].data or "" for code in ("kk", "ru", "en")}
