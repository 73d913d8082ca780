"""The program that sets pages: a process of its own, run as a script, never as the web app.

Typst remembers everything that it ever laid out, so it lives in a child that retires
(`retires` in its answer) once it has done its share or has grown. It reads jobs from
its standard input and ends when that closes, that is, whenever its parent is gone,
however it went. Imports nothing of the application: it starts in 0.07 s.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import struct
import sys
from typing import Any

JOBS_PER_LIFE = 20
MEMORY_LIMIT_KB = 128 * 1024
IDLE_SECONDS = 120.0
STANDARDS: Any = ["ua-1", "a-2a"]
HEADER = struct.Struct(">II")
# Each of these makes a page that is wrong without being an error for typst.
FATAL_WARNINGS = ("font", "glyph", "converge")


class Closed(Exception):
    """The other end of the pipe is gone."""


def read_exactly(descriptor: int, size: int) -> bytes:
    """Read `size` bytes. Raises Closed at the end of the pipe."""
    parts = []
    while size:
        part = os.read(descriptor, min(size, 1 << 20))
        if not part:
            raise Closed
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def receive(descriptor: int) -> tuple[dict[str, Any], bytes]:
    """One message: a small head as JSON and a body. Raises Closed."""
    head_size, body_size = HEADER.unpack(read_exactly(descriptor, HEADER.size))
    head: dict[str, Any] = json.loads(read_exactly(descriptor, head_size))
    return head, read_exactly(descriptor, body_size)


def send(descriptor: int, head: dict[str, Any], body: bytes) -> None:
    """Write one message. Raises BrokenPipeError."""
    coded = json.dumps(head).encode()
    message = memoryview(HEADER.pack(len(coded), len(body)) + coded + body)
    while message:
        message = message[os.write(descriptor, message) :]


def compile_document(job: dict[str, Any], data: str, fonts: Any) -> tuple[bytes, list[str]]:
    """Set one document; give the PDF and the warnings that do not spoil it."""
    import typst

    compiler = typst.Compiler(
        job["input"],
        root=job["root"],
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"data": data},
    )
    pdf, warnings = compiler.compile_with_warnings(
        format="pdf", pdf_standards=STANDARDS, timestamp=job["timestamp"]
    )
    messages = [warning.message for warning in warnings]
    for message in messages:
        if any(word in message.lower() for word in FATAL_WARNINGS):
            raise RuntimeError(message)
    if not isinstance(pdf, bytes):
        raise TypeError("one PDF was expected")
    return pdf, messages


def own_fonts(directory: str) -> Any:
    """Only the fonts that we ship: the same paper comes out of every machine."""
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[directory]
    )


def answer(job: dict[str, Any], body: bytes, fonts: Any) -> tuple[dict[str, Any], bytes]:
    """Do one job; whatever goes wrong becomes a text in the answer."""
    try:
        parts, warnings = [], []
        for data in json.loads(body) if job["in_parts"] else [body.decode()]:
            pdf, said = compile_document(job, data, fonts)
            parts.append(pdf)
            warnings.extend(said)
        if len(parts) > 1 or job["shrink"]:
            # Only now: importing pikepdf would nearly double the time to start.
            sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
            import join_pdf

            return {"ok": True, "warnings": warnings}, join_pdf.join(parts)
        return {"ok": True, "warnings": warnings}, parts[0]
    except Exception as error:
        reason = getattr(error, "message", None) or str(error) or type(error).__name__
        # Where it happened: lines of the document's source, not of its data.
        return {"ok": False, "reason": reason, "where": getattr(error, "diagnostic", "")}, b""


def peak_memory_kb() -> int:
    """The most memory that this program took.

    Not `ru_maxrss` where it can be helped: Linux carries the parent's over, so that the
    child of a big web process would retire after every job.
    """
    try:
        with open("/proc/self/status", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def serve(source: int, target: int, fonts_directory: str) -> None:
    """Answer jobs until the parent is gone, nothing comes for long, or it is time to retire."""
    fonts = own_fonts(fonts_directory)
    for number in range(1, JOBS_PER_LIFE + 1):
        ready, _, _ = select.select([source], [], [], IDLE_SECONDS)
        if not ready:
            return
        job, body = receive(source)
        head, pdf = answer(job, body, fonts)
        memory = peak_memory_kb()
        head["retires"] = number == JOBS_PER_LIFE or memory > MEMORY_LIMIT_KB
        send(target, head, pdf)
        if head["retires"]:
            return


def main() -> None:
    """Keep the answers' pipe apart from whatever a library may print."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    target = os.dup(1)
    os.dup2(2, 1)
    try:
        serve(0, target, sys.argv[1])
    except (Closed, BrokenPipeError):
        return


if __name__ == "__main__":
    main()
