"""A notice as a Word file (OOXML, ISO/IEC 29500): real headings, tables and footnotes."""

from portal.register.exporting.word.package import notice_docx

__all__ = ["notice_docx"]
