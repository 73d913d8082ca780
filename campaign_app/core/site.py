"""Facts about this installation that live in its database, such as: this is the demo."""

from __future__ import annotations

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from campaign_app.extensions import Base

DEMO = "demo"


class SiteFact(Base):
    """A named fact."""

    __tablename__ = "site_facts"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))


def is_demo(session: Session) -> bool:
    """True when the database holds the demo: every screen then says that the data is fictitious."""
    statement = select(SiteFact.value).where(SiteFact.name == DEMO)
    return session.execute(statement).scalar_one_or_none() is not None


def mark_as_demo(session: Session) -> None:
    """Note that what follows is fictitious."""
    session.merge(SiteFact(name=DEMO, value="yes"))
    session.flush()
