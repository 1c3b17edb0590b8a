"""Accessible PDF (PDF/UA-1): typst templates, and the one function that fills them.

The words of a document are chosen by the rooms above (they know the reader's language); a template only
lays them out. What must not live here: a query, a sentence.
"""

from lti_tool.documents.pdf import render_pdf

__all__ = ["render_pdf"]
