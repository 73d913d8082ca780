"""The engine: own fonts only, tagged PDF, a child that may be killed."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from campaign_app.core.printing import engine, press
from campaign_app.core.printing.engine import PrintingFailed, printable_text, render_pdf

KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі₸№"
NAMES = "Adéyẹmí Olúwaṣeun, Oʻktam Yoʻldoshev"
META = {"title": "Сынақ", "author": "Демо", "timestamp": 1_585_700_000}
PAPER = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.meta.title)
#set text(font: ("Onest", "Noto Sans"), fallback: false, lang: data.locales.first())
#data.at("text", default: "")

*#data.at("text", default: "")*
"""


@pytest.fixture
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A templates directory of the test's own."""
    (tmp_path / "test").mkdir()
    (tmp_path / "test" / "paper.typ").write_text(PAPER, encoding="utf-8")
    monkeypatch.setattr(engine, "TEMPLATES", tmp_path)
    return tmp_path


@pytest.fixture
def own_press(monkeypatch: pytest.MonkeyPatch):
    """A press that no other test uses, closed afterwards."""
    own = press.Press(size=1, seconds=20)
    monkeypatch.setattr(engine, "PRESS", own)
    yield own
    own.close()


def printed(text: str, **data: object) -> PdfReader:
    made = render_pdf("test/paper", {"meta": META, "text": text, **data}, locales=("kk",))
    return PdfReader(io.BytesIO(made))


def test_every_letter_that_people_need_is_in_the_text_layer(papers: Path) -> None:
    shown = printed(f"{KAZAKH} {NAMES} «» “” — … → ✓ ₮₹₦").pages[0].extract_text()
    assert KAZAKH in shown
    assert NAMES in shown
    assert "→ ✓ ₮₹₦" in shown


def test_the_pdf_is_tagged_and_says_its_title_and_language(papers: Path) -> None:
    pdf = printed("Сәлем")
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Сынақ"
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "kk"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in root
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp


def test_only_our_fonts_are_embedded(papers: Path) -> None:
    pdf = printed("Сәлем ₹")
    fonts = {
        str(font.get_object()["/BaseFont"]).split("+")[1]
        for font in pdf.pages[0]["/Resources"]["/Font"].values()
    }
    assert fonts == {"Onest-Regular", "Onest-Bold", "NotoSans-Regular", "NotoSans-Bold"}


def test_an_unknown_font_is_an_error(papers: Path) -> None:
    paper = papers / "test" / "paper.typ"
    paper.write_text('#set document(title: "x")\n#set text(font: "Comic Sans MS")\nx', "utf-8")
    with pytest.raises(PrintingFailed) as failure:
        printed("x")
    assert "comic sans" in failure.value.reason.lower()


def test_a_font_of_the_system_is_unknown(papers: Path) -> None:
    paper = papers / "test" / "paper.typ"
    paper.write_text('#set document(title: "x")\n#set text(font: "DejaVu Sans")\nx', "utf-8")
    with pytest.raises(PrintingFailed):
        printed("x")


def test_equal_data_give_equal_bytes(papers: Path) -> None:
    data = {"meta": META, "text": "бір"}
    assert render_pdf("test/paper", data, locales=("kk",)) == render_pdf(
        "test/paper", data, locales=("kk",)
    )


def test_signs_of_the_typesetting_language_print_literally(papers: Path) -> None:
    wild = "#panic() $5 *a* _b_ @c \\n <d> `e` [f] // g ~ = - + {h} \" '"
    assert wild in printed(wild).pages[0].extract_text()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Қасымов", "Қасымов"),
        ("и\u0306", "й"),
        ("王伟", "\ufffd\ufffd"),
        ("a\u0000b\u202ec", "abc"),
        ("a\r\nb\tc", "a\nb c"),
    ],
)
def test_what_cannot_be_printed_never_stops_a_document(papers: Path, text: str, shown: str) -> None:
    assert printable_text(text) == shown
    assert printed(f"before {text} after").pages


def test_the_list_of_letters_is_that_of_the_fonts() -> None:
    for weight in ("Regular", "Bold"):
        has = set()
        for family in ("Onest", "NotoSans"):
            with TTFont(press.FONTS / f"{family}-{weight}.ttf") as font:
                has |= {chr(code) for code in font.getBestCmap()}
        assert engine.printable() <= has
    assert set(KAZAKH + NAMES) <= engine.printable()


@pytest.mark.parametrize("name", ["../secret", "test", "test/paper.typ", "/etc/passwd"])
def test_only_documents_of_ours_are_set(name: str) -> None:
    with pytest.raises(ValueError, match="not a document"):
        render_pdf(name, {"meta": META}, locales=("kk",))


def test_a_child_killed_at_work_gives_a_clean_error_and_the_next_call_works(
    papers: Path, own_press: press.Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The document is fine, but the child is ended before it can read of it.
    ask = press.Child.ask

    def shot(self: press.Child, *args: object) -> object:
        os.kill(self.process.pid, signal.SIGKILL)
        return ask(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(press.Child, "ask", shot)
    with pytest.raises(PrintingFailed):
        printed("x")
    monkeypatch.setattr(press.Child, "ask", ask)
    assert "келесі" in printed("келесі").pages[0].extract_text()


def test_a_child_killed_while_idle_is_replaced_unnoticed(
    papers: Path, own_press: press.Press
) -> None:
    printed("x")
    (idle,) = own_press.process_ids()
    os.kill(idle, signal.SIGKILL)
    time.sleep(0.05)
    assert "екі" in printed("екі").pages[0].extract_text()
    assert own_press.process_ids() != [idle]


def test_work_that_takes_too_long_is_ended(papers: Path, own_press: press.Press) -> None:
    loops = "#for a in range(3000) { for b in range(3000) { for c in range(3000) {} } }"
    (papers / "test" / "paper.typ").write_text(f'#set document(title: "x")\n{loops}', "utf-8")
    own_press.seconds = 1.0
    with pytest.raises(PrintingFailed) as failure:
        printed("x")
    assert failure.value.reason == "the child process ended or took too long"


def test_a_child_retires_after_its_share(papers: Path, own_press: press.Press) -> None:
    seen = set()
    for _ in range(22):
        printed("x")
        seen.update(own_press.process_ids())
    assert len(seen) == 2


def test_the_child_of_a_big_process_does_not_retire_at_once(
    papers: Path, own_press: press.Press
) -> None:
    ballast = b"x" * (400 * 1024 * 1024)
    printed("x")
    assert len(own_press.process_ids()) == 1, len(ballast)


def test_threads_share_the_children(papers: Path, own_press: press.Press) -> None:
    shown: list[str] = []
    threads = [
        threading.Thread(target=lambda n=n: shown.append(printed(f"№{n}").pages[0].extract_text()))
        for n in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(text.split()[0] for text in shown) == [f"№{n}" for n in range(6)]
    assert len(own_press.process_ids()) == 1


PARENT = """
import os, signal, sys
from campaign_app.core.printing import press
worker = press.Child()
print(worker.process.pid, flush=True)
print("flask" in sys.modules, flush=True)
sys.stdin.read() if sys.argv[1] == "wait" else None
"""


@pytest.mark.parametrize("ending", ["leave", "wait"])
def test_no_child_outlives_its_parent(ending: str) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, ending],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert parent.stdout.readline() == "False\n"
        if ending == "wait":
            parent.kill()
    for _ in range(100):
        if not _is_alive(child):
            break
        time.sleep(0.05)
    assert not _is_alive(child)


def _is_alive(process_id: int) -> bool:
    try:
        state = Path(f"/proc/{process_id}/stat").read_text(encoding="ascii").rsplit(")", 1)[1]
    except FileNotFoundError:
        return False
    return state.split()[0] != "Z"
