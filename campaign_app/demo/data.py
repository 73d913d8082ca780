"""The demo's own data files, as plain values."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data"


@lru_cache(maxsize=4)
def read(name: str) -> dict[str, Any]:
    """The file `name`.json."""
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found
