"""Who may ask, and how often: API keys, requests of a client, requests in hand."""

import base64
import binascii
import hashlib
import hmac
import math
import re
import secrets
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import limits
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from boctach.api import problems
from boctach.api.problems import ProblemError
from boctach.errors import SettingError
from boctach.settings import Settings

OPEN_PATHS: Final = frozenset(("/healthz", "/readyz", "/metrics"))
"""What whoever runs the service asks; neither keyed nor counted."""

CLIENT: Final = "boctach.client"
"""Where in a request's scope the name of its key stands."""

_ENTRY = re.compile(r"([A-Za-z0-9._-]{1,64}):([0-9a-f]{64})")
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="boctach", Basic realm="boctach", charset="UTF-8"'}


def make_key(name: str) -> tuple[str, str]:
    """A new key for a client, and the line that lets it in.

    Raises:
        SettingError: The name is none.
    """
    key = secrets.token_urlsafe(32)
    entry = f"{name}:{_digest(key)}"
    if not _ENTRY.fullmatch(entry):
        raise SettingError(f"{name!r} is no name for a key; use letters, digits, dots, hyphens and underscores")
    return key, entry


def keys(options: Settings) -> dict[str, str]:
    """The names of the keys that are let in, by the hash of the key.

    Raises:
        SettingError: The file cannot be read, or an entry is none.
    """
    entries: list[tuple[str, str]] = [("BOCTACH_API_KEYS", entry) for entry in options.api_keys]
    if options.api_keys_file:
        entries += _of_file(options.api_keys_file)
    found = {}
    for source, entry in entries:
        match = _ENTRY.fullmatch(entry)
        if match is None:
            raise SettingError(f"{source}: an entry is not name:SHA-256; `boctach key NAME` makes one")
        found[match[2]] = match[1]
    return found


def rate(options: Settings) -> limits.RateLimitItem | None:
    """How many requests a client may send.

    Raises:
        SettingError: What is set is no rate.
    """
    if not options.rate:
        return None
    try:
        return limits.parse(options.rate)
    except ValueError as error:
        raise SettingError(
            f"BOCTACH_RATE is {options.rate!r}; set it to a rate, such as 600/minute or 10/second"
        ) from error


def describe(openapi: dict[str, Any]) -> None:
    """Say in OpenAPI that keys are wanted, and where."""
    schemes = openapi.setdefault("components", {}).setdefault("securitySchemes", {})
    schemes["key"] = {"type": "http", "scheme": "bearer", "description": "A key of the service's operator"}
    for path, operations in openapi["paths"].items():
        for operation in operations.values():
            if path not in OPEN_PATHS:
                operation["security"] = [{"key": []}]
                problems.add_response(operation, 401)


def _of_file(path: str) -> Iterable[tuple[str, str]]:
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"BOCTACH_API_KEYS_FILE: {path} cannot be read: {error}") from error
    return [(path, line.strip()) for line in lines if line.strip() and not line.startswith("#")]


def _digest(key: str) -> str:
    # A fast hash is enough: the keys are 256 random bits, which nobody guesses.
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()


class Access:
    """Lets requests through to the app, or answers with what is missing.

    Args:
        app: What is asked.
        known: Names of keys by their hashes; without any, everyone is let in.
        rate: How many requests a client may send; None for any number.
        most: How many requests may be in hand.
    """

    def __init__(self, app: ASGIApp, known: Mapping[str, str], rate: limits.RateLimitItem | None, most: int) -> None:
        self._app = app
        self._known = known
        self._most = most
        self._in_hand = 0
        self._rate = rate
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["path"] in OPEN_PATHS:
            await self._app(scope, receive, send)
            return
        try:
            self._admit(scope)
        except ProblemError as error:
            await problems.refusal(scope, error)(scope, receive, send)
            return
        self._in_hand += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._in_hand -= 1

    def _admit(self, scope: Scope) -> None:
        client = (scope.get("client") or ("unknown",))[0]
        if self._known:
            client = scope[CLIENT] = self._name(Headers(scope=scope).get("authorization", ""))
        if self._rate is not None and not self._limiter.hit(self._rate, client):
            reset = self._limiter.get_window_stats(self._rate, client).reset_time
            seconds = max(1, math.ceil(reset - time.time()))
            raise ProblemError(
                429,
                "too-many-requests",
                f"over {self._rate}",
                field="client",
                remedy=f"try again in {seconds} s; several articles go into one batch",
                headers={"Retry-After": str(seconds)},
            )
        if self._in_hand >= self._most:
            raise ProblemError(
                503,
                "overloaded",
                f"{self._most} requests are in hand",
                field="service",
                remedy="try again in 1 s, or send fewer at a time",
                headers={"Retry-After": "1", "Connection": "close"},
            )

    def _name(self, authorization: str) -> str:
        """The name of the key that a request shows.

        Raises:
            ProblemError: 401 where it shows none that is known.
        """
        sent = _digest(_key(authorization))
        names = [name for digest, name in self._known.items() if hmac.compare_digest(digest, sent)]
        if not names:
            raise ProblemError(
                401,
                "no-valid-key",
                "the key is unknown" if authorization else "there is no key",
                field="Authorization",
                remedy="send Authorization: Bearer and a key that the service's operator gave you",
                headers=_CHALLENGE,
            )
        return names[0]


def _key(authorization: str) -> str:
    """The key in an Authorization header: after Bearer, or as the password of Basic, which browsers can ask for."""
    scheme, _, rest = authorization.strip().partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(rest.strip(), validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    return ""
