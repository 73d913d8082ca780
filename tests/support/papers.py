"""What can be read on printed pages."""

from __future__ import annotations

import pypdfium2


def texts_of_pages(content: bytes) -> list[str]:
    """The text of each page of a PDF."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
