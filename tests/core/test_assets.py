"""Static files: hashed names, rewritten references, compression, and the way without a build."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from flask import Flask, url_for

from campaign_app.core.assets import NAMES_FILE, build_assets, fingerprint, init_assets


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "static"
    (folder / "css").mkdir(parents=True)
    (folder / "fonts").mkdir()
    (folder / "fonts" / "onest.woff2").write_bytes(b"font")
    rule = '@font-face { src: url("../fonts/onest.woff2") } b { background: url(data:x) }\n'
    (folder / "css" / "app.css").write_text(rule + "a { color: red }\n" * 50)
    return folder


def build(sources: Path) -> tuple[Path, dict[str, str]]:
    target = build_assets(sources, sources.parent / "build")
    return target, json.loads((target / NAMES_FILE).read_text())


def make_app(sources: Path, *, testing: bool = False) -> Flask:
    app = Flask("example", static_folder=str(sources), root_path=str(sources.parent))
    app.testing = testing
    init_assets(app, sources=sources, builds=sources.parent / "build")
    return app


def test_style_sheets_refer_to_the_hashed_names(sources: Path) -> None:
    target, names = build(sources)
    text = (target / "files" / names["css/app.css"]).read_text()
    assert f'url("../{names["fonts/onest.woff2"]}")' in text
    assert "url(data:x)" in text


def test_text_is_compressed_and_fonts_are_not(sources: Path) -> None:
    target, names = build(sources)
    style = target / "files" / names["css/app.css"]
    assert gzip.decompress(Path(f"{style}.gz").read_bytes()) == style.read_bytes()
    assert Path(f"{style}.br").exists()
    assert not Path(target / "files" / f"{names['fonts/onest.woff2']}.gz").exists()


def test_a_reference_to_nothing_is_an_error(sources: Path) -> None:
    (sources / "fonts" / "onest.woff2").unlink()
    with pytest.raises(FileNotFoundError, match="onest"):
        build(sources)


def test_another_content_gives_another_build_and_name(sources: Path) -> None:
    before, names_before = build(sources)
    (sources / "fonts" / "onest.woff2").write_bytes(b"another font")
    after, names_after = build(sources)
    assert before != after
    assert names_before["css/app.css"] != names_after["css/app.css"]


def test_old_builds_are_forgotten(sources: Path) -> None:
    for number in range(5):
        (sources / "css" / "app.css").write_text(f"a {{ order: {number} }}")
        target, _ = build(sources)
    left = list(target.parent.iterdir())
    assert target in left
    assert len(left) == 3


def test_a_build_is_served_for_ever(sources: Path) -> None:
    _, names = build(sources)
    app = make_app(sources)
    with app.test_request_context():
        url = url_for("static", filename="css/app.css")
    assert url == "/static/" + names["css/app.css"]
    response = app.test_client().get(url, headers={"Accept-Encoding": "br"})
    assert response.status_code == 200
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["Content-Encoding"] == "br"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    response.close()


@pytest.mark.parametrize("state", ["testing", "not built", "stale"])
def test_without_a_fresh_build_flask_serves_the_sources(sources: Path, state: str) -> None:
    if state != "not built":
        build(sources)
    if state == "stale":
        (sources / "css" / "app.css").write_text("a { color: blue }")
    app = make_app(sources, testing=state == "testing")
    with app.test_request_context():
        url = url_for("static", filename="css/app.css")
    assert url == "/static/css/app.css"
    with app.test_client().get(url) as response:
        assert response.status_code == 200


def test_the_fingerprint_covers_names(sources: Path) -> None:
    before = fingerprint(sources)
    (sources / "css" / "app.css").rename(sources / "css" / "other.css")
    assert fingerprint(sources) != before
