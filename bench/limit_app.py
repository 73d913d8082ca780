"""The limit: as little as Flask can do for the same pages.

Session, CSRF, raw sqlite3 and Jinja; no translation, no access rules, no audit, no postings.
Served by the same command as the program.
"""

from __future__ import annotations

import csv
import io
import os
import secrets
import sqlite3

from flask import Flask, abort, g, redirect, render_template, request, session
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

PAGE_SIZE = 50
PLACES = 5
app = Flask(__name__)
app.secret_key = os.environ.get("SECRET_KEY", "only-for-the-benchmark")
app.config["WTF_CSRF_TIME_LIMIT"] = None
CSRFProtect(app)


def database() -> sqlite3.Connection:
    """The request's connection."""
    if "connection" not in g:
        g.connection = sqlite3.connect(os.environ["LIMIT_DATABASE"], timeout=15)
        g.connection.row_factory = sqlite3.Row
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            g.connection.execute(f"PRAGMA {pragma}")
    connection: sqlite3.Connection = g.connection
    return connection


@app.teardown_appcontext
def close(_error: BaseException | None) -> None:
    """Close the request's connection."""
    connection = g.pop("connection", None)
    if connection is not None:
        connection.close()


@app.template_filter()
def money(minor: int) -> str:
    """Tiyn as tenge."""
    return f"{minor // 100:,} ₸".replace(",", " ")


def person() -> sqlite3.Row:
    """Who is signed in."""
    found = (
        database()
        .execute("SELECT id, full_name FROM accounts WHERE id = ?", (session.get("account", 0),))
        .fetchone()
    )
    if found is None:
        abort(403)
    row: sqlite3.Row = found
    return row


@app.get("/healthz")
def show_health() -> str:
    """The process answers."""
    return "ok\n"


@app.get("/token")
def show_token() -> str:
    """The CSRF token that a form would carry."""
    return generate_csrf()


@app.post("/sign-in")
def sign_in() -> str:
    """Be the first account."""
    session["account"] = 1
    return generate_csrf()


@app.get("/donations")
def list_donations() -> str:
    """Fifty of them, newest first, and how many there are."""
    who = person()
    page = request.args.get("page", 1, int)
    total = database().execute("SELECT count(*) FROM donations").fetchone()[0]
    rows = database().execute(
        "SELECT id, donor_name, amount_minor, method, received_on, receipt FROM donations "
        "ORDER BY received_on DESC, id DESC LIMIT ? OFFSET ?",
        (PAGE_SIZE, (page - 1) * PAGE_SIZE),
    )
    return render_template("list.html", who=who, rows=rows.fetchall(), total=total, page=page)


@app.get("/people")
def list_people() -> str:
    """Fifty people whose name begins like `q`."""
    who = person()
    q = request.args.get("q", "").casefold()
    rows = database().execute(
        "SELECT id, full_name, category, street, phone FROM people WHERE folded LIKE ? "
        "ORDER BY folded LIMIT ?",
        (f"%{q}%", PAGE_SIZE),
    )
    return render_template("people.html", who=who, rows=rows.fetchall(), q=q)


@app.get("/people/<int:person_id>")
def show_person(person_id: int) -> str:
    """One person and what she received."""
    connection = database()
    row = connection.execute(
        "SELECT id, full_name, category, street, phone FROM people WHERE id = ?", (person_id,)
    ).fetchone()
    received = connection.execute(
        "SELECT id, outcome FROM deliveries WHERE person_id = ? ORDER BY id DESC", (person_id,)
    )
    return render_template("person.html", who=person(), row=row, received=received.fetchall())


@app.route("/donations/new", methods=["GET", "POST"])
def new_donation() -> str | Response:
    """One row, one commit."""
    who = person()
    if request.method == "GET":
        return render_template("form.html", who=who)
    with database() as connection:
        connection.execute(
            "INSERT INTO donations (donor_name, amount_minor, method, received_on, receipt) "
            "VALUES (?, ?, ?, ?, ?)",
            (
                request.form["donor_name"],
                round(float(request.form["amount"]) * 100),
                request.form["method"],
                request.form["received_on"],
                secrets.token_hex(4),
            ),
        )
    return redirect("/donations")


@app.post("/sign-up")
def sign_up() -> Response:
    """Count and insert in one writing transaction, as little as stays right."""
    person()
    connection = database()
    connection.isolation_level = None
    shift = request.form["shift"]
    connection.execute("BEGIN IMMEDIATE")
    taken = connection.execute(
        "SELECT count(*) FROM sign_ups WHERE shift_id = ?", (shift,)
    ).fetchone()[0]
    connection.execute(
        "INSERT INTO sign_ups (shift_id, person_id, position, is_in) VALUES (?, ?, ?, ?)",
        (shift, request.form["person"], taken + 1, taken < PLACES),
    )
    connection.execute("COMMIT")
    return redirect("/people")


def figures() -> dict[str, object]:
    """What the statistics and the public page show."""
    connection = database()
    return {
        "by_method": connection.execute(
            "SELECT method, count(*), sum(amount_minor) FROM donations GROUP BY method"
        ).fetchall(),
        "spent": connection.execute(
            "SELECT coalesce(sum(amount_minor), 0) FROM expenses"
        ).fetchone()[0],
        "by_category": connection.execute(
            "SELECT category, count(*) FROM people GROUP BY category"
        ).fetchall(),
        "delivered": connection.execute(
            "SELECT outcome, count(*) FROM deliveries GROUP BY outcome"
        ).fetchall(),
    }


@app.get("/statistics")
def show_statistics() -> str:
    """Sums of the campaign."""
    return render_template("statistics.html", who=person(), **figures())


@app.get("/public")
def show_public() -> str:
    """The same sums for everybody."""
    return render_template("statistics.html", who=None, **figures())


@app.get("/people.csv")
def export_people() -> Response:
    """Every person as CSV."""
    person()
    rows = database().execute(
        "SELECT id, full_name, category, street, phone FROM people ORDER BY folded"
    )
    output = io.StringIO()
    csv.writer(output).writerows(tuple(row) for row in rows)
    return app.response_class(output.getvalue(), mimetype="text/csv")
