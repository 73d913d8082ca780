"""What is refused, in words that name the numbers."""

from __future__ import annotations

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_


class DonorMissing(DomainError):
    """A donation has a donor or is anonymous."""

    message = N_("Write the donor's name, or tick that the donation is anonymous.")


class DonorUnnamed(DomainError):
    """An address is somebody's."""

    message = N_("Write the donor's name as well: the address is somebody's.")


class DonorAddressTaken(DomainError):
    """One name with one address is one donor."""

    message = N_("There is a donor of this name with this address already.")


class PledgeClosed(DomainError):
    """A promise is kept or withdrawn once."""

    message = N_("The pledge is over: %(state)s.")


class DueBeforePromised(DomainError):
    """Nothing is due before it was promised."""

    message = N_("It cannot be due before it was promised.")


class DateInFuture(DomainError):
    """Nothing was received or spent tomorrow."""

    message = N_("The date (%(given)s) is in the future.")


class ReferenceTaken(DomainError):
    """A payment is entered once."""

    message = N_("A donation with this reference is entered already: receipt %(receipt)s.")


class AlreadyVoided(DomainError):
    """A donation is voided once."""

    message = N_("The donation was voided before.")


class ReasonMissing(DomainError):
    """What is taken back needs a reason."""

    message = N_("Give a reason.")


class InsufficientFunds(DomainError):
    """Nothing is spent that is not there."""

    message = N_("%(account)s: %(asked)s is asked for, %(left)s is there.")


class MoneySpentAlready(DomainError):
    """A donation whose money is spent cannot be taken back."""

    message = N_("The donation cannot be voided: %(asked)s would go, only %(left)s is there.")


class OwnExpense(DomainError):
    """Four eyes."""

    message = N_("An expense is approved by another person than the one who entered it.")


class ExpenseDecided(DomainError):
    """A decision is made once."""

    message = N_("The expense is decided already: %(status)s.")


class PeriodClosed(DomainError):
    """What was reconciled stays as it is."""

    message = N_(
        "The days up to %(until)s are closed. Enter it with a later day: "
        "a correction stands in the next period."
    )


class RefundTooLarge(DomainError):
    """Nothing goes back that was not given."""

    message = N_("%(asked)s is to go back, only %(left)s is left of it.")


class AlreadyRefunded(DomainError):
    """What partly went back is not voided as a whole."""

    message = N_("%(refunded)s of it went back already. Give the rest back as well instead.")


class SameAccount(DomainError):
    """A transfer goes from one account to another."""

    message = N_("Choose two different accounts.")


class BoxNumberTaken(DomainError):
    """A number is one box of a campaign."""

    message = N_("The campaign has a box with the number %(number)s already.")


class BoxIsOpen(DomainError):
    """One opening at a time."""

    message = N_("The box is open: the second count is waited for.")


class BoxWithdrawn(DomainError):
    """It does not stand anywhere any more."""

    message = N_("The box was taken away.")


class BoxHoldsMoney(DomainError):
    """Its money goes to the cash desk first."""

    message = N_("%(held)s of the box is not carried to the cash desk yet.")


class SealDiffers(DomainError):
    """Another seal than the recorded one is told about."""

    message = N_("The seal on record is %(expected)s. Say what was found.")


class SameCounter(DomainError):
    """Two counts are those of two people."""

    message = N_("You counted first: somebody else counts again, under their own name.")


class AlreadyRecounted(DomainError):
    """A box is counted twice, not thrice."""

    message = N_("The second count is written down already.")


class CountsDiffer(DomainError):
    """Both counts stay, and why they differ."""

    message = N_("The two counts differ. Count once more, or say why.")


class PeriodNotOver(DomainError):
    """A day that is not over can still bring something."""

    message = N_("The period has to be over: choose a day before today.")


class PeriodWaits(DomainError):
    """What is begun is decided first."""

    message = N_("Something of the period waits. Decide it first: it is named above.")


class NotReconciled(DomainError):
    """The books are corrected by an entry, never by closing."""

    message = N_(
        "%(found)s was found, the books say %(booked)s: the difference is %(difference)s. Enter "
        "what is missing, or write the count into the journal, then close."
    )


class ControlCountDiffers(DomainError):
    """A line of the paper was left out, or typed twice."""

    message = N_("The paper has %(control)s lines, %(typed)s are typed.")


class ControlTotalDiffers(DomainError):
    """A sum of the paper was typed wrongly."""

    message = N_(
        "The paper says %(control)s, typed is %(typed)s: the difference is %(difference)s."
    )


class SameApprover(DomainError):
    """Two approvals are those of two people."""

    message = N_("You approved it already: somebody else gives the second approval.")


class AlreadyReversed(DomainError):
    """An entry is taken back once."""

    message = N_("It is taken back already.")


class CountedBelowZero(DomainError):
    """Nothing is the least that can be counted."""

    message = N_("The amount cannot be less than zero.")


class NoDifference(DomainError):
    """There is nothing to correct."""

    message = N_("The books say the same: %(booked)s. Nothing has to be corrected.")


class NotOwed(DomainError):
    """Nobody is paid back more than was advanced."""

    message = N_("%(asked)s is to be paid back, only %(owed)s is owed.")


class HasItsOwnReversal(DomainError):
    """Donations and expenses change as well when their money does."""

    message = N_("Void the donation or note what the supplier gave back on its own page instead.")


class AccountUnknown(DomainError):
    """The account is not one of the campaign's."""

    message = N_("Choose an account of this campaign.")


class TextTooLong(DomainError):
    """A column of a file holds more than a form would take."""

    message = N_("%(asked)s characters are written, %(limit)s fit.")


class AlreadyEntered(DomainError):
    """The row is a donation that is there."""

    message = N_("It is entered already: receipt %(receipt)s.")


class SameAsRow(DomainError):
    """The file says it twice."""

    message = N_("The same as row %(row)s.")


class ReferenceOfAnother(DomainError):
    """One payment has one amount."""

    message = N_("The reference belongs to receipt %(receipt)s with another amount: %(amount)s.")


class VoidedNotImported(DomainError):
    """What was taken back does not come in again with a file."""

    message = N_("A voided donation is not brought in.")


class MethodUnknown(DomainError):
    """One of the six ways in which a donation comes."""

    message = N_("“%(entered)s” is not a payment method.")


class ColumnMissing(DomainError):
    """Without it there is no donation."""

    message = N_("The file has no column “%(column)s”.")


class AttachmentTooLarge(DomainError):
    """A photographed invoice is smaller than this."""

    message = N_("The document is larger than %(limit)s MB.")


class AttachmentKindRefused(DomainError):
    """Only what everybody can open and nothing can run."""

    message = N_("Attach a PDF, a JPEG or a PNG.")
