"""A letter as mail programs want it: composed by Flask-Mail, told apart by its Message-ID."""

from email.charset import BASE64, QP, Charset
from typing import Any

from flask import Flask
from flask_mail import BadHeaderError, Mail, Message

from portal.outbox.models import Letter

mail = Mail()


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
        body=letter.text.replace("\n", "\r\n"),
        html=letter.html.replace("\n", "\r\n"),
        date=letter.written_at.timestamp(),
        charset=_charset(letter.locale),
        extra_headers={"Auto-Submitted": "auto-generated", "Content-Language": letter.locale},
    )
    message.msgId = letter.message_id
    if message.has_bad_headers():
        raise BadHeaderError
    return _unsubscribing(letter.unsubscribe_url) + message.as_bytes()


def _charset(locale: str) -> Any:
    """Return UTF-8 in an encoding that every server passes on unharmed.

    Flask-Mail alone would send eight-bit lines of any length. Quoted-printable is legible
    in the raw for Latin letters, and twice as long as Base64 for the others.
    """
    charset = Charset("utf-8")
    charset.body_encoding = QP if locale == "en" else BASE64
    return charset


def _unsubscribing(url: str | None) -> bytes:
    """Return the headers of RFC 8058, written by hand: a library would fold a long address."""
    if url is None:
        return b""
    if not url.isascii() or not url.isprintable() or set(url) & set(" <>"):
        raise BadHeaderError
    return (
        f"List-Unsubscribe: <{url}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    ).encode()
