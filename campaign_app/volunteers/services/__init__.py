"""What volunteers and their organisers do."""

from campaign_app.volunteers.services.attendance import (
    Times,
    mark_presence,
    record_attendance,
    record_times,
)
from campaign_app.volunteers.services.briefings import (
    brief_at_start,
    dismiss_curator,
    name_curator,
    record_briefings,
    record_parental_consent,
    withdraw_parental_consent,
)
from campaign_app.volunteers.services.calendars import (
    make_calendar_link,
    revoke_calendar_link,
)
from campaign_app.volunteers.services.certificates import (
    Issuing,
    issue_hours_certificate,
    issue_hours_certificates,
    issue_letters,
    void_certificate,
    void_certificates_for,
)
from campaign_app.volunteers.services.check_in import (
    check_in,
    check_out,
    code_at,
    has_scanned,
    has_typed,
)
from campaign_app.volunteers.services.groups import (
    GroupOutcome,
    check_own_group,
    preview_group,
    sign_up_group,
)
from campaign_app.volunteers.services.leaving import mark_as_left
from campaign_app.volunteers.services.letters import (
    LetterWords,
    issue_for_campaign,
    letter_text_in_force,
    usual_words,
    write_letter_text,
)
from campaign_app.volunteers.services.lists import (
    PlannedRow,
    confirm_list,
    content_of,
    details_of_volunteer,
    discard_list,
    find_list,
    import_list,
    keep_list,
    plan_list,
)
from campaign_app.volunteers.services.messages import (
    forget_texts,
    statuses_told,
    write_to_shift,
)
from campaign_app.volunteers.services.notices import (
    choose_notices,
)
from campaign_app.volunteers.services.people import (
    VolunteerDetails,
    add_participation,
    edit_volunteer,
    register_volunteer,
)
from campaign_app.volunteers.services.placing import (
    add_by_hand,
    move_to_shift,
    take_off,
)
from campaign_app.volunteers.services.planning import (
    Affected,
    cancel_shift,
    edit_shift,
    find_affected,
)
from campaign_app.volunteers.services.reminders import (
    has_due_reminders,
    queue_reminders,
)
from campaign_app.volunteers.services.repeating import (
    clone_plan,
    details_of,
    repeat_shift,
)
from campaign_app.volunteers.services.shifts import (
    ShiftDetails,
    create_shift,
)
from campaign_app.volunteers.services.sign_ups import (
    cancel_sign_up,
    confirm_place,
    find_other_shifts,
    find_sign_up,
    settle_shift,
    sign_up,
)
from campaign_app.volunteers.services.waiting import (
    lock_shift,
    settle_places,
)
from campaign_app.volunteers.services.walk_ins import (
    add_walk_in,
    walk_in,
)

__all__ = [
    "Affected",
    "GroupOutcome",
    "Issuing",
    "LetterWords",
    "PlannedRow",
    "ShiftDetails",
    "Times",
    "VolunteerDetails",
    "add_by_hand",
    "add_participation",
    "add_walk_in",
    "brief_at_start",
    "cancel_shift",
    "cancel_sign_up",
    "check_in",
    "check_out",
    "check_own_group",
    "choose_notices",
    "clone_plan",
    "code_at",
    "confirm_list",
    "confirm_place",
    "content_of",
    "create_shift",
    "details_of",
    "details_of_volunteer",
    "discard_list",
    "dismiss_curator",
    "edit_shift",
    "edit_volunteer",
    "find_affected",
    "find_list",
    "find_other_shifts",
    "find_sign_up",
    "forget_texts",
    "has_due_reminders",
    "has_scanned",
    "has_typed",
    "import_list",
    "issue_for_campaign",
    "issue_hours_certificate",
    "issue_hours_certificates",
    "issue_letters",
    "keep_list",
    "letter_text_in_force",
    "lock_shift",
    "make_calendar_link",
    "mark_as_left",
    "mark_presence",
    "move_to_shift",
    "name_curator",
    "plan_list",
    "preview_group",
    "queue_reminders",
    "record_attendance",
    "record_briefings",
    "record_parental_consent",
    "record_times",
    "register_volunteer",
    "repeat_shift",
    "revoke_calendar_link",
    "settle_places",
    "settle_shift",
    "sign_up",
    "sign_up_group",
    "statuses_told",
    "take_off",
    "usual_words",
    "void_certificate",
    "void_certificates_for",
    "walk_in",
    "withdraw_parental_consent",
    "write_letter_text",
    "write_to_shift",
]
