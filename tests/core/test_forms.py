"""What all forms share."""

from __future__ import annotations

import pytest
from wtforms import IntegerField, StringField

from campaign_app.core.forms import REQUIRED, BaseForm

FILL = "Fill in this field."


class OneForm(BaseForm):
    """A form with a text and a number."""

    text = StringField(validators=[REQUIRED])
    number = IntegerField(validators=[REQUIRED])


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"text": "a", "number": "0"}, {}),
        ({"text": " \t ", "number": "1"}, {"text": [FILL]}),
        ({"text": "", "number": " "}, {"text": [FILL], "number": [FILL]}),
        ({"text": "a", "number": "x"}, {"number": ["Not a valid integer value."]}),
    ],
)
def test_spaces_are_nothing(app, typed, told):
    with app.test_request_context(
        "/", method="POST", data=typed, headers={"Accept-Language": "en"}
    ):
        form = OneForm()
        form.validate()
        assert {
            name: [str(text) for text in errors] for name, errors in form.errors.items()
        } == told
