"""Lists of volunteers."""

from __future__ import annotations

import json
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from campaign_app.core.clock import now, today
from campaign_app.core.errors import DomainError
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.volunteers import services as volunteers
from campaign_app.volunteers.rules import VolunteerKind

volunteers_commands = AppGroup("volunteers", help="People who help.")


@volunteers_commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in VolunteerKind]),
    default=VolunteerKind.EXTERNAL.value,
    help="Who they are, where the list does not say it.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen, write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print what became of each row as JSON.")
@with_appcontext
def import_volunteers(file: Path, kind: str, dry_run: bool, as_json: bool) -> None:
    """Bring in a list of volunteers; whoever is there already stays once."""
    content = file.read_bytes()
    try:
        if dry_run:
            rows = volunteers.plan_list(
                db.session(), content=content, filename=file.name, today=today()
            )
        else:
            with unit_of_work() as session:
                rows = volunteers.import_list(
                    session,
                    actor=None,
                    now=now(),
                    today=today(),
                    content=content,
                    filename=file.name,
                    kind=VolunteerKind(kind),
                )
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    told = [row.as_json() for row in rows]
    if as_json:
        click.echo(json.dumps({"rows": told}, ensure_ascii=False, indent=1))
        return
    for each in told:
        click.echo(f"{each['row']}: {each['outcome']} {each.get('why', '')}".rstrip())
