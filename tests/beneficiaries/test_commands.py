"""`flask beneficiaries import`: what it prints, and that a dry run writes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from campaign_app.beneficiaries.models import Beneficiary

LISTS = Path(__file__).parents[1] / "data" / "import"
EXPECTED = json.loads((LISTS / "expected.json").read_text(encoding="utf-8"))


def import_list(run_command, name, *options):
    category = EXPECTED[name]["category"]
    return run_command(
        "beneficiaries", "import", str(LISTS / name), "--category", category, *options
    )


@pytest.mark.parametrize("name", ["pensioners.csv", "students_cp1251.csv", "list.xlsx"])
def test_json_names_each_row(session, run_command, name):
    done = import_list(run_command, name, "--dry-run", "--json")
    assert done.exit_code == 0, done.output
    rows = json.loads(done.output)["rows"]
    assert [(row["row"], row["outcome"], row.get("of_row")) for row in rows] == [
        (row["row"], row["expect"], row.get("of_row")) for row in EXPECTED[name]["rows"]
    ]
    assert session.scalar(select(func.count(Beneficiary.id))) == 0


def test_good_rows_are_written_once(session, run_command):
    for outcome in ("new", "skipped"):
        done = import_list(run_command, "list.xlsx", "--json")
        rows = json.loads(done.output)["rows"]
        assert [row["outcome"] for row in rows] == [outcome] * 20 + ["skipped"]
        session.expire_all()
        assert session.scalar(select(func.count(Beneficiary.id))) == 20
        session.rollback()


def test_people_read_one_line_a_row(session, run_command):
    done = import_list(run_command, "students_cp1251.csv", "--dry-run")
    assert "2: new" in done.output.splitlines()
    assert "14: likely_duplicate (row 4) the same name" in done.output
    assert "15: error no name" in done.output


def test_a_file_that_is_no_list_is_refused(session, run_command, tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    done = run_command("beneficiaries", "import", str(path), "--category", "other")
    assert done.exit_code == 1
    assert "“list.csv” is not a table" in done.output
