"""Lists that come in: read, compared with the registry, and written once they are confirmed."""

from campaign_app.beneficiaries.services.imports.columns import choose_columns, forget_column
from campaign_app.beneficiaries.services.imports.drafts import (
    another_lines,
    ask_for_work,
    confirm_list,
    current_plan,
    discard_list,
    keep_plan,
    mark_as_another,
    prepare_list,
    refuse_work,
    upload_list,
)
from campaign_app.beneficiaries.services.imports.planning import (
    Report,
    explain_rows,
    plan_import,
)
from campaign_app.beneficiaries.services.imports.tables import ImportTable, read_list
from campaign_app.beneficiaries.services.imports.writing import write_plan

__all__ = [
    "ImportTable",
    "Report",
    "another_lines",
    "ask_for_work",
    "choose_columns",
    "confirm_list",
    "current_plan",
    "discard_list",
    "explain_rows",
    "forget_column",
    "keep_plan",
    "mark_as_another",
    "plan_import",
    "prepare_list",
    "read_list",
    "refuse_work",
    "upload_list",
    "write_plan",
]
