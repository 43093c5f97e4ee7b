"""E-mails: the body as plain text, with subject, sender and date; attachments are rows of their own."""

from __future__ import annotations

import email.policy
import re
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, BinaryIO, cast

from geo.errors import InputError
from geo.model import Unreadable
from geo.reading.encoding import decode, load
from geo.reading.markup import page_text
from geo.reading.rows import Text, one_line, stated_fields
from geo.reading.signature import signature_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from geo.reading.limits import Limits

__all__ = ["eml"]

_HEADERS = ("From", "Subject", "Date", "Received", "MIME-Version", "Content-Type", "Message-ID")
_PREFIX = re.compile(r"\A(?:(?:re|fwd?|aw|отв|ynt)\s{0,3}:\s{0,3}){1,20}", re.IGNORECASE)
_SHOWN = 10  # names of attachments
_LONGEST_HEADER = 2_000  # characters; the standard library's parser is quadratic


class _Policy(email.policy.EmailPolicy):
    """The standard policy, for headers of a length that people write."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        return cast("str", super().header_fetch_parse(name, value[:_LONGEST_HEADER]))


def eml(stream: BinaryIO, source: str, limits: Limits) -> Iterator[Text | Unreadable]:
    """Read an e-mail.

    Raises
    ------
    InputError
        If it is none, or its body holds no text.
    """
    data = load(stream, limits.max_bytes)
    if kind := signature_of(data):
        raise InputError(f"The content is {kind}, not an e-mail. Give the file the suffix of its format.")
    message = cast("EmailMessage", message_from_bytes(data, policy=_Policy()))
    if not any(_header(message, name) for name in _HEADERS):
        raise InputError("The content is not an e-mail: it has no header. Save it as .txt.")
    text = _body(message)
    if text.strip():
        yield Text(text, source, stated=_bibliography(message))
    else:
        yield Unreadable(source, "The e-mail holds no text in its body.")
    if names := _attachments(message):
        shown = ", ".join(names[:_SHOWN]) + (
            f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        )
        yield Unreadable(source, f"Attachments are not read: {shown}. Save them beside the e-mail.")


def _attachments(message: EmailMessage) -> list[str]:
    attached = message.iter_attachments() if message.is_multipart() else ()
    return [one_line(str(one.get_filename() or one.get_content_type())) for one in attached]


def _body(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    payload = body.get_payload(decode=True)
    content = _decoded(payload if isinstance(payload, bytes) else b"", body.get_content_charset())
    return page_text(content) if body.get_content_subtype() == "html" else content.strip("\n")


def _decoded(payload: bytes, charset: str | None) -> str:
    """Return a part's text, in the encoding that it declares if it fits, otherwise a guess."""
    if not payload.strip():
        return ""
    try:
        return decode(payload.decode(charset or "utf-8").encode())
    except (LookupError, UnicodeError):
        return decode(payload)


def _bibliography(message: EmailMessage) -> dict[str, str]:
    sender = _header(message, "From")
    name = sender.partition("<")[0].strip(" \"'") or sender.strip("<> ")
    try:
        date = parsedate_to_datetime(_header(message, "Date")).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        date = ""
    return stated_fields(
        {"title": _PREFIX.sub("", _header(message, "Subject")), "author": name, "date": date}
    )


def _header(message: EmailMessage, name: str) -> str:
    """Return a header; the standard library fails on some that are not formed as they should be."""
    try:
        return one_line(str(message.get(name) or ""))
    except (ValueError, TypeError, IndexError, AttributeError, KeyError, LookupError):
        return ""
