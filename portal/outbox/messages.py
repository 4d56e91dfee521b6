"""A letter as mail programs want it: composed by Flask-Mail, told apart by its Message-ID."""

from base64 import b64encode
from email.charset import BASE64, QP, Charset
from email.header import Header
from typing import Any

from flask import Flask
from flask_mail import BadHeaderError, Mail, Message

from portal.outbox.models import Letter

mail = Mail()

CRLF = "\r\n"


def init_app(app: Flask) -> None:
    """Tell Flask-Mail who sends the letters."""
    app.config.setdefault("MAIL_DEFAULT_SENDER", app.config["PORTAL_MAIL_FROM"])
    mail.init_app(app)


def written_out(letter: Letter) -> bytes:
    """Return the letter as bytes for a mail server: ASCII, lines of a lawful length.

    The same letter gives the same Message-ID and Date whenever it is sent.
    """
    message = Message(
        subject=letter.subject,
        recipients=[letter.recipient],
        reply_to=letter.reply_to,
        body=letter.text.replace("\n", "\r\n"),
        html=letter.html.replace("\n", "\r\n"),
        date=letter.written_at.timestamp(),
        charset=_charset(letter.locale),
        extra_headers={"Auto-Submitted": "auto-generated", "Content-Language": letter.locale},
    )
    message.msgId = letter.message_id
    if message.has_bad_headers():
        raise BadHeaderError
    message.subject = ""
    headers = _subject(letter.subject) + _unsubscribing(letter.unsubscribe_url)
    return headers + message.as_bytes()


def _charset(locale: str) -> Any:
    """Return UTF-8 in an encoding that every server passes on unharmed.

    Flask-Mail alone would send eight-bit lines of any length. Quoted-printable is legible
    in the raw for Latin letters, and twice as long as Base64 for the others.
    """
    charset = Charset("utf-8")
    charset.body_encoding = QP if locale == "en" else BASE64
    return charset


def _subject(text: str) -> bytes:
    """Return the subject, written by hand: Python's own folding loses spaces between words."""
    if text.isascii():
        return f"Subject: {Header(text, header_name='Subject').encode(linesep=CRLF)}{CRLF}".encode()
    pieces = [""]
    for sign in text:
        if len((pieces[-1] + sign).encode()) > LONGEST_WORD:
            pieces.append("")
        pieces[-1] += sign
    words = (f"=?utf-8?b?{b64encode(piece.encode()).decode()}?=" for piece in pieces)
    return f"Subject: {f'{CRLF} '.join(words)}{CRLF}".encode()


LONGEST_WORD = 39
"""Bytes before Base64; with the name of the header a line stays under 76 signs (RFC 2047)."""


def _unsubscribing(url: str | None) -> bytes:
    """Return the headers of RFC 8058, written by hand: a library would fold a long address."""
    if url is None:
        return b""
    if not url.isascii() or not url.isprintable() or set(url) & set(" <>"):
        raise BadHeaderError
    return (
        f"List-Unsubscribe: <{url}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    ).encode()
