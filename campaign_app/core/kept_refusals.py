"""A refusal that is kept, to be told later in whatever language its reader has."""

from __future__ import annotations

import json
from datetime import date

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import LabelledEnum, LocalName
from campaign_app.core.printing.labels import translate


def dump_refusal(error: DomainError) -> str:
    """The message and its parameters as JSON; days and labels are known again."""
    return json.dumps(
        {"message": error.message, "params": {k: _dump(v) for k, v in error.params.items()}},
        ensure_ascii=False,
    )


def _dump(value: object) -> object:
    if isinstance(value, LabelledEnum):
        return {"label": value.label}
    if isinstance(value, date):
        return {"day": value.isoformat()[:10]}
    return value if isinstance(value, int | str) or value is None else str(value)


def load_refusal(text: str) -> DomainError:
    """The refusal, as `localisation.error_text` tells it. Raises ValueError for other texts."""
    told = json.loads(text)
    params: dict[str, object] = {name: _load(value) for name, value in told["params"].items()}
    error = DomainError()
    error.params = params
    error.message = told["message"]  # type: ignore[misc]
    return error


def _load(value: object) -> object:
    if not isinstance(value, dict):
        return value
    if "day" in value:
        return date.fromisoformat(value["day"])
    return LocalName(*(translate(value["label"], locale) for locale in ("kk", "ru", "en")))
