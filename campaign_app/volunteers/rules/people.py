"""Who volunteers are, and from which age one may begin."""

from __future__ import annotations

from datetime import date

from campaign_app.core.dates import age_on
from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum

ADULT_AGE = 18  # law No. 42-VI, article 12: emergency, heavy and harmful work

ACCOMPANIED_AGE = 14


class VolunteerKind(LabelledEnum):
    """What somebody is to the organisation."""

    STAFF = "staff", N_("staff")
    TEACHER = "teacher", N_("teacher")
    STUDENT = "student", N_("student")
    RETIRED = "retired", N_("retired")
    EXTERNAL = "external", N_("from outside")


class ParticipationRole(LabelledEnum):
    """What somebody did in a campaign."""

    MANAGER = "manager", N_("manager")
    TREASURER = "treasurer", N_("treasurer")
    STOREKEEPER = "storekeeper", N_("storekeeper")
    COORDINATOR = "coordinator", N_("coordinator")
    VOLUNTEER = "volunteer", N_("volunteer")


class ChildNeedsAdult(DomainError):
    """Under 14 nobody begins alone: a parent agrees in writing, or an adult comes along."""

    message = N_(
        "Under the age of %(minimum)s one helps together with an adult: "
        "ask an organiser to register you."
    )


class VolunteerLeft(DomainError):
    """Who left takes a shift again once an organiser says so."""

    message = N_("This volunteer is marked as helping no longer: an organiser can change that.")


class BirthInFuture(DomainError):
    """Nobody is born tomorrow."""

    message = N_("The date of birth lies in the future.")


class NameMissing(DomainError):
    """One part of a name is needed."""

    message = N_("Write at least one part of the name.")


def check_may_begin_alone(born_on: date, today: date) -> None:
    """Raise ChildNeedsAdult for who registers herself before the age of 14."""
    if born_on > today:
        raise BirthInFuture(field="born_on")
    if age_on(born_on, today) < ACCOMPANIED_AGE:
        raise ChildNeedsAdult(field="born_on", minimum=ACCOMPANIED_AGE)
