"""What the columns of other people's lists are called, and what stands in their cells.

A header may be a field's own name (so an export can be imported again), one of our labels
in Kazakh, Russian or English, or one of the words that lists of real offices use.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from campaign_app.beneficiaries.rules.registry import (
    BeneficiaryCategory,
    ConsentMethod,
    Language,
    LegalBasis,
    Sex,
)
from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum
from campaign_app.core.spreadsheets.sheet import label_key
from campaign_app.core.variants import PackageVariant

#: Columns that hold several fields at once.
FULL_NAME = "full_name"
ADDRESS = "address"
#: A number in the order of the list: known, so that it counts as a header, and left out.
ORDINAL = "ordinal"

#: Field by field: its labels in lists. The field's own name is understood as well.
LABELS: Mapping[str, tuple[str, ...]] = {
    ORDINAL: (
        *("№", "№ п/п", "п/п", "р/с", "р/с №", "№ р/с", "No.", "#"),
        # What our own file of rows that were left out adds to the list.
        *("Не болады", "Себебі", "Что с ней будет", "Почему", "What becomes of it", "Why"),
    ),
    FULL_NAME: (
        *("аты-жөні", "Т.А.Ә.", "тегі, аты, әкесінің аты", "толық аты-жөні"),
        *("Ф.И.О.", "фамилия, имя, отчество", "получатель"),
        *("full name", "name", "recipient"),
    ),
    "surname": (
        *("тегі", "мекеме", "мекеменің атауы"),
        *("фамилия", "учреждение", "название учреждения", "наименование учреждения"),
        *("surname", "last name", "family name", "institution", "name of the institution"),
    ),
    "given_name": ("аты", "имя", "given name", "first name"),
    "patronymic": ("әкесінің аты", "отчество", "patronymic", "middle name"),
    "category": ("санаты", "категория", "category"),
    "born_on": (
        *("туған күні", "туылған күні", "туған жылы, айы, күні"),
        *("дата рождения", "д.р.", "др", "родился", "дата рожд."),
        *("date of birth", "born on", "birth date", "birthday"),
    ),
    "sex": ("жынысы", "пол", "sex", "gender"),
    "iin": ("ЖСН", "ИИН", "IIN"),
    "bin": ("БСН", "БИН", "BIN"),
    "document_number": (
        *("құжат нөмірі", "төлқұжат", "төлқұжат нөмірі", "жеке куәлік"),
        *("номер документа", "паспорт", "№ паспорта", "номер паспорта", "удостоверение"),
        *("document number", "passport", "passport number", "document"),
    ),
    "citizenship": ("азаматтығы", "гражданство", "страна", "ел", "citizenship", "country"),
    "language": ("тілі", "тіл", "язык", "language", "язык общения", "сөйлесу тілі"),
    "phone": (
        *("телефон", "телефоны", "телефон нөмірі", "ұялы телефон", "байланыс телефоны"),
        *("номер телефона", "тел.", "моб. телефон", "мобильный", "сотовый", "контактный телефон"),
        *("phone", "phone number", "mobile", "telephone"),
    ),
    ADDRESS: (
        *("мекенжайы", "мекенжай", "мекен-жайы", "тұрғылықты мекенжайы"),
        *("адрес", "адрес проживания", "домашний адрес", "address"),
    ),
    "city": ("қала", "қаласы", "город", "city"),
    "street": ("көше", "көшесі", "улица", "ул.", "street"),
    "house": ("үй", "үй нөмірі", "дом", "№ дома", "house"),
    "flat": ("пәтер", "пәтері", "квартира", "кв.", "flat", "apartment"),
    "entrance": ("кіреберіс", "подъезд", "entrance"),
    "floor": ("қабат", "этаж", "floor"),
    "dormitory": ("жатақхана", "жатақханасы", "общежитие", "общ.", "dormitory", "hostel"),
    "room": ("бөлме", "бөлмесі", "жатақхана бөлмесі", "комната", "ком.", "room"),
    "household_size": (
        *("отбасы мүшелерінің саны", "отбасындағы адам саны"),
        *("количество членов семьи", "членов семьи", "состав семьи"),
        *("household size", "family members", "members of the family"),
    ),
    "head_count": (
        *("адам саны", "адамдар саны", "тәрбиеленушілер саны"),
        *("количество человек", "численность", "количество людей"),
        *("head count", "number of people", "people"),
    ),
    "head_counted_on": (
        *("санақ күні", "адам санының күні", "дата подсчёта", "дата подсчета"),
        *("counted on", "day of the count"),
    ),
    "contact_person": ("байланысатын адам", "контактное лицо", "contact person"),
    "package_variant": ("жиынтық түрі", "вариант набора", "вид набора", "package variant"),
    "former_unit": (
        *("бұрынғы бөлімшесі", "бұрынғы жұмыс орны"),
        *("бывшее подразделение", "место прежней работы", "подразделение"),
        *("former unit", "former department"),
    ),
    "note": ("ескерту", "ескертпе", "примечание", "комментарий", "note", "comment"),
    "consent_given_on": (
        *("келісім күні", "келісім берілген күні"),
        *("дата согласия", "согласие получено", "согласие от"),
        *("consent given on", "date of consent", "consent date"),
    ),
    "consent_method": (
        *("келісім тәсілі", "келісім қалай берілді"),
        *("способ согласия", "как получено согласие", "как дано согласие"),
        *("consent method", "how consent was given"),
    ),
    "consent_witness": (
        *("келісім куәгері", "куәгер", "свидетель согласия", "свидетель"),
        *("witness of the consent", "witness"),
    ),
    "legal_basis": ("құқықтық негіз", "правовое основание", "legal basis"),
}

#: What forms and previews call the fields; each is one of the labels above, in every language.
FIELD_NAMES: Mapping[str, str] = {
    FULL_NAME: N_("Full name"),
    "surname": N_("Surname"),
    "given_name": N_("Given name"),
    "patronymic": N_("Patronymic"),
    "category": N_("Category"),
    "born_on": N_("Date of birth"),
    "sex": N_("Sex"),
    "iin": N_("IIN"),
    "bin": N_("BIN"),
    "document_number": N_("Document number"),
    "citizenship": N_("Citizenship"),
    "language": N_("Language"),
    "phone": N_("Phone"),
    ADDRESS: N_("Address"),
    "city": N_("City"),
    "street": N_("Street"),
    "house": N_("House"),
    "flat": N_("Flat"),
    "entrance": N_("Entrance"),
    "floor": N_("Floor"),
    "dormitory": N_("Dormitory"),
    "room": N_("Room"),
    "household_size": N_("Members of the family"),
    "head_count": N_("Number of people"),
    "head_counted_on": N_("Counted on"),
    "contact_person": N_("Contact person"),
    "package_variant": N_("Package variant"),
    "former_unit": N_("Former unit"),
    "note": N_("Note"),
    "consent_given_on": N_("Consent given on"),
    "consent_method": N_("How consent was given"),
    "consent_witness": N_("Witness of the consent"),
    "legal_basis": N_("Legal basis"),
}


class NoNameColumn(DomainError):
    """Without a name nobody is registered."""

    message = N_("No column with names was found. Name it “Аты-жөні”, “Ф.И.О.” or “surname”.")


class ColumnTwice(DomainError):
    """One field is read from one column."""

    message = N_(
        "Two columns are read as “%(field_name)s”: “%(first)s” and “%(second)s”. Leave one out."
    )


class FieldNamed(DomainError):
    """The name of a field, as a part of a refusal."""

    def __init__(self, name: str) -> None:
        """`name` is the field."""
        self.message = FIELD_NAMES[name]  # type: ignore[misc]
        super().__init__()


_FIELD_OF = {
    label_key(label): field for field, labels in LABELS.items() for label in (field, *labels)
}
_FIELD_OF[""] = ORDINAL  # «№» has neither letters nor digits
#: Every label that a header is recognised by.
KNOWN_LABELS = frozenset(key for key in _FIELD_OF if key)
#: One of these must be there: nobody is registered without a name.
NAMES = frozenset({FULL_NAME, "surname", "given_name", "patronymic"})

_VALUES: Mapping[LabelledEnum, tuple[str, ...]] = {
    BeneficiaryCategory.LONELY_PENSIONER: (
        *("жалғызбасты зейнеткер", "зейнеткер"),
        *("одинокий пенсионер", "одинокая пенсионерка", "пенсионер"),
    ),
    BeneficiaryCategory.FOREIGN_STUDENT: ("шетелдік студент", "иностранный студент", "студент"),
    BeneficiaryCategory.INSTITUTION: ("мекеме", "учреждение"),
    BeneficiaryCategory.STRANDED_PERSON: (
        *("қар құрсауында қалған адам",),
        *("человек, застрявший в снежном заносе", "застрявший в снежном заносе"),
    ),
    BeneficiaryCategory.LARGE_FAMILY: ("көпбалалы отбасы", "многодетная семья", "многодетные"),
    BeneficiaryCategory.PERSON_WITH_DISABILITY: (
        *("мүгедектігі бар адам",),
        *("человек с инвалидностью", "лицо с инвалидностью"),
    ),
    BeneficiaryCategory.OTHER: ("басқа", "другое", "прочее", "иное"),
    Sex.FEMALE: ("ә", "әйел", "ж", "жен", "женский", "f", "woman"),
    Sex.MALE: ("е", "ер", "еркек", "м", "муж", "мужской", "m", "man"),
    Language.KK: ("қазақша", "қазақ", "қазақ тілі", "казахский", "каз", "қаз", "kazakh"),
    Language.RU: ("орысша", "орыс", "орыс тілі", "русский", "рус", "russian"),
    Language.EN: ("ағылшынша", "ағылшын", "ағылшын тілі", "английский", "англ", "english"),
    ConsentMethod.PAPER: ("қағаз түрінде", "қағаз", "жазбаша", "на бумаге", "письменно", "written"),
    ConsentMethod.ELECTRONIC: ("электрондық", "электронно", "в электронном виде", "online"),
    ConsentMethod.ORAL_WITNESSED: (
        *("ауызша", "куәгердің қатысуымен ауызша"),
        *("устно", "устно при свидетеле", "oral"),
    ),
    LegalBasis.CONSENT: ("келісім", "согласие"),
    LegalBasis.VITAL_INTEREST: (
        *("өмірді қорғау (боран, төтенше жағдай)", "өмірді қорғау"),
        *("защита жизни (буран, чрезвычайная ситуация)", "защита жизни", "protection of life"),
    ),
    PackageVariant.STANDARD: ("қалыпты", "стандартты", "стандартный", "обычный", "стандарт"),
    PackageVariant.HALAL: ("халал", "халяль"),
    PackageVariant.DIABETIC: (
        *("қантсыз", "диабеттік", "диабетпен ауыратындарға арналған жиынтық"),
        *("без сахара", "диабетический", "набор для диабетиков", "diabetic"),
    ),
    PackageVariant.VEGETARIAN: ("вегетариандық", "вегетарианский"),
    PackageVariant.NO_KITCHEN: ("пісіруді қажет етпейтін", "без приготовления", "no kitchen"),
    PackageVariant.INFANT: ("сәбиге арналған", "для младенца", "infant"),
}


def field_of(label: object) -> str | None:
    """The field that a header names; None for a column that we know nothing of."""
    key = label_key(label)
    if not key and not str(label or "").strip():
        return None
    return _FIELD_OF.get(key)


def map_columns(
    labels: Iterable[object], chosen: Mapping[str, str] | None = None
) -> list[str | None]:
    """The field of each column, in their order; None for a column that is left out.

    What a person chose (`chosen`: field by label key, "" for none) goes before the names that
    are known here. Otherwise the first of two columns for one field counts.
    """
    chosen, labels = chosen or {}, list(labels)
    found: list[str | None] = [chosen.get(label_key(label)) or None for label in labels]
    taken = {field for field in found if field}
    for place, label in enumerate(labels):
        key = label_key(label)
        if key and key in chosen:
            if found[place] in found[:place]:
                found[place] = None
            continue
        field = field_of(label)
        if field is not None and (field == ORDINAL or field not in taken):
            found[place] = field
            taken.add(field)
    return found


def check_columns(labels: Sequence[str], fields: Sequence[str | None]) -> None:
    """Raise ColumnTwice for two columns read as one field, NoNameColumn without a name."""
    first: dict[str, int] = {}
    for place, field in enumerate(fields):
        if field is None or field == ORDINAL:
            continue
        if field in first:
            named = (labels[first[field]] or str(first[field] + 1), labels[place] or str(place + 1))
            raise ColumnTwice(field_name=FieldNamed(field), first=named[0], second=named[1])
        first[field] = place
    if not NAMES.intersection(first):
        raise NoNameColumn(field="file")


def new_choices(
    labels: Sequence[str], fields: Sequence[str | None]
) -> tuple[dict[str, str], set[str]]:
    """What is remembered of a person's choice: field by label, and label keys to forget.

    A column that is read as its name says needs no memory; neither does one without a name,
    or one of several with the same name.
    """
    keys = [label_key(label) for label in labels]
    kept, forgotten = {}, set()
    for label, key, field in zip(labels, keys, fields, strict=True):
        if not key or keys.count(key) > 1:
            continue
        if (field if field != ORDINAL else None) == _built_in(label):
            forgotten.add(key)
        else:
            kept[label] = field or ""
    return kept, forgotten


def _built_in(label: str) -> str | None:
    field = field_of(label)
    return None if field == ORDINAL else field


def is_field(name: str) -> bool:
    """Whether a column may be read as this field."""
    return name in FIELD_NAMES


def member_of(enum: type[LabelledEnum], text: str) -> LabelledEnum | None:
    """The member that a cell names: by its value, its English label, or as lists write it."""
    key = label_key(text)
    for member in enum:
        if key in {label_key(word) for word in (member.value, member.label, *_VALUES[member])}:
            return member
    return None
