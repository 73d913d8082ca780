"""The refusals of goods and packages; each names its numbers."""

from __future__ import annotations

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_


class ItemCodeTaken(DomainError):
    """Codes of items differ."""

    message = N_("Another item has the code “%(code)s”.")


class UnitInUse(DomainError):
    """What is counted in kilograms cannot become litres."""

    message = N_("The unit stays: the item was used already. Add another item instead.")


class PackageTypeCodeTaken(DomainError):
    """Codes of a campaign's package types differ."""

    message = N_("Another package type of this campaign has the code “%(code)s”.")


class QuantityNotPositive(DomainError):
    """More than nothing."""

    message = N_("The quantity must be more than zero.")


class CountNotPositive(DomainError):
    """At least one package."""

    message = N_("The number of packages must be between 1 and %(maximum)s.")


class PriceNegative(DomainError):
    """A price is not below zero."""

    message = N_("A price cannot be below zero.")


class LinesMissing(DomainError):
    """A purchase has goods."""

    message = N_("Write at least one line: item, quantity and price.")


class ExpenseNotApproved(DomainError):
    """Goods are bought with approved money."""

    message = N_("The expense is not approved: %(status)s.")


class ExpenseExceeded(DomainError):
    """A purchase costs no more than its expense."""

    message = N_("The lines cost %(asked)s, %(left)s of the expense is left.")


class BestBeforePassed(DomainError):
    """What is past its date is not taken in."""

    message = N_("%(item)s: best before %(best_before)s is before the day of arrival.")


class ReceivedInFuture(DomainError):
    """Nothing was received tomorrow."""

    message = N_("The day of arrival (%(given)s) is in the future.")


class DonorNoteMissing(DomainError):
    """A gift has a giver, or it is said that she is not known."""

    message = N_("Write who gave it, or that it is not known.")


class DonationNotInKind(DomainError):
    """Goods belong to a donation in kind of the same campaign."""

    message = N_("Choose a donation in kind of this campaign.")


class ReasonMissing(DomainError):
    """What is taken out or back needs a reason."""

    message = N_("Give a reason.")


class NotEnoughInLot(DomainError):
    """A lot never goes below zero."""

    message = N_("%(item)s: %(asked)s %(unit)s asked, %(left)s %(unit)s left in this lot.")


class GoodsUsedAlready(DomainError):
    """A purchase whose goods went out cannot be taken back."""

    message = N_("The purchase cannot be taken back: %(item)s was used already.")


class PurchaseVoidedAlready(DomainError):
    """A purchase is taken back once."""

    message = N_("The purchase was taken back before.")


class ContentsMissing(DomainError):
    """A version holds at least one variant."""

    message = N_("Write what is in at least one variant.")


class ContentsUnchanged(DomainError):
    """A new version differs."""

    message = N_("Nothing was changed: version %(number)s stays.")


class VariantNotInVersion(DomainError):
    """A variant without contents of its own does not exist in a version."""

    message = N_("This version has no variant “%(variant)s”.")


class ItemMissing(DomainError):
    """One line of what is missing for packing."""

    message = N_("%(item)s: %(asked)s %(unit)s asked, %(left)s %(unit)s left")


class ItemExpired(DomainError):
    """One line of what is missing, though a lot past its date lies there."""

    message = N_(
        "%(item)s: %(asked)s %(unit)s asked, %(left)s %(unit)s left; %(expired)s %(unit)s "
        "is past best-before %(best_before)s and cannot be packed"
    )


class GoodsMissing(DomainError):
    """Nothing is packed from goods that are not there; every missing item is named."""

    message = N_("Not enough goods. %(missing)s.")


class PackagesMissing(DomainError):
    """Nothing is handed out that is not packed."""

    message = N_("%(variant)s: %(asked)s asked, %(left)s in stock.")


class PackagesNotWithCourier(DomainError):
    """A courier settles what she took."""

    message = N_("%(variant)s: %(asked)s to settle, %(left)s with the courier.")


class PackagesNotDelivered(DomainError):
    """Only what was delivered can be taken back."""

    message = N_("%(variant)s: %(asked)s to take back, %(left)s delivered.")


class PackingUndoneAlready(DomainError):
    """A packing is undone once."""

    message = N_("The packing was undone before.")


class NothingCounted(DomainError):
    """A stock-take counts something."""

    message = N_("Write what was counted of at least one lot.")


class StockTakeWaits(DomainError):
    """One stock-take is decided before the next one."""

    message = N_("A stock-take waits for approval already: decide on it first.")


class StockTakeDecided(DomainError):
    """A stock-take is decided once."""

    message = N_("The stock-take is decided already: %(status)s.")


class OwnStockTake(DomainError):
    """Four eyes."""

    message = N_("A stock-take is approved by another person than the one who counted.")


class StockMovedOn(DomainError):
    """Less is left of a lot now than was missing when it was counted."""

    message = N_("%(item)s: %(missing)s were missing, only %(left)s are left now. Count again.")
