"""The catalogs: compiled where they are newer than their compiled form."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"


def compile_stale_catalogs(directory: Path = TRANSLATIONS) -> list[Path]:
    """Compile every catalog whose `.mo` is missing or older; give the files written.

    Compiled catalogs are not kept in version control, so nobody can forget to renew
    them. Safe when several workers start at once: each file is replaced as a whole.
    """
    written = []
    for source in sorted(directory.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as file:
            catalog = read_po(file, locale=source.parent.parent.name)
        descriptor, name = tempfile.mkstemp(dir=source.parent, suffix=".mo.tmp")
        with os.fdopen(descriptor, "wb") as file:
            write_mo(file, catalog)
        os.replace(name, target)
        written.append(target)
    return written
