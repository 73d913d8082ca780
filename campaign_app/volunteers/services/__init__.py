"""What volunteers and their organisers do."""

from campaign_app.volunteers.services.attendance import (
    record_attendance,
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
    mark_as_left,
    register_volunteer,
)
from campaign_app.volunteers.services.placing import add_by_hand, move_to_shift, take_off
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

__all__ = [
    "Affected",
    "Issuing",
    "LetterWords",
    "PlannedRow",
    "ShiftDetails",
    "VolunteerDetails",
    "add_by_hand",
    "add_participation",
    "cancel_shift",
    "cancel_sign_up",
    "choose_notices",
    "clone_plan",
    "confirm_list",
    "confirm_place",
    "content_of",
    "create_shift",
    "details_of",
    "details_of_volunteer",
    "discard_list",
    "edit_shift",
    "edit_volunteer",
    "find_affected",
    "find_list",
    "find_other_shifts",
    "find_sign_up",
    "forget_texts",
    "has_due_reminders",
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
    "move_to_shift",
    "plan_list",
    "queue_reminders",
    "record_attendance",
    "register_volunteer",
    "repeat_shift",
    "revoke_calendar_link",
    "settle_places",
    "settle_shift",
    "sign_up",
    "statuses_told",
    "take_off",
    "usual_words",
    "void_certificate",
    "void_certificates_for",
    "write_letter_text",
    "write_to_shift",
]
