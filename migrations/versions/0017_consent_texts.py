"""What people agree to, version by version; how a consent was given and withdrawn."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from campaign_app.core.append_only import drop_append_only, make_append_only

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# The first versions came with the program: before the first consent that anybody gave here.
FIRST_DAY = datetime(2020, 1, 1, tzinfo=UTC)
TERM = {
    "kk": "Келісім берілген күннен бастап деректерді өңдеу мақсаттарына қол жеткізілгенге дейін "
    "немесе келісім кері қайтарып алынғанға дейін. Есеп құжаттары заңнамада белгіленген мерзім "
    "бойы сақталады.",
    "ru": "Со дня дачи согласия до достижения целей обработки данных либо до отзыва согласия. "
    "Учётные документы хранятся в течение срока, установленного законодательством.",
    "en": "From the day on which consent is given until the purposes are reached or the consent "
    "is withdrawn. Accounting documents are kept for as long as the law requires.",
}
WITHDRAWAL = {
    "kk": "Келісімді кез келген уақытта жазбаша, ауызша немесе электрондық түрде кері қайтарып "
    "алуға болады. Жарияланған материал өтініштен кейін бір жұмыс күні ішінде алынып тасталады. "
    "Бұл келісім ерікті: одан бас тарту көмек алуға әсер етпейді.",
    "ru": "Согласие можно отозвать в любое время письменно, устно или в электронной форме. "
    "Опубликованное снимается в течение одного рабочего дня после обращения. Это согласие "
    "добровольное: отказ от него не влияет на получение помощи.",
    "en": "The consent can be withdrawn at any time in writing, orally or electronically. What "
    "was published is taken down within one working day of the request. This consent is "
    "voluntary: to refuse it does not affect the help.",
}
PLACES = {
    "kk": "ұйымның сайтында және қайырымдылық науқандары туралы жаңалықтар мен есептерде",
    "ru": "на сайте организации, в новостях и отчётах о благотворительных кампаниях",
    "en": "on the organisation's site, in news and reports about charity campaigns",
}
TEXTS = {
    "registration": {
        "purpose": {
            "kk": "Қайырымдылық көмек көрсету: көмек алушылардың тізімін жүргізу, көмекті жеткізу, "
            "оның алынғанын растау және есеп беру.",
            "ru": "Оказание благотворительной помощи: ведение списка получателей, доставка помощи, "
            "подтверждение её получения и отчётность.",
            "en": "Charitable help: keeping the list of recipients, delivering the help, proving "
            "its receipt and accounting for it.",
        },
        "term": TERM,
        "data_list": {
            "kk": "тегі, аты, әкесінің аты (бар болса); туған күні; жынысы; азаматтығы; ЖСН немесе "
            "жеке басты куәландыратын құжаттың нөмірі (құжаттың көшірмесі алынбайды); мекенжайы "
            "немесе жатақханасы мен бөлмесі; телефон нөмірі; сөйлесу тілі; отбасы құрамы; "
            "алушының санаты және мұқтаждығы туралы мәліметтер; жиынтық түрі; алынған көмек "
            "туралы мәліметтер",
            "ru": "фамилия, имя, отчество (при наличии); дата рождения; пол; гражданство; ИИН или "
            "номер документа, удостоверяющего личность (копия документа не снимается); адрес "
            "или общежитие и комната; номер телефона; язык общения; состав семьи; категория "
            "получателя и сведения о нуждаемости; вариант набора; сведения о полученной помощи",
            "en": "surname, given name, patronymic (if any); date of birth; sex; citizenship; IIN "
            "or number of the identity document (no copy of the document is taken); address, or "
            "dormitory and room; telephone number; language; members of the family; category of "
            "the recipient and what is known about need; variant of the package; help received",
        },
        "other": {
            "kk": "Келісімді заңда көзделген жағдайларды қоспағанда, кез келген уақытта жазбаша, "
            "ауызша немесе электрондық түрде кері қайтарып алуға болады. Содан кейін деректерді "
            "өңдеу тоқтатылады, ал есеп құжаттары сақталады. Есімді жариялауға және фотоға "
            "түсіруге келісім бөлек беріледі: олардан бас тарту көмек алуға әсер етпейді.",
            "ru": "Согласие можно отозвать в любое время письменно, устно или в электронной форме, "
            "кроме случаев, предусмотренных законом. После этого обработка данных прекращается, "
            "а учётные документы сохраняются. Согласие на публикацию имени и на фотосъёмку "
            "даётся отдельно: отказ от них не влияет на получение помощи.",
            "en": "The consent can be withdrawn at any time in writing, orally or electronically, "
            "except where the law provides otherwise. Processing then stops; accounting "
            "documents are kept. Publication of the name and photos are agreed to apart: to "
            "refuse them does not affect the help.",
        },
    },
    "publication": {
        "purpose": {
            "kk": "Науқан туралы айту және көмек көрсеткендерге алғыс білдіру: көмек алушының есімі "
            "мен сөздерін жариялау.",
            "ru": "Рассказ о кампании и благодарность тем, кто помог: публикация имени и слов "
            "получателя помощи.",
            "en": "Telling about the campaign and thanking those who helped: publication of the "
            "name and the words of a recipient.",
        },
        "term": {
            "kk": "Келісім берілген күннен бастап ол кері қайтарып алынғанға дейін.",
            "ru": "Со дня дачи согласия до его отзыва.",
            "en": "From the day on which consent is given until it is withdrawn.",
        },
        "data_list": {
            "kk": "тегі, аты; науқан және алынған көмек туралы айтқан сөздері",
            "ru": "фамилия, имя; слова о кампании и полученной помощи",
            "en": "surname, given name; words about the campaign and the help received",
        },
        "public_sources": PLACES,
        "other": WITHDRAWAL,
    },
    "photo": {
        "purpose": {
            "kk": "Науқан туралы айту: көмек алушы бейнеленген фотосуреттерді түсіру және жариялау.",
            "ru": "Рассказ о кампании: съёмка и публикация фотографий, на которых изображён "
            "получатель помощи.",
            "en": "Telling about the campaign: taking and publishing photos that show a recipient.",
        },
        "term": {
            "kk": "Келісім берілген күннен бастап ол кері қайтарып алынғанға дейін.",
            "ru": "Со дня дачи согласия до его отзыва.",
            "en": "From the day on which consent is given until it is withdrawn.",
        },
        "data_list": {
            "kk": "фотосуреттегі бейне (мекенжайсыз және есімсіз)",
            "ru": "изображение на фотографии (без адреса и имени)",
            "en": "the image on a photo (without address and name)",
        },
        "public_sources": PLACES,
        "other": WITHDRAWAL,
    },
}


def upgrade() -> None:
    texts = op.create_table(
        "consent_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("operator_bin", sa.String(length=12), nullable=False),
        sa.Column("passes_on", sa.Boolean(), nullable=False),
        sa.Column("crosses_border", sa.Boolean(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "scope IN ('registration', 'publication', 'photo')",
            name=op.f("ck_consent_texts_scope_known"),
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_consent_texts_number_positive")),
        sa.ForeignKeyConstraint(
            ["published_by_id"],
            ["accounts.id"],
            name=op.f("fk_consent_texts_published_by_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_texts")),
        sa.UniqueConstraint("scope", "number", name=op.f("uq_consent_texts_scope_number")),
    )
    words = ("third_parties", "cross_border", "public_sources")
    bodies = op.create_table(
        "consent_text_bodies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=32), nullable=False),
        sa.Column("operator_name", sa.String(length=300), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in words),
        sa.Column("data_list", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "language IN ('kk', 'ru', 'en')", name=op.f("ck_consent_text_bodies_language_known")
        ),
        sa.ForeignKeyConstraint(
            ["text_id"],
            ["consent_texts.id"],
            name=op.f("fk_consent_text_bodies_text_id_consent_texts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_text_bodies")),
        sa.UniqueConstraint(
            "text_id", "language", name=op.f("uq_consent_text_bodies_text_id_language")
        ),
    )
    _bring_first_versions(texts, bodies)
    make_append_only("consent_texts")
    make_append_only("consent_text_bodies")
    _widen_consents()
    _state_the_basis()


def _bring_first_versions(texts: sa.Table, bodies: sa.Table) -> None:
    """One text for each scope; the operator comes from the settings until the next version."""
    connection = op.get_bind()
    for scope, said in TEXTS.items():
        connection.execute(
            texts.insert().values(
                scope=scope,
                number=1,
                published_at=FIRST_DAY,
                operator_bin="",
                passes_on=False,
                crosses_border=False,
                is_public=scope != "registration",
            )
        )
        made = sa.select(texts.c.id).where(texts.c.scope == scope)
        text_id = connection.execute(made).scalar_one()
        for language in ("kk", "ru", "en"):
            empty = {"third_parties": "", "cross_border": "", "public_sources": ""}
            values = empty | {name: words[language] for name, words in said.items()}
            connection.execute(
                bodies.insert().values(
                    text_id=text_id, language=language, operator_name="", **values
                )
            )


def _widen_consents() -> None:
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("witness_name", sa.String(length=200), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("withdrawal_method", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("withdrawal_by_id", sa.Integer(), nullable=True))
    # Nobody wrote down who heard the oral consents that are on file already.
    op.execute("UPDATE consents SET witness_name = '—' WHERE method = 'oral_witnessed'")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_check_constraint(
            batch_op.f("ck_consents_oral_with_witness"),
            "method <> 'oral_witnessed' OR witness_name <> ''",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_consents_withdrawal_method_known"),
            "withdrawal_method IN ('written', 'oral', 'electronic')",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_consents_withdrawal_by_id_accounts"),
            "accounts",
            ["withdrawal_by_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_consents_text"),
            "consent_texts",
            ["scope", "text_version"],
            ["scope", "number"],
        )
        batch_op.create_index(
            "ix_consents_valid", ["scope", "withdrawn_on", "beneficiary_id"], unique=False
        )


def _state_the_basis() -> None:
    with op.batch_alter_table("beneficiaries", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "legal_basis", sa.String(length=32), server_default="consent", nullable=False
            )
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_beneficiaries_legal_basis_known"),
            "legal_basis IN ('consent', 'vital_interest')",
        )


def downgrade() -> None:
    with op.batch_alter_table("beneficiaries", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_beneficiaries_legal_basis_known"), type_="check")
        batch_op.drop_column("legal_basis")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_index("ix_consents_valid")
        batch_op.drop_constraint(batch_op.f("fk_consents_text"), type_="foreignkey")
        batch_op.drop_constraint(
            batch_op.f("fk_consents_withdrawal_by_id_accounts"), type_="foreignkey"
        )
        batch_op.drop_constraint(batch_op.f("ck_consents_withdrawal_method_known"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_consents_oral_with_witness"), type_="check")
        batch_op.drop_column("withdrawal_by_id")
        batch_op.drop_column("withdrawal_method")
        batch_op.drop_column("witness_name")
    for table in ("consent_text_bodies", "consent_texts"):
        drop_append_only(table)
        op.drop_table(table)
