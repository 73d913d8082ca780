"""What every HTML page must keep, checked on each page that a test fetches."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from lxml import html as parser

TRANSLATIONS = Path(__file__).parents[2] / "campaign_app" / "translations"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
SHOWN_ATTRIBUTES = ("title", "aria-label", "placeholder", "alt")
NEEDS_NO_LABEL = {"hidden", "submit", "button", "image", "reset"}
SHORTEST_TELLING_PIECE = 12


class PageProblem(AssertionError):
    """A page breaks a rule that every page keeps."""


def check_page(text: str, locale: str) -> None:
    """Raise PageProblem with everything that is wrong with a page in `locale`."""
    if not text.strip():
        raise PageProblem("The page is empty.")
    page = parser.document_fromstring(text)
    problems = [*_inline(page), *_ids(page), *_labels(page), *_images(page)]
    if "<html" in text[:500].lower():
        problems += _structure(page, locale)
    problems += _untranslated(page, locale)
    if problems:
        raise PageProblem("\n".join(problems))


def _structure(page: parser.HtmlElement, locale: str) -> list[str]:
    problems = []
    if page.get("lang") != locale:
        problems.append(f"<html lang> is {page.get('lang')!r}, the reader's language is {locale!r}")
    headings = page.xpath("//h1")
    if len(headings) != 1:
        texts = [_squeeze(heading.text_content()) for heading in headings]
        problems.append(f"there is not exactly one h1: {texts}")
    title = page.findtext(".//title")
    if not (title or "").strip():
        problems.append("<title> is missing or empty")
    if len(page.xpath("//main")) != 1:
        problems.append("there is not exactly one <main>")
    return problems


def _inline(page: parser.HtmlElement) -> list[str]:
    """The content security policy forbids these; a page that has them is broken by it."""
    problems = [
        f"inline script: {e.text[:60]!r}"
        for e in page.xpath("//script[not(@src)]/text()/..")
        if e.get("type") not in ("application/json", "application/ld+json")
    ]
    problems += ["inline <style>" for _ in page.xpath("//style[not(ancestor::svg)]")]
    problems += [f"style attribute on <{e.tag}>" for e in page.xpath("//*[@style]")]
    for element in page.iter():
        if isinstance(element.tag, str):
            found = [name for name in element.attrib if name.startswith("on")]
            problems += [f"{name}= on <{element.tag}>" for name in found]
    return problems


def _ids(page: parser.HtmlElement) -> list[str]:
    seen: set[str] = set()
    problems = []
    for element_id in page.xpath("//@id"):
        if element_id in seen:
            problems.append(f"id {element_id!r} is there twice")
        seen.add(element_id)
    for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
        for element in page.xpath(f"//*[@{name}]"):
            for reference in element.get(name).split():
                if reference not in seen:
                    problems.append(f"{name}={reference!r} on <{element.tag}> points to nothing")
    return problems


def _labels(page: parser.HtmlElement) -> list[str]:
    labelled = set(page.xpath("//label/@for"))
    problems = []
    for field in page.xpath("//input | //select | //textarea"):
        if field.tag == "input" and field.get("type", "text") in NEEDS_NO_LABEL:
            continue
        if field.get("id") in labelled or field.get("aria-label") or field.get("aria-labelledby"):
            continue
        if any(ancestor.tag == "label" for ancestor in field.iterancestors()):
            continue
        problems.append(f"<{field.tag} name={field.get('name')!r}> has no label")
    for element in page.xpath("//button | //a[@href]"):
        named = element.text_content().strip() or element.get("aria-label") or element.get("title")
        if not named and not element.xpath(".//img[@alt!=''] | .//svg//*[local-name()='title']"):
            problems.append(f"<{element.tag}> has no text")
    return problems


def _images(page: parser.HtmlElement) -> list[str]:
    problems = [f"<img src={e.get('src')!r}> has no alt" for e in page.xpath("//img[not(@alt)]")]
    for drawing in page.xpath("//svg | //*[local-name()='svg']"):
        hidden = any(e.get("aria-hidden") == "true" for e in [drawing, *drawing.iterancestors()])
        named = drawing.get("aria-label") or drawing.get("aria-labelledby")
        if not hidden and not named and not drawing.xpath(".//*[local-name()='title']"):
            problems.append("an <svg> has neither a title nor aria-hidden")
    return problems


def _untranslated(page: parser.HtmlElement, locale: str) -> list[str]:
    """English message ids on a page that is not English; marked names are left alone."""
    if locale == "en":
        return []
    whole, pieces = _english(locale)
    problems = []
    for shown in _shown_texts(page, locale):
        if shown in whole:
            problems.append(f"left in English: {shown!r}")
        else:
            problems += [f"left in English: {shown[:80]!r}" for piece in pieces if piece in shown]
    return problems


def _shown_texts(page: parser.HtmlElement, locale: str) -> list[str]:
    texts = []
    for element in page.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "textarea"):
            continue
        if _is_not_for_translation(element, locale):
            continue
        texts += [element.get(name, "") for name in SHOWN_ATTRIBUTES]
        if element.tag in ("input", "button") and element.get("type") in ("submit", "button"):
            texts.append(element.get("value", ""))
        texts.append(element.text or "")
        texts += [child.tail or "" for child in element]
    return [squeezed for text in texts if (squeezed := _squeeze(text))]


def _is_not_for_translation(element: parser.HtmlElement, locale: str) -> bool:
    for around in (element, *element.iterancestors()):
        if around.get("translate") == "no" or around.get("lang", locale) != locale:
            return True
    return False


def _squeeze(text: str) -> str:
    return " ".join(text.split())


@cache
def _english(locale: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Message ids that read otherwise in `locale`; and long pieces of those with placeholders."""
    whole, pieces = set(), set()
    with (TRANSLATIONS / locale / "LC_MESSAGES" / "messages.po").open("rb") as file:
        for message in read_po(file, locale=locale):
            for msgid in _differing(message):
                if PLACEHOLDER.search(msgid):
                    longest = max(PLACEHOLDER.split(msgid), key=len).strip()
                    if len(longest) >= SHORTEST_TELLING_PIECE and " " in longest:
                        pieces.add(longest)
                else:
                    whole.add(_squeeze(msgid))
    return frozenset(whole), tuple(sorted(pieces))


def _differing(message: Message) -> list[str]:
    if not message.id or not message.string:
        return []
    ids = list(message.id) if isinstance(message.id, (list, tuple)) else [message.id]
    strings = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return [msgid for msgid in ids if msgid not in strings]
