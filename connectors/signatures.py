"""Signatures over raw bytes, compared in constant time."""

from __future__ import annotations

import base64
import hashlib
import hmac

from connectors.message import SignatureError


def check_hex(secret: str, body: bytes, given: str | None, header: str) -> None:
    """`sha256=<hex>` as Meta signs. Raises SignatureError."""
    expected = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    _compare(expected, given, header)


def check_base64(secret: str, body: bytes, given: str | None, header: str) -> None:
    """Base64 of the digest, as LINE signs. Raises SignatureError."""
    expected = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
    _compare(expected, given, header)


def check_token(secret: str, given: str | None, header: str) -> None:
    """A shared secret in a header, as Telegram does. Raises SignatureError."""
    _compare(secret, given, header)


def _compare(expected: str, given: str | None, header: str) -> None:
    if not given:
        raise SignatureError(f"the header {header} is missing")
    if not hmac.compare_digest(expected.encode(), given.encode()):
        raise SignatureError(f"the header {header} does not fit the body")
