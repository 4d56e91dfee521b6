"""A subject in any language arrives as it was written."""

from email import message_from_bytes
from email.header import decode_header, make_header

from hypothesis import example, given
from hypothesis import strategies as st

from portal.outbox.messages import _subject

WORDS = st.text(st.sampled_from("аәкңқұ eé№—😀 "), min_size=1, max_size=200).map(
    lambda text: " ".join(text.split())
)


@given(WORDS.filter(bool))
@example("Новое уведомление, 31 день для комментариев: о регистрации сотрудников на проектах")
def test_no_space_of_a_subject_is_lost_on_the_way(text):
    raw = _subject(text)
    assert all(len(line) <= 76 for line in raw.split(b"\r\n"))
    subject = message_from_bytes(raw + b"\r\n")["Subject"]
    assert str(make_header(decode_header(subject))) == text
