"""The closed lists: what people write, about what, how far it is, what came of it."""

from __future__ import annotations

from enum import StrEnum

from campaign_app.core.i18n import N_, LabelledEnum


class AppealKind(LabelledEnum):
    """What somebody writes: that something went wrong, or that help is needed."""

    COMPLAINT = "complaint", N_("complaint")
    HELP = "help", N_("request for help")


class Topic(LabelledEnum):
    """About whom or what a complaint is."""

    VOLUNTEER = "volunteer", N_("a volunteer")
    ORGANISERS = "organisers", N_("the organisers")
    GOODS = "goods", N_("the goods: something was missing or spoilt")
    RECIPIENT_LIST = "recipient_list", N_("the recipient list: who is on it and who is not")
    ABUSE = "abuse", N_("harassment, violence or exploitation")
    FRAUD = "fraud", N_("theft, fraud or a bribe")
    OTHER = "other", N_("something else")


#: Only administrators handle these, and nobody else sees them.
SENSITIVE_TOPICS = frozenset({Topic.ABUSE, Topic.FRAUD})
#: A friend of the organisers is no judge of the organisers.
ABOUT_ORGANISERS = Topic.ORGANISERS


class ForWhom(LabelledEnum):
    """For whom help is asked."""

    MYSELF = "myself", N_("for myself")
    SOMEBODY_ELSE = "somebody_else", N_("for somebody else")


class AppealStatus(LabelledEnum):
    """How far it is. New: nobody deals with it yet."""

    NEW = "new", N_("received")
    IN_PROGRESS = "in_progress", N_("being dealt with")
    ANSWERED = "answered", N_("answered")
    CLOSED = "closed", N_("finished")


class Action(StrEnum):
    """What can be done with it."""

    TAKE = "take"
    RELEASE = "release"
    WRITE = "write"
    ANSWER = "answer"
    CLOSE = "close"
    SETTLE = "settle"
    REOPEN = "reopen"


class Outcome(LabelledEnum):
    """What came of it; the first four of a complaint, the others of a request for help."""

    UPHELD = "upheld", N_("the complaint was right")
    PARTLY_UPHELD = "partly_upheld", N_("the complaint was partly right")
    NOT_UPHELD = "not_upheld", N_("the complaint was not confirmed")
    WITHDRAWN = "withdrawn", N_("taken back by the person")
    REGISTERED = "registered", N_("put on the registry")
    ALREADY_REGISTERED = "already_registered", N_("already on the registry")
    DECLINED = "declined", N_("declined")


OUTCOMES_OF = {
    AppealKind.COMPLAINT: (
        Outcome.UPHELD,
        Outcome.PARTLY_UPHELD,
        Outcome.NOT_UPHELD,
        Outcome.WITHDRAWN,
    ),
    AppealKind.HELP: (Outcome.REGISTERED, Outcome.ALREADY_REGISTERED, Outcome.DECLINED),
}


class EntryKind(LabelledEnum):
    """A line of the history. Messages and answers are shown to the person who wrote."""

    MESSAGE = "message", N_("message from the person")
    ANSWER = "answer", N_("answer")
    TAKEN = "taken", N_("taken over")
    ASSIGNED = "assigned", N_("given to a handler")
    SUBJECT_SET = "subject_set", N_("it was set whom it is about")
    MARKED_SENSITIVE = "marked_sensitive", N_("marked as confidential")
    UNMARKED_SENSITIVE = "unmarked_sensitive", N_("no longer confidential")
    CONTACT_OPENED = "contact_opened", N_("contact opened")
    CLOSED = "closed", N_("finished")
    REOPENED = "reopened", N_("reopened")
