"""The description of this interface for programs."""

from flask.typing import ResponseReturnValue

from portal.api.v1.answering import answer
from portal.api.v1.openapi import description
from portal.api.v1.views.blueprint import asked, either
from portal.web.urls import absolute_url


@either("/documentation")
def documentation(form: str = "") -> ResponseReturnValue:  # noqa: ARG001  # JSON in any case.
    """Return the description as OpenAPI."""
    documents = absolute_url("v1.documents", locale=asked().language)
    return answer(description(documents.removesuffix("/documents")), asked())
