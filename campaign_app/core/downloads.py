"""Answers that are files: a list as CSV or XLSX, a paper as PDF."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import abort, request
from werkzeug.wrappers import Response

from campaign_app.core.printing.labels import CHOICES
from campaign_app.core.spreadsheets.writing import Sheet, write_csv, write_workbook, write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def chosen_print_languages() -> tuple[str, ...]:
    """The languages that `?language=` asks a paper in: kk, ru, en, or kk+ru (the usual)."""
    asked = tuple(request.args.get("language", "kk+ru").replace(" ", "+").split("+"))
    if asked not in CHOICES:
        abort(404)
    return asked


def pdf_response(content: bytes, filename: str) -> Response:
    """A paper, shown by the browser, saved under `filename` (ASCII, no personal data)."""
    return _file(content, "application/pdf", filename, "inline")


def csv_response(filename: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """A list as CSV, streamed."""
    return _file(write_csv(header, rows), "text/csv; charset=utf-8", filename, "attachment")


def xlsx_response(
    filename: str, title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> Response:
    """A list as a workbook."""
    return _file(write_xlsx(title, header, rows), XLSX, filename, "attachment")


def workbook_response(filename: str, sheets: Iterable[Sheet]) -> Response:
    """Several lists as one workbook."""
    return _file(write_workbook(sheets), XLSX, filename, "attachment")


def _file(content: Any, mimetype: str, filename: str, disposition: str) -> Response:
    response = Response(content, content_type=mimetype)
    response.headers["Content-Disposition"] = f'{disposition}; filename="{filename}"'
    response.headers["Cache-Control"] = "no-store"
    return response
