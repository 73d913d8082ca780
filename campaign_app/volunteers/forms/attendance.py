"""Who came."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    IntegerField,
)
from wtforms.validators import NumberRange, Optional

from campaign_app.core.forms import BaseForm


class AttendanceForm(BaseForm):
    """How long the break was; who came is ticked in the list."""

    break_minutes = IntegerField(
        _l("Break, minutes"), default=0, validators=[Optional(), NumberRange(min=0, max=1440)]
    )
