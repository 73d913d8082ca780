"""The registry: people and institutions, and who lives together."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.beneficiaries.rules import (
    BeneficiaryCategory,
    BeneficiaryKind,
    Language,
    LegalBasis,
    Sex,
)
from campaign_app.core.column_types import (
    EncryptedText,
    EnumText,
    UtcDateTime,
    byte_ordered,
    one_of,
)
from campaign_app.core.variants import PackageVariant
from campaign_app.extensions import Base

PERSONAL = {"personal": True}
SECRET = {"secret": True}


class Household(Base):
    """People who live together and say so; one address alone makes none."""

    __tablename__ = "households"

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Beneficiary(Base):
    """A person or an institution that is helped.

    `search_text`, `name_key`, `address_key` and `sort_key` are made from the other
    columns by the services; `iin_hash` and `document_hash` find encrypted numbers.
    `needs` holds the codes of what was said about need, with a space between them.

    `merged_into_id`: the record that this one turned out to be a copy of. Nothing that
    points here is moved, so a merge can be undone; whoever counts people counts the
    record that is kept. It always names the record that is kept in the end, never another
    copy. `last_helped_on` is the latest help of the whole person, `own_helped_on` of what
    this record itself received. `restricted_at`: processing stopped, what is there stays unused.
    `erased_at`: nothing personal is left, the row keeps the totals whole.
    """

    __tablename__ = "beneficiaries"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[BeneficiaryKind] = mapped_column(EnumText(BeneficiaryKind))
    category: Mapped[BeneficiaryCategory] = mapped_column(EnumText(BeneficiaryCategory))
    surname: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    given_name: Mapped[str] = mapped_column(String(100), default="", info=PERSONAL)
    patronymic: Mapped[str] = mapped_column(String(100), default="", info=PERSONAL)
    born_on: Mapped[date | None] = mapped_column(Date, info=PERSONAL)
    sex: Mapped[Sex | None] = mapped_column(EnumText(Sex), info=PERSONAL)
    iin: Mapped[str | None] = mapped_column(EncryptedText, info=SECRET)
    iin_hash: Mapped[str | None] = mapped_column(String(64), info=SECRET)
    iin_last4: Mapped[str] = mapped_column(String(4), default="", info=PERSONAL)
    document_number: Mapped[str | None] = mapped_column(EncryptedText, info=SECRET)
    document_hash: Mapped[str | None] = mapped_column(String(64), index=True, info=SECRET)
    document_last4: Mapped[str] = mapped_column(String(4), default="", info=PERSONAL)
    citizenship: Mapped[str] = mapped_column(String(2), default="")
    language: Mapped[Language | None] = mapped_column(EnumText(Language))
    phone: Mapped[str | None] = mapped_column(String(20), index=True, info=PERSONAL)
    city: Mapped[str] = mapped_column(String(100), default="", info=PERSONAL)
    street: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    house: Mapped[str] = mapped_column(String(20), default="", info=PERSONAL)
    flat: Mapped[str] = mapped_column(String(20), default="", info=PERSONAL)
    entrance: Mapped[str] = mapped_column(String(20), default="", info=PERSONAL)
    floor: Mapped[str] = mapped_column(String(20), default="", info=PERSONAL)
    dormitory: Mapped[str] = mapped_column(String(100), default="", info=PERSONAL)
    room: Mapped[str] = mapped_column(String(20), default="", info=PERSONAL)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("households.id"), index=True)
    household_size: Mapped[int] = mapped_column(default=1)
    head_count: Mapped[int | None]
    head_counted_on: Mapped[date | None] = mapped_column(Date)
    contact_person: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    bin: Mapped[str | None] = mapped_column(String(12))
    needs: Mapped[str] = mapped_column(String(300), default="", server_default="", info=PERSONAL)
    last_helped_on: Mapped[date | None] = mapped_column(Date)
    own_helped_on: Mapped[date | None] = mapped_column(Date)
    package_variant: Mapped[PackageVariant] = mapped_column(
        EnumText(PackageVariant), default=PackageVariant.STANDARD
    )
    former_unit: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    note: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    search_text: Mapped[str] = mapped_column(Text, default="", info=SECRET)
    name_key: Mapped[str] = mapped_column(String(300), default="", index=True, info=SECRET)
    address_key: Mapped[str] = mapped_column(String(300), default="", index=True, info=SECRET)
    dormitory_key: Mapped[str] = mapped_column(String(100), default="", index=True, info=SECRET)
    sort_key: Mapped[str] = mapped_column(byte_ordered(1000), default="", info=SECRET)
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    registered_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("beneficiaries.id"), index=True)
    legal_basis: Mapped[LegalBasis] = mapped_column(
        EnumText(LegalBasis), default=LegalBasis.CONSENT, server_default="consent"
    )
    restricted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        one_of("kind", BeneficiaryKind),
        one_of("category", BeneficiaryCategory),
        one_of("sex", Sex),
        one_of("language", Language),
        one_of("package_variant", PackageVariant),
        one_of("legal_basis", LegalBasis),
        CheckConstraint(
            "surname <> '' OR given_name <> '' OR patronymic <> '' OR erased_at IS NOT NULL",
            name="has_a_name",
        ),
        CheckConstraint("merged_into_id <> id", name="not_merged_into_itself"),
        CheckConstraint("household_size > 0", name="household_size_positive"),
        CheckConstraint("head_count IS NULL OR head_count > 0", name="head_count_positive"),
        CheckConstraint("kind = 'person' OR head_count IS NOT NULL", name="institution_counted"),
        CheckConstraint(
            "kind <> 'institution' OR (given_name = '' AND patronymic = '' AND born_on IS NULL "
            "AND iin_hash IS NULL)",
            name="institution_names_nobody",
        ),
        Index(
            "uq_beneficiaries_iin_hash",
            "iin_hash",
            unique=True,
            sqlite_where=text("merged_into_id IS NULL"),
            postgresql_where=text("merged_into_id IS NULL"),
        ),
        Index("ix_beneficiaries_sort_key", "sort_key", "id"),
        Index("ix_beneficiaries_category", "category", "sort_key"),
    )
