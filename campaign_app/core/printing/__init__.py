"""Printed documents: the engine, the fonts, the words and the formats that all papers share.

What one paper says belongs to the feature that owns it (`<feature>/printing.py`); its
page is `templates/<feature>/<document>.typ`.
"""
