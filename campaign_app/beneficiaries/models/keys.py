"""By which keys a record is found again when the same person is typed anew."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Connection, ForeignKey, delete, event
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.beneficiaries.models.registry import Beneficiary
from campaign_app.extensions import Base


class BeneficiaryKey(Base):
    """One of the keys of a record, made by `rules.blocking`; the services keep them right."""

    __tablename__ = "beneficiary_keys"
    __table_args__ = {"sqlite_with_rowid": False}

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    beneficiary_id: Mapped[int] = mapped_column(
        ForeignKey("beneficiaries.id"), primary_key=True, index=True
    )


@event.listens_for(Beneficiary, "after_update")
def forget_keys(_mapper: Any, connection: Connection, person: Beneficiary) -> None:
    """Whoever empties a record need not know of its keys: no trace of the name is left."""
    if person.erased_at is not None:
        connection.execute(delete(BeneficiaryKey).where(BeneficiaryKey.beneficiary_id == person.id))
