"""The files of the repository, for the tests that read them."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
APP = ROOT / "campaign_app"


def python_files(*folders: str) -> list[Path]:
    """The Python files below `folders`."""
    return sorted(
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if "__pycache__" not in path.parts
    )


@cache
def syntax_tree(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def template_files() -> list[Path]:
    """Every HTML template."""
    return sorted(TEMPLATES.rglob("*.html"))


def shown(path: Path) -> str:
    """The path as people name it."""
    return path.relative_to(ROOT).as_posix()


def committed_files() -> list[Path]:
    """What version control knows; empty outside a clone."""
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, text=True
    )
    names = done.stdout.split("\0") if done.returncode == 0 else []
    return [path for name in names if name and (path := ROOT / name).is_file()]
