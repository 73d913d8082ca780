"""The shape of what is said when records are merged and told apart again."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField
from wtforms.validators import Length

from campaign_app.beneficiaries.forms.registry import REQUIRED
from campaign_app.core.forms import BaseForm, CreatingForm


class MergeForm(CreatingForm):
    """Which value is kept is asked for each field in which the two records differ."""


class UndoMergeForm(BaseForm):
    """Why a merge is undone, and whether the two are different people."""

    reason = TextAreaField(_l("Reason"), validators=[REQUIRED, Length(max=500)])
    are_different = BooleanField(_l("They are different people"), default=True)
