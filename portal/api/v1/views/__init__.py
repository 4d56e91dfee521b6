"""The addresses under `/api/v1`, and those of full texts."""

from portal.api.v1.views import (
    agencies,
    documentation,
    documents,
    inspection,
    issues,
    searching,
    sections,
    words,
)
from portal.api.v1.views.blueprint import texts, v1

__all__ = [
    "agencies",
    "documentation",
    "documents",
    "inspection",
    "issues",
    "searching",
    "sections",
    "texts",
    "v1",
    "words",
]
