"""What people do with the registry, with the campaigns' lists, and with lists that come in."""

from campaign_app.beneficiaries.rules import BeneficiaryDetails, ConsentGiven, ProxyDetails
from campaign_app.beneficiaries.services.consents import (
    publish_consent_text,
    take_consent,
    withdraw_consent,
)
from campaign_app.beneficiaries.services.criteria import publish_criteria, score_again
from campaign_app.beneficiaries.services.disclosures import note_disclosure, note_people_seen
from campaign_app.beneficiaries.services.duplicates import (
    decide_pair,
    refresh_block,
    refresh_suggestions,
    take_back_decision,
)
from campaign_app.beneficiaries.services.enrolments import end_enrolment, enrol
from campaign_app.beneficiaries.services.erasing import (
    erase_personal_data,
    forget_drafts,
    names_of,
)
from campaign_app.beneficiaries.services.households import link_household, unlink_household
from campaign_app.beneficiaries.services.imports import (
    ImportTable,
    Report,
    another_lines,
    ask_for_work,
    choose_columns,
    confirm_list,
    current_plan,
    discard_list,
    explain_rows,
    forget_column,
    keep_plan,
    mark_as_another,
    plan_import,
    prepare_list,
    read_list,
    refuse_work,
    upload_list,
    write_plan,
)
from campaign_app.beneficiaries.services.look_alikes import has_keys, keep_keys, reindex
from campaign_app.beneficiaries.services.merging import (
    lock_kept,
    merge_beneficiaries,
    undo_merge,
)
from campaign_app.beneficiaries.services.proxies import register_proxy, revoke_proxy
from campaign_app.beneficiaries.services.registry import (
    details_of,
    edit_beneficiary,
    note_helped,
    register_beneficiary,
)
from campaign_app.beneficiaries.services.restrictions import (
    lift_by_new_consent,
    lift_restriction,
    restrict_beneficiary,
)

__all__ = [
    "BeneficiaryDetails",
    "ConsentGiven",
    "ImportTable",
    "ProxyDetails",
    "Report",
    "another_lines",
    "ask_for_work",
    "choose_columns",
    "confirm_list",
    "current_plan",
    "decide_pair",
    "details_of",
    "discard_list",
    "edit_beneficiary",
    "end_enrolment",
    "enrol",
    "erase_personal_data",
    "explain_rows",
    "forget_column",
    "forget_drafts",
    "has_keys",
    "keep_keys",
    "keep_plan",
    "lift_by_new_consent",
    "lift_restriction",
    "link_household",
    "lock_kept",
    "mark_as_another",
    "merge_beneficiaries",
    "names_of",
    "note_disclosure",
    "note_helped",
    "note_people_seen",
    "plan_import",
    "prepare_list",
    "publish_consent_text",
    "publish_criteria",
    "read_list",
    "refresh_block",
    "refresh_suggestions",
    "refuse_work",
    "register_beneficiary",
    "register_proxy",
    "reindex",
    "restrict_beneficiary",
    "revoke_proxy",
    "score_again",
    "take_back_decision",
    "take_consent",
    "undo_merge",
    "unlink_household",
    "upload_list",
    "withdraw_consent",
    "write_plan",
]
