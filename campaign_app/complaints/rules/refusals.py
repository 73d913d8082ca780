"""What is refused, and in which words."""

from __future__ import annotations

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_


class AppealActionRefused(DomainError):
    """The state does not allow it."""

    message = N_("In the state “%(status)s” this cannot be done.")


class TextMissing(DomainError):
    """Nobody can act on nothing."""

    message = N_("Write what happened or what is needed.")


class UnreachablePerson(DomainError):
    """Help must find the door."""

    message = N_("Give a phone, an address or a dormitory room: otherwise the help cannot arrive.")


class ConsentMissing(DomainError):
    """The data of somebody who asks for herself is kept with her consent only."""

    message = N_("Without your consent we may not keep your data and cannot bring help.")


class CampaignUnknown(DomainError):
    """A campaign that is not public is not there."""

    message = N_("There is no such campaign.")


class HandlerIsSubject(DomainError):
    """Nobody judges herself."""

    message = N_("A complaint is never handled by the person whom it is about.")


class HandlerUnsuitable(DomainError):
    """Only who may see it can deal with it."""

    message = N_("This person may not deal with it. Choose another one.")


class NotTheHandler(DomainError):
    """One person deals with it at a time, so that two never answer."""

    message = N_("Take it over first: only the handler does this.")


class AnswerMissing(DomainError):
    """It is closed with an answer, never in silence."""

    message = N_("Write the answer for the person.")


class ReasonMissing(DomainError):
    """Whoever is turned down is told why."""

    message = N_("Give a reason.")


class OutcomeUnsuitable(DomainError):
    """A request for help is not upheld, a complaint is not registered."""

    message = N_("Choose what came of it.")


class NumberOrCodeWrong(DomainError):
    """Never says which of the two."""

    message = N_("The number or the code is wrong. Check both and try again.")


class TooManySent(DomainError):
    """A machine, or a hall full of people: either way it waits."""

    message = N_(
        "Too many forms were sent from here. Nothing is lost: wait %(minutes)s minutes and press "
        "the button again."
    )


class TooManyWrongCodes(DomainError):
    """Somebody is guessing."""

    message = N_("Too many wrong codes. Try again in %(minutes)s minutes.")
