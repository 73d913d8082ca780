"""The decision of a round and the answer to one person, filled from what was kept."""

from __future__ import annotations

from sqlalchemy.orm import Session

from campaign_app.beneficiaries.rules import Criterion
from campaign_app.core.i18n import N_
from campaign_app.core.printing.document import FormHead
from campaign_app.core.printing.labels import Message, Text, Texts
from campaign_app.distribution import queries
from campaign_app.distribution.models import DistributionRound
from campaign_app.distribution.printing import AnswerPaper, DecidedRow, DecisionPaper
from campaign_app.distribution.queries import DecisionRow
from campaign_app.distribution.rules import DecisionReason as R
from campaign_app.inventory import queries as inventory

#: The reasons as they are said to the person.
ANSWERS: dict[R, str] = {
    R.BY_NEED: N_("You are on the list: your need was among the greatest."),
    R.TAKEN_IN_BY_HAND: N_("You were put on the list by hand, for this reason:"),
    R.ADDED_LATER: N_(
        "You came on the campaign's list after this round was planned, and were added to it."
    ),
    R.BEYOND_AVAILABLE: N_(
        "You are not on the list: there were fewer packages than people, and they ended before "
        "your turn."
    ),
    R.VARIANT_MISSING: N_(
        "You are not on the list: no package of the variant that you need was left."
    ),
    R.IN_ANOTHER_ROUND: N_(
        "You are not on this list because you are on the list of another round of this campaign "
        "or have its package already."
    ),
    R.OTHER_CATEGORY: N_("You are not on the list: this round was for another category of people."),
    R.OTHER_PLACE: N_(
        "You are not on the list: this round was for other streets or dormitories than yours."
    ),
    R.SHARES_DOOR: N_(
        "You are not on the list: somebody with your telephone or address, or of your "
        "household, is on it."
    ),
    R.RESTRICTED: N_(
        "You are not on the list: the processing of your data is stopped, so no help could be "
        "planned for you. Tell us if you want it to go on."
    ),
    R.LEFT_OUT_BY_HAND: N_("You were left out of the list by hand, for this reason:"),
}
STAYS_ON_LIST = Message(
    N_("You stay on the campaign's list: at the next round everybody is considered again.")
)
SAY_WHAT_IS_WRONG = Message(
    N_(
        "If a criterion applies to you and was not counted, or something has changed, tell us: "
        "we correct it and find your need again."
    )
)
COMPLAIN = Message(
    N_("If you do not agree, you can complain. Somebody else than the one who decided answers you.")
)


def criterion_text(line: Criterion) -> Text:
    """A criterion's words on paper."""
    if line.is_own:
        return Texts(line.label_kk, line.label_ru, line.label_en)
    return Message(line.label)


def decision_of_round(session: Session, round_: DistributionRound, head: FormHead) -> DecisionPaper:
    """Everything that was decided, by the versions that it was decided with."""
    rows = queries.list_decisions(session, round_.id)
    versions = {row.criteria_version: row.criteria for row in rows}
    return DecisionPaper(
        head=head,
        round_title=Texts(round_.title_kk, round_.title_ru, round_.title_en),
        package=_package(session, round_),
        versions={
            number: [(criterion_text(line), line.weight) for line in versions[number].lines]
            for number in sorted(versions)
        },
        reserve_count=round_.reserve_count,
        taken=[_row(row) for row in rows if row.is_in],
        left_out=[_row(row) for row in rows if not row.is_in],
    )


def _package(session: Session, round_: DistributionRound) -> Texts:
    version = inventory.describe_version(session, round_.version_id)
    return Texts(version.name_kk, version.name_ru, version.name_en)


def _row(row: DecisionRow) -> DecidedRow:
    return DecidedRow(
        rank=row.rank,
        recipient=row.person.full_name,
        score=row.need_score,
        lines=[(criterion_text(line), line.weight) for line in row.need_lines],
        helped_on=row.waiting_since,
        variant=row.variant,
        reason=row.reason,
        note=row.note,
    )


def answer_for(
    session: Session,
    round_: DistributionRound,
    row: DecisionRow,
    head: FormHead,
    *,
    complaint_url: str | None,
) -> AnswerPaper:
    """What one person is told, about herself only."""
    counted = {line.code for line in row.need_lines}
    steps: list[Text] = [SAY_WHAT_IS_WRONG, COMPLAIN]
    if not row.is_in:
        steps.insert(0, STAYS_ON_LIST)
    if complaint_url:
        steps.append(complaint_url)
    return AnswerPaper(
        head=head,
        round_title=Texts(round_.title_kk, round_.title_ru, round_.title_en),
        package=_package(session, round_),
        version=row.criteria_version,
        recipient=row.person.full_name,
        decision=Message(ANSWERS[row.reason]),
        note=row.note,
        lines=[
            (criterion_text(line), line.weight, line.code in counted) for line in row.criteria.lines
        ],
        score=row.need_score,
        place=_place(session, round_, row),
        steps=steps,
    )


def _place(session: Session, round_: DistributionRound, row: DecisionRow) -> list[Text]:
    """Her place in the order and the last one that got a package; nobody's name."""
    end = queries.cut_off(session, round_.id)
    lines: list[Text] = []
    if row.rank is not None:
        lines.append(Message(N_("Your place in the order: %(rank)s."), (("rank", row.rank),)))
    if end is not None:
        where = (("rank", end.rank), ("score", end.need_score))
        lines.append(
            Message(
                N_("The last package by need went to place %(rank)s, with a need of %(score)s."),
                where,
            )
        )
        if row.rank is not None and not row.is_in and row.need_score == end.need_score:
            lines.append(
                Message(N_("Of people with the same need whoever had waited longer came first."))
            )
    return lines


def answer_languages(row: DecisionRow) -> tuple[str, ...]:
    """The person's own language; Kazakh and Russian where it is not known or another."""
    language = row.person.language
    if language is not None and language.value in ("kk", "ru", "en"):
        return (str(language.value),)
    return ("kk", "ru")
