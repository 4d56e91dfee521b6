"""Files that somebody damaged with care are refused in plain words, whatever the damage."""

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.attachments.store import Store
from portal.kernel.errors import RuleBroken
from tests.attachments.makers import a_docx


def packed(method: int) -> bytes:
    """Return a document whose members are packed in one way."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(a_docx())) as whole, zipfile.ZipFile(out, "w", method) as new:
        for name in whole.namelist():
            new.writestr(name, whole.read(name))
    return out.getvalue()


DOCUMENTS = [
    packed(method) for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
]


@given(
    document=some.sampled_from(DOCUMENTS),
    place=some.floats(0, 1, exclude_max=True),
    damage=some.binary(min_size=1, max_size=24),
)
def test_a_damaged_document_is_taken_or_refused_and_nothing_else(
    tmp_path_factory, document, place, damage
):
    start = int(place * len(document))
    damaged = document[:start] + damage + document[start + len(damage) :]

    with suppress(RuleBroken):
        Store(tmp_path_factory.mktemp("store")).keep(io.BytesIO(damaged), "a.docx")


@pytest.mark.parametrize("word", [b"/JavaScript", b"/J#61vaScript", b"/#4cau#6Ech", b"/Encr#79pt"])
def test_a_program_in_a_pdf_does_not_hide_behind_numbers(tmp_path, word):
    content = b"%PDF-1.7\n1 0 obj <</S " + word + b">> endobj\nstartxref\n0\n%%EOF\n"

    with pytest.raises(RuleBroken):
        Store(tmp_path).keep(io.BytesIO(content), "a.pdf")
