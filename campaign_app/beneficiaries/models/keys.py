"""By which keys a record is found again when the same person is typed anew."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.extensions import Base


class BeneficiaryKey(Base):
    """One of the keys of a record, made by `rules.blocking`; the services keep them right."""

    __tablename__ = "beneficiary_keys"
    __table_args__ = {"sqlite_with_rowid": False}

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    beneficiary_id: Mapped[int] = mapped_column(
        ForeignKey("beneficiaries.id"), primary_key=True, index=True
    )
