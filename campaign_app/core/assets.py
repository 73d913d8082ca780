"""Static files under names that carry their content's hash, compressed, served by whitenoise.

`python -m campaign_app.core.assets` builds them below `build/assets/<fingerprint>/`. The
fingerprint is that of all sources, so a build is never half new, a server that runs keeps
the files that it started with, and a start without a fresh build (development, tests)
serves the sources through Flask.
"""

from __future__ import annotations

import hashlib
import json
import os
import posixpath
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whitenoise.compress import Compressor

if TYPE_CHECKING:
    from flask import Flask

SOURCES = Path(__file__).resolve().parent.parent / "static"
BUILDS = SOURCES.parent.parent / "build" / "assets"
NAMES_FILE = "names.json"
KEPT_BUILDS = 3
CSS_REFERENCE = re.compile(
    r"""url\(\s*(['"]?)(?!data:|https?:|/|#)([^'")?#]+)([?#][^'")]*)?\1\s*\)"""
)


def init_assets(app: Flask, *, sources: Path = SOURCES, builds: Path = BUILDS) -> None:
    """Serve the build that belongs to the sources, if there is one; else leave it to Flask.

    `url_for("static", filename=…)` then gives the hashed name by itself.
    """
    if app.testing or not sources.is_dir():
        return
    build = builds / fingerprint(sources)
    if not (build / NAMES_FILE).is_file():
        return
    from whitenoise import WhiteNoise

    names: dict[str, str] = json.loads((build / NAMES_FILE).read_text(encoding="utf-8"))
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(build / "files"),
        prefix="static/",
        allow_all_origins=False,
        immutable_file_test=lambda _path, _url: True,
        add_headers_function=_add_headers,
    )

    @app.url_defaults
    def hashed_name(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "filename" in values:
            values["filename"] = names.get(values["filename"], values["filename"])


def _add_headers(headers: Any, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"


def fingerprint(sources: Path) -> str:
    """One hash over the names and contents of all sources."""
    total = hashlib.sha256()
    for path in _files(sources):
        total.update(f"{path.relative_to(sources).as_posix()}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]


def build_assets(sources: Path = SOURCES, builds: Path = BUILDS) -> Path:
    """Build what is not built yet and give its folder; the newest few builds are kept."""
    target = builds / fingerprint(sources)
    if (target / NAMES_FILE).is_file():
        return target
    builds.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=builds, prefix=".draft-"))
    names = _write_files(sources, draft / "files")
    (draft / NAMES_FILE).write_text(json.dumps(names, indent=1, sort_keys=True), encoding="utf-8")
    draft.chmod(0o755)
    try:
        os.rename(draft, target)
    except OSError:
        # Another process finished the same build first.
        shutil.rmtree(draft)
    _forget_old(builds, keep=target)
    return target


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _write_files(sources: Path, target: Path) -> dict[str, str]:
    """Write every file under its hashed name; style sheets last, for they name the others."""
    paths = sorted(_files(sources), key=lambda path: (path.suffix == ".css", path))
    compressor = Compressor(quiet=True)
    names: dict[str, str] = {}
    for path in paths:
        name = path.relative_to(sources).as_posix()
        content = path.read_bytes()
        if path.suffix == ".css":
            content = _with_hashed_references(content.decode(), name, names).encode()
        digest = hashlib.sha256(content).hexdigest()[:12]
        stem, suffix = posixpath.splitext(name)
        names[name] = f"{stem}.{digest}{suffix}"
        written = target / names[name]
        written.parent.mkdir(parents=True, exist_ok=True)
        written.write_bytes(content)
        if compressor.should_compress(written.name):
            compressor.compress(str(written))
    return names


def _with_hashed_references(text: str, name: str, names: dict[str, str]) -> str:
    """Rewrite each relative url(…) of a style sheet; a file that is not there is an error."""
    folder = posixpath.dirname(name)

    def replace(match: re.Match[str]) -> str:
        quote, reference, tail = match[1], match[2].strip(), match[3] or ""
        found = posixpath.normpath(posixpath.join(folder, reference))
        if found not in names:
            raise FileNotFoundError(f"{name} refers to {reference}, which is not there.")
        hashed = posixpath.relpath(names[found], folder or ".")
        return f"url({quote}{hashed}{tail}{quote})"

    return CSS_REFERENCE.sub(replace, text)


def _forget_old(builds: Path, *, keep: Path) -> None:
    others = [path for path in builds.iterdir() if path.is_dir() and path != keep]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[KEPT_BUILDS - 1 :]:
        shutil.rmtree(path, ignore_errors=True)


if __name__ == "__main__":
    build_assets()
