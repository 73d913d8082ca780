"""The shape of a proxy."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField, TelField
from wtforms.validators import Length, Optional

from campaign_app.beneficiaries import rules
from campaign_app.beneficiaries.forms.registry import REQUIRED, named
from campaign_app.core.forms import CreatingForm, parsed_by
from campaign_app.core.identifiers import parse_phone


class ProxyForm(CreatingForm):
    """Who may receive for somebody, and by which document."""

    full_name = StringField(_l("Full name"), validators=[REQUIRED, Length(max=200)])
    document_kind = SelectField(_l("Document"), validators=[REQUIRED])
    document_number = StringField(named("document_number"), validators=[REQUIRED, Length(max=64)])
    relation = StringField(_l("Relation to the person"), validators=[Length(max=100)])
    valid_until = DateField(_l("Valid until"), validators=[Optional()])
    phone = TelField(
        named("phone"), validators=[Optional(), Length(max=40), parsed_by(parse_phone)]
    )

    def details(self) -> rules.ProxyDetails:
        """What was filled in."""
        return rules.ProxyDetails(
            full_name=self.full_name.data or "",
            document_kind=rules.ProxyDocument(self.document_kind.data),
            document_number=self.document_number.data or "",
            relation=self.relation.data or "",
            valid_until=self.valid_until.data,
            phone=getattr(self.phone, "parsed", None),
        )
