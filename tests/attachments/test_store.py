"""Files: what is taken, what is not and why, and how they are kept."""

import hashlib
import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.attachments.rules import LARGEST_FILE, LONGEST_NAME, plain_name
from portal.attachments.store import Store
from portal.kernel.errors import RuleBroken
from tests.attachments.makers import (
    PDF,
    a_docx,
    a_jpeg,
    a_png,
    an_archive,
    an_odt,
    locked,
)

GOOD = {
    "letter.pdf": PDF,
    "letter.docx": a_docx(),
    "table.xlsx": a_docx("spreadsheetml.sheet"),
    "letter.odt": an_odt(),
    "picture.PNG": a_png(),
    "picture.jpeg": a_jpeg(),
    "table.csv": "а;б\n1;2\n".encode(),
    "old.csv": "а;б\n1;2\n".encode("windows-1251"),
    "note.txt": b"Plain.\n",
}

BAD = {
    "program.exe": b"MZ\x90\x00",
    "page.html": b"<script>alert(1)</script>",
    "picture.svg": b"<svg/>",
    "no-ending": PDF,
    "empty.pdf": b"",
    "really-a-picture.pdf": a_png(),
    "really-a-pdf.png": PDF,
    "really-an-archive.txt": a_docx(),
    "really-a-text.xlsx": a_docx(),
    "renamed.docx": an_archive(**{"[Content_Types].xml": b"<Types/>"}),
    "nothing-inside.docx": an_archive(**{"a.txt": b"a"}),
    "cut.docx": a_docx()[:-30],
    "locked.docx": locked(a_docx()),
    "locked.pdf": PDF.replace(b"trailer<<", b"trailer<</Encrypt 5 0 R"),
    "locked-new-office.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "locked.odt": an_odt(**{"META-INF/manifest.xml": b"<manifest:encryption-data/>"}),
    "program.pdf": PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(a)>>"),
    "cut.pdf": b"%PDF-1.4\n",
    "macro.docx": a_docx(**{"word/vbaProject.bin": b"\x01"}),
    "macro.odt": an_odt(**{"Basic/Standard/Module1.xml": b"<script/>"}),
    "bomb.docx": a_docx(**{"word/media/zero.bin": b"\x00" * 20_000_000}),
    "crowd.docx": a_docx(**{f"word/{n}.xml": b"" for n in range(5_001)}),
    "huge.png": a_png(60_000, 60_000),
    "huge.jpg": a_jpeg(60_000, 60_000),
    "no-frame.jpg": b"\xff\xd8\xff\xd9" + b"\x00" * 300,
    "nul.txt": b"a\x00b",
}


def everything_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", GOOD)
def test_what_people_send_is_taken_and_kept_under_its_hash(tmp_path, name):
    store = Store(tmp_path)
    kept = store.keep(io.BytesIO(GOOD[name]), name)
    assert kept.sha256 == hashlib.sha256(GOOD[name]).hexdigest()
    assert (kept.name, kept.size) == (name, len(GOOD[name]))
    assert store.path(kept.sha256).read_bytes() == GOOD[name]
    assert len(everything_in(tmp_path)) == 1
    assert store.keep(io.BytesIO(GOOD[name]), "again-" + name).sha256 == kept.sha256
    assert len(everything_in(tmp_path)) == 1


@pytest.mark.parametrize("name", BAD)
def test_what_could_harm_or_deceive_is_refused_with_its_name_and_leaves_nothing(tmp_path, name):
    with pytest.raises(RuleBroken) as broken:
        Store(tmp_path).keep(io.BytesIO(BAD[name]), name)
    assert broken.value.field == "files"
    assert name in str(broken.value)
    assert everything_in(tmp_path) == []


def test_the_charset_of_plain_text_is_found_so_that_nobody_reads_garbage(tmp_path):
    store = Store(tmp_path)
    new = store.keep(io.BytesIO(GOOD["table.csv"]), "table.csv")
    old = store.keep(io.BytesIO(GOOD["old.csv"]), "old.csv")
    assert new.media_type == "text/csv; charset=utf-8"
    assert old.media_type == "text/csv; charset=windows-1251"


@pytest.mark.parametrize(("beyond", "taken"), [(0, True), (1, False)])
def test_the_largest_file_is_taken_and_one_byte_more_is_not(tmp_path, beyond, taken):
    content = b"a" * (LARGEST_FILE + beyond)
    if taken:
        assert Store(tmp_path).keep(io.BytesIO(content), "a.txt").size == LARGEST_FILE
        return
    with pytest.raises(RuleBroken, match="larger than 10 MB"):
        Store(tmp_path).keep(io.BytesIO(content), "a.txt")
    assert everything_in(tmp_path) == []


def test_a_file_is_on_the_disk_before_it_gets_its_name_and_its_folder_after(tmp_path, monkeypatch):
    steps = []
    fsync, replace = os.fsync, Path.replace

    def noted_fsync(handle):
        steps.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
        fsync(handle)

    def noted_replace(path, target):
        steps.append("renamed")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    kept = Store(tmp_path).keep(io.BytesIO(PDF), "a.pdf")
    renamed = steps.index("renamed")
    assert "/incoming/" in steps[renamed - 1]
    folder = Store(tmp_path).path(kept.sha256).parent
    assert steps[renamed + 1 :] == [str(folder), str(folder.parent), str(tmp_path)]


@given(some.text(min_size=0, max_size=400))
def test_a_name_never_holds_a_folder_a_control_or_a_trick(text):
    name = plain_name(text)
    assert name
    assert len(name) <= LONGEST_NAME
    assert not set(name) & {"/", "\\", "\x00", "\n", "\u202e"}


@given(some.text(alphabet="abАӘ.", min_size=1, max_size=400))
def test_a_long_name_keeps_its_ending(stem):
    assert plain_name(stem + ".docx").endswith(".docx")


@pytest.mark.parametrize("wrong", ["", "../../etc/passwd", "a" * 63, "A" * 64])
def test_only_a_hash_is_a_place_in_the_store(tmp_path, wrong):
    with pytest.raises(ValueError, match=r".*"):
        Store(tmp_path).path(wrong)
