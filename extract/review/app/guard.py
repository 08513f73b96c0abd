"""Who may speak to the review page, and how much at a time. An ASGI middleware in front of all else.

Against pages of other sites that a reviewer's browser has open: the Host header must be one of ours (a name that is
rebound to loopback is refused), a request that changes something must come from our own pages (Origin, Sec-Fetch-Site)
and carry the token of the reviewer's cookie. Against other machines: without a token only loopback is served.
"""

import ipaddress
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import cookie_parser

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

ENTRY_COOKIE = "studyfacts_entry"
CSRF_COOKIE = "studyfacts_csrf"
CSRF_HEADER = "x-studyfacts-csrf"
# Bodies in bytes: a decision is small; a page that is tried out may be large.
MOST_BYTES = 64 * 1024
MOST_BYTES_TRIED = 5 * 1024 * 1024
TRY_PATH = "/try"
_READING = ("GET", "HEAD")

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    # Not no-referrer: with it a browser sends Origin: null with forms of our own too.
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


class Guard:
    """`hosts` are the names that a Host header may carry, without port; an IP address is one anyway where a `token` is
    asked for, since no name can be rebound to it. `token` None means that loopback is trusted."""

    def __init__(self, app: App, hosts: set[str], token: str | None) -> None:
        self._app = app
        self._hosts = {host.lower() for host in hosts}
        self._token = token

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        cookies = cookie_parser(headers.get("cookie", ""))
        if entered := self._entry(scope):
            await _redirected(send, entered)
            return
        if refusal := self._refusal(scope, headers, cookies):
            await _refused(send, *refusal)
            return
        await self._bounded(scope, receive, send, headers, cookies)

    def _entry(self, scope: Message) -> tuple[str, str] | None:
        """The clean address and the cookie for a visitor who comes with the printed address."""
        given = dict(parse_qsl(scope["query_string"].decode("latin-1"))).get("token")
        if self._token is None or given is None or not _same(given, self._token):
            return None
        return scope["path"], f"{ENTRY_COOKIE}={self._token}; Path=/; HttpOnly; SameSite=Strict"

    def _refusal(self, scope: Message, headers: dict[str, str], cookies: dict[str, str]) -> tuple[int, str] | None:
        host = headers.get("host", "")
        if not self._is_ours(host):
            return 421, "This address is not served here. 请使用启动时显示的网址。"
        if self._token is not None and not _same(cookies.get(ENTRY_COOKIE, ""), self._token):
            return (
                401,
                "Open the address that was printed when the page was started. 请使用启动时显示的完整网址(含 token)。",
            )
        if scope["method"] in _READING:
            return None
        origin = headers.get("origin")
        if headers.get("sec-fetch-site", "same-origin") != "same-origin" or (
            origin is not None and urlsplit(origin).netloc.lower() != host.lower()
        ):
            return 403, "Refused: the request comes from another site. 拒绝:请求来自其他网站。"
        return None

    def _is_ours(self, host: str) -> bool:
        try:
            name = (urlsplit(f"//{host}").hostname or "").lower()
        except ValueError:
            return False
        if name in self._hosts:
            return True
        return self._token is not None and _is_address(name)

    async def _bounded(
        self, scope: Message, receive: Receive, send: Send, headers: dict[str, str], cookies: dict[str, str]
    ) -> None:
        """Passes the request on, with a body that ends the request where it grows too large, and our headers on the
        answer."""
        most = MOST_BYTES_TRIED if scope["path"] == TRY_PATH else MOST_BYTES
        if int(headers.get("content-length") or 0) > most:
            await _refused(send, 413, "Too large. 内容过大。")
            return
        csrf = cookies.get(CSRF_COOKIE) or secrets.token_urlsafe(24)
        scope["csrf"] = csrf
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > most:
                raise HTTPException(413)
            return message

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = [*message["headers"], *_HEADERS]
                if CSRF_COOKIE not in cookies:
                    cookie = f"{CSRF_COOKIE}={csrf}; Path=/; HttpOnly; SameSite=Strict"
                    own.append((b"set-cookie", cookie.encode()))
                message["headers"] = own
            await send(message)

        await self._app(scope, counted, dressed)


def is_from_our_page(scope: Message, given: str | None) -> bool:
    """Whether a request's token (of its header or form) is the one of the reviewer's cookie."""
    cookies = cookie_parser(dict(scope["headers"]).get(b"cookie", b"").decode("latin-1"))
    return bool(given) and _same(given or "", cookies.get(CSRF_COOKIE, ""))


def _same(one: str, other: str) -> bool:
    return bool(other) and secrets.compare_digest(one.encode(), other.encode())


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


async def _refused(send: Send, status: int, message: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *_HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"studyfacts: {message}\n".encode()})


async def _redirected(send: Send, entered: tuple[str, str]) -> None:
    path, cookie = entered
    headers = [(b"location", path.encode()), (b"set-cookie", cookie.encode()), *_HEADERS]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
