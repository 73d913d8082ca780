"""Rules about the source files themselves."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

from flask import Flask

from tests.architecture.sources import (
    APP,
    ROOT,
    TEMPLATES,
    committed_files,
    python_files,
    shown,
    syntax_tree,
    template_files,
)

# House rule: about 300. Past this, split.
LINES_OF_A_FILE = 320
LINES_OF_A_FUNCTION = 50
MAY_COMMIT = {"campaign_app/core/unit_of_work.py"}
# Templates that belong to no endpoint: what several pages share, and what is printed or mailed.
SHARED_TEMPLATES = {"layouts", "macros", "errors", "printing", "mails"}
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.S)
TEXT_SUFFIXES = {".py", ".html", ".md", ".toml", ".txt", ".cfg", ".css", ".js", ".typ", ".csv", ""}
# Written in two parts, so that this file does not name them.
FOREIGN_WORDS = ("/wo" + "rk/", "/ro" + "ot/", "py" + "pi.org", "npm" + "js.org", "deb.deb" + "ian")


def test_imports_go_downwards_only() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_rules_import_without_flask_and_sqlalchemy() -> None:
    """What the linter reads from the text holds when it is run."""
    modules = [shown(path).removesuffix(".py").replace("/", ".") for path in APP.glob("*/rules.py")]
    program = (
        f"import importlib, sys\nfor name in {sorted(modules)!r}: importlib.import_module(name)\n"
        "print(sorted({'flask', 'sqlalchemy', 'wtforms'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert done.stdout.strip() == "[]"


def test_files_stay_short() -> None:
    paths = [*python_files("campaign_app", "tests", "bench"), *template_files()]
    long = {
        shown(path): lines
        for path in paths
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LINES_OF_A_FILE
    }
    assert not long, f"split by subject into a package of the same name: {long}"


def test_functions_stay_short() -> None:
    long = []
    for path in python_files("campaign_app", "tests", "bench"):
        for node in ast.walk(syntax_tree(path)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                lines = _lines_of_body(node)
                if lines > LINES_OF_A_FUNCTION:
                    long.append(f"{shown(path)}: {node.name} has {lines} lines")
    assert not long, "\n".join(long)


def _lines_of_body(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Without signature and docstring: keyword-only parameters stand on a line each."""
    body = function.body
    if ast.get_docstring(function) is not None:
        body = body[1:]
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_only_the_unit_of_work_commits() -> None:
    found = []
    for path in python_files("campaign_app"):
        if shown(path) in MAY_COMMIT:
            continue
        for node in ast.walk(syntax_tree(path)):
            if isinstance(node, ast.Attribute) and node.attr == "commit":
                found.append(f"{shown(path)}:{node.lineno}")
    assert not found, f"call the service inside unit_of_work() instead: {found}"


def test_every_template_belongs_to_an_endpoint(app: Flask) -> None:
    strays = []
    for path in template_files():
        folder, _, name = path.relative_to(TEMPLATES).as_posix().partition("/")
        if folder in SHARED_TEMPLATES or not name or name.startswith("_"):
            continue
        if f"{folder}.{name.removesuffix('.html')}" not in app.view_functions:
            strays.append(shown(path))
    assert not strays, f"named after no endpoint, neither shared nor a partial: {strays}"


def test_every_template_that_a_view_names_is_there() -> None:
    missing = []
    for path in python_files("campaign_app"):
        for node in ast.walk(syntax_tree(path)):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0]
            if called != "render_template" or not isinstance(first, ast.Constant):
                continue
            if not (TEMPLATES / str(first.value)).is_file():
                missing.append(f"{shown(path)}:{node.lineno} {first.value}")
    assert not missing, "\n".join(missing)


def test_templates_have_no_inline_script_or_style() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=|javascript:", re.I)
    found = [
        f"{shown(path)}: {match[0]!r}"
        for path in template_files()
        for match in inline.finditer(JINJA.sub("", path.read_text(encoding="utf-8")))
    ]
    assert not found, f"the content security policy forbids these: {found}"


def test_style_sheets_close_what_they_open() -> None:
    """A merge that loses a brace hides all rules after it, and nothing else tells."""
    sheets = sorted((APP / "static" / "css").glob("*.css"))
    texts = {shown(path): path.read_text(encoding="utf-8") for path in sheets}
    assert texts
    assert not [name for name, text in texts.items() if text.count("{") != text.count("}")]


def test_numbers_from_a_request_are_read_by_the_function_that_knows_their_limit() -> None:
    """PostgreSQL fails on a number beyond its integers, where SQLite just finds nothing."""
    found = [
        f"{shown(path)}:{number}"
        for path in sorted(APP.rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if "type=int" in line
    ]
    assert not found, f"use core.requests.record_number: {found}"


def test_nothing_is_left_to_do_in_a_comment() -> None:
    word = "TO" + "DO"
    found = [
        shown(path)
        for path in committed_files()
        if path.suffix in TEXT_SUFFIXES and word in _text(path)
    ]
    assert not found, f"file an issue instead: {found}"


def test_nothing_names_this_machine_or_a_registry() -> None:
    found = [
        f"{shown(path)}: {word}"
        for path in committed_files()
        if path.suffix in TEXT_SUFFIXES and path.name != "LICENSE"
        for word in FOREIGN_WORDS
        if word in _text(path)
    ]
    assert not found, found


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
