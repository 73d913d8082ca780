"""Where the goods of a lot went, and who got them."""

from __future__ import annotations

from flask import abort, render_template

from campaign_app.beneficiaries.disclosing import disclose_people
from campaign_app.campaigns.scope import current_campaign, may
from campaign_app.core.access import Permission, requires
from campaign_app.core.requests import page_number
from campaign_app.distribution import queries
from campaign_app.distribution.views.blueprint import MANAGED, blueprint
from campaign_app.extensions import db
from campaign_app.inventory import queries as inventory


@blueprint.get(f"{MANAGED}/stock/lots/<int:lot_id>")
@requires(Permission.STOCK_READ)
def show_lot(slug: str, lot_id: int) -> str:
    """The packings of a lot; who got the packages, with telephone numbers, for a recall."""
    session = db.session()
    lot = inventory.find_lot(session, current_campaign().id, lot_id) or abort(404)
    recipients = None
    if may(Permission.BENEFICIARY_READ):
        recipients = queries.page_of_lot_recipients(session, lot.id, page=page_number())
        disclose_people({row.beneficiary_id for row in recipients.items})
    return render_template(
        "distribution/show_lot.html",
        lot=lot,
        uses=queries.uses_of_lot(session, lot.id),
        recipients=recipients,
    )
