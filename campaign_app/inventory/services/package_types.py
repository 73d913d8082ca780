"""Package types: what is in a package. A version never changes; editing makes the next one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.errors import NotFound
from campaign_app.core.variants import PackageVariant
from campaign_app.inventory import queries, rules
from campaign_app.inventory.models import PackageContent, PackageType, PackageTypeVersion
from campaign_app.inventory.services.recording import actor_id, record

# By variant: thousandths of a unit by item id. A variant without items does not exist.
Contents = Mapping[PackageVariant, Mapping[int, int]]


def create_package_type(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    campaign: Campaign,
    code: str,
    name: dict[str, str],
    contents: Contents,
    note: str = "",
) -> PackageTypeVersion:
    """Create a package type with its first version. Refuses a taken code and empty contents."""
    lock_campaign(session, campaign.id)
    same = select(PackageType.id).where(
        PackageType.campaign_id == campaign.id, PackageType.code == code
    )
    if session.scalars(same).one_or_none() is not None:
        raise rules.PackageTypeCodeTaken(field="code", code=code)
    package_type = PackageType(
        campaign_id=campaign.id,
        code=code,
        name_kk=name["kk"],
        name_ru=name["ru"],
        name_en=name["en"],
    )
    session.add(package_type)
    record(session, actor, now, "package_type:create", package_type)
    session.flush()
    return _add_version(session, actor, now, package_type, 1, contents, note)


def add_version(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    package_type: PackageType,
    contents: Contents,
    note: str = "",
) -> PackageTypeVersion:
    """Say anew what is in a package; rounds and packings keep the version that they had.

    Refuses empty contents and contents that equal the newest version's.
    """
    lock_campaign(session, package_type.campaign_id)
    newest = session.execute(
        select(func.max(PackageTypeVersion.number)).where(
            PackageTypeVersion.package_type_id == package_type.id
        )
    ).scalar_one()
    if contents_of_newest(session, package_type) == _present(contents):
        raise rules.ContentsUnchanged(number=newest)
    return _add_version(session, actor, now, package_type, newest + 1, contents, note)


def contents_of_newest(
    session: Session, package_type: PackageType
) -> dict[PackageVariant, dict[int, int]]:
    """What the newest version holds, in the form that a new one is given in."""
    newest = queries.list_versions(session, package_type.id)[0]
    return {
        variant: {need.item_id: need.quantity_milli for need in needs}
        for variant, needs in queries.contents_of_version(session, newest.id).items()
    }


def _present(contents: Contents) -> dict[PackageVariant, dict[int, int]]:
    return {variant: dict(items) for variant, items in contents.items() if items}


def _add_version(
    session: Session,
    actor: Account | None,
    now: datetime,
    package_type: PackageType,
    number: int,
    contents: Contents,
    note: str,
) -> PackageTypeVersion:
    present = _present(contents)
    if not present:
        raise rules.ContentsMissing()
    wanted = {item_id for items in present.values() for item_id in items}
    if wanted - queries.items_by_id(session, wanted).keys():
        raise NotFound()
    for items in present.values():
        for quantity_milli in items.values():
            rules.check_quantity(quantity_milli)
    version = PackageTypeVersion(
        package_type_id=package_type.id,
        number=number,
        note=note,
        created_at=now,
        created_by_id=actor_id(actor),
    )
    session.add(version)
    _record_version(session, actor, now, version, package_type, present)
    session.flush()
    session.add_all(
        PackageContent(
            version_id=version.id, variant=variant, item_id=item_id, quantity_milli=quantity_milli
        )
        for variant, items in present.items()
        for item_id, quantity_milli in items.items()
    )
    session.flush()
    return version


def _record_version(
    session: Session,
    actor: Account | None,
    now: datetime,
    version: PackageTypeVersion,
    package_type: PackageType,
    contents: dict[PackageVariant, dict[int, int]],
) -> None:
    """Write the version with its contents to the log, under its campaign."""
    record(
        session,
        actor,
        now,
        "package_type:add_version",
        version,
        campaign_id=package_type.campaign_id,
        contents={
            variant.value: {str(item_id): quantity for item_id, quantity in items.items()}
            for variant, items in contents.items()
        },
    )
