"""The distribution sheet against typst alone: a plain table of as many lines in a bare child."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench.our_data import ROOT, Place
from bench.servers import Browser

TIMES = 3
DOCUMENT = Path(__file__).with_name("limit_sheet.typ")
FONTS = ROOT / "campaign_app" / "core" / "printing" / "fonts"
PROGRAM = """
import sys, typst
document, fonts, target = sys.argv[1:]
compiler = typst.Compiler(
    document, font_paths=[fonts], ignore_system_fonts=True, sys_inputs={"data": sys.stdin.read()}
)
pdf = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=0)
open(target, "wb").write(pdf)
"""


def measure_sheet(browser: Browser, place: Place) -> tuple[float, float] | None:
    """Median seconds of the program and of typst alone; None when there is no sheet yet."""
    if place.sheet_address is None or not place.sheet_lines:
        return None
    ours, limit = [], []
    for _ in range(TIMES):
        began = time.perf_counter()
        status, content = browser.send("GET", place.sheet_address)
        ours.append(time.perf_counter() - began)
        if status != 200 or not content.startswith(b"%PDF"):
            return None
        limit.append(_typst_alone(place.sheet_lines))
    return statistics.median(ours), statistics.median(limit)


def _typst_alone(lines: int) -> float:
    rows = [
        [str(number), "Әбенова Айгүл Серікқызы", "Республика 30, 45, 4", "1", "Жоқ", ""]
        for number in range(1, lines + 1)
    ]
    fonts = FONTS if FONTS.is_dir() else ROOT
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", PROGRAM, str(DOCUMENT), str(fonts), os.devnull],
        input=json.dumps({"rows": rows}, ensure_ascii=False),
        check=True,
        text=True,
    )
    return time.perf_counter() - began
