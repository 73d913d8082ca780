"""What the macros of the pages promise: labels, errors where they belong, filters that stay."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from flask import Flask, render_template_string
from lxml import html as parser
from sqlalchemy.orm import Session
from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import InputRequired

from campaign_app.core.forms import CreatingForm

FORMS = '{% from "macros/forms.html" import field, post_form, post_button %}'
TABLES = '{% from "macros/tables.html" import data_table, pagination %}'
FIGURES = '{% from "macros/figures.html" import equation %}'


class GiftForm(CreatingForm):
    """A form with one field of each kind that is rendered differently."""

    donor_name = StringField("Donor", [InputRequired("Write a name.")])
    note = StringField("Note")
    method = RadioField("Method", [InputRequired("Choose one.")], choices=["cash", "bank"])
    is_anonymous = BooleanField("Anonymous")


@pytest.fixture(autouse=True)
def _with_a_database(session: Session) -> None:
    """Every page asks the database whether it is the demo."""


def render(app: Flask, source: str, path: str = "/", **context: object) -> parser.HtmlElement:
    with app.test_request_context(path, headers={"Accept-Language": "en"}):
        if context.pop("with_form", False):
            form = GiftForm()
            form.validate()
            form.form_errors.append("Two numbers do not agree.")
            context["form"] = form
        return parser.fragment_fromstring(
            render_template_string(source, **context), create_parent="div"
        )


@pytest.fixture
def refused(app: Flask) -> parser.HtmlElement:
    source = FORMS + (
        "{% call post_form(form) %}{{ field(form.donor_name, hint='Surname first') }}"
        "{{ field(form.note) }}{{ field(form.method) }}{{ field(form.is_anonymous) }}{% endcall %}"
        "{% call post_form(form) %}{% endcall %}"
    )
    return render(app, source, with_form=True)


def test_an_error_stands_at_its_field_and_is_read_with_it(refused: parser.HtmlElement) -> None:
    control = refused.get_element_by_id("donor_name")
    assert control.get("aria-invalid") == "true"
    assert control.get("aria-describedby") == "donor_name-hint donor_name-error"
    assert refused.get_element_by_id("donor_name-error").text_content() == "Write a name."


def test_a_field_without_error_says_so_by_silence(refused: parser.HtmlElement) -> None:
    note = refused.get_element_by_id("note")
    assert note.get("aria-invalid") is None
    assert note.get("aria-describedby") is None
    assert "(optional)" in refused.xpath("//label[@for='note']")[0].text_content()


def test_the_summary_leads_to_the_fields(refused: parser.HtmlElement) -> None:
    summary = refused.xpath("//*[@role='alert']")[0]
    assert [link.get("href") for link in summary.xpath(".//a")] == ["#donor_name", "#method-0"]
    assert "Two numbers do not agree." in summary.text_content()
    for link in summary.xpath(".//a"):
        assert refused.get_element_by_id(link.get("href")[1:]) is not None


def test_radios_are_a_group_with_a_legend(refused: parser.HtmlElement) -> None:
    group = refused.get_element_by_id("method-0").xpath("ancestor::fieldset")[0]
    assert group.findtext("legend").strip() == "Method"
    assert group.get("aria-describedby") == "method-error"


def test_each_form_has_its_own_token_and_no_id_is_there_twice(refused: parser.HtmlElement) -> None:
    assert len(refused.xpath("//input[@name='csrf_token']")) == 2
    assert len(refused.xpath("//input[@name='submission_id']")) == 2
    ids = refused.xpath("//form[1]//@id")
    assert len(ids) == len(set(ids))
    assert not refused.xpath("//input[@type='hidden']/@id")


def test_a_button_that_changes_something_is_a_form_with_a_token(app: Flask) -> None:
    page = render(
        app, FORMS + "{{ post_button('/x', 'Approve', values={'a': '1'}, about='No. 7') }}"
    )
    form = page.find("form")
    assert (form.get("method"), form.get("action")) == ("post", "/x")
    assert sorted(form.xpath(".//input/@name")) == ["a", "csrf_token"]
    assert form.find("button").text_content() == "Approve: No. 7"


def test_pages_keep_the_filters_of_the_address(app: Flask) -> None:
    rows = SimpleNamespace(page=2, page_count=3, total=137)
    page = render(app, TABLES + "{{ pagination(rows) }}", "/?q=Ә&method=cash&page=2", rows=rows)
    assert page.xpath("//a[@rel='prev']/@href") == ["?q=%D3%98&method=cash&page=1"]
    assert page.xpath("//a[@rel='next']/@href") == ["?q=%D3%98&method=cash&page=3"]


def test_a_sorted_column_says_so_and_turns_round(app: Flask) -> None:
    source = TABLES + (
        "{% call data_table([{'label': 'Sum', 'sort': 'sum'}], 'Gifts', sort='sum') %}{% endcall %}"
    )
    page = render(app, source, "/?sort=sum&page=4&q=a")
    assert page.xpath("//th/@aria-sort") == ["ascending"]
    assert page.xpath("//th/a/@href") == ["?q=a&sort=-sum&page=1"]


@pytest.mark.parametrize(
    ("difference", "kind"),
    [(0, "difference-zero"), (-2, "difference-not-zero"), (None, "difference-unknown")],
)
def test_an_equation_shows_its_difference(app: Flask, difference: int | None, kind: str) -> None:
    source = FIGURES + "{{ equation('Packages', [(64, 'packed'), (66, 'out')], d, unit='count') }}"
    page = render(app, source, d=difference)
    assert kind in page.xpath("//p/@class")[0]


def test_an_equation_knows_what_it_does_not_know(app: Flask) -> None:
    source = (
        FIGURES + "{{ equation('Packages', [(none, 'packed'), (none, 'out')], none, 'count') }}"
    )
    values = [e.text_content() for e in render(app, source).find_class("figure-value")]
    assert values == ["not known", "not known"]
