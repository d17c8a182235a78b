"""Who may ask the desk for what: hosts, tokens, sessions, other sites' forms, sizes, and the headers of every answer.

Comes in: requests and answers. Goes out: leave to go on, or Refused; headers that let a browser run nothing foreign.
Knows nothing of archives and pages.
"""

import hashlib
import hmac
import ipaddress
import secrets
import socket
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reportedly.errors import Refused

LOOPBACK = ("127.0.0.1", "localhost", "::1")
LARGEST_BODY = 64 * 1024  # bytes of a form
LONGEST_ADDRESS = 8 * 1024  # bytes of a path with its query
MOST_FIELDS = 500
COOKIE = "reportedly"
READ, REVIEW = "read", "review"


_STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
_MAP = _STRICT | {
    "img-src": "'self' data: blob:",
    "worker-src": "'self' blob:",
}  # MapLibre makes its worker from a blob
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # "no-referrer" would make browsers send a form's Origin as null
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}


def policy(path: str) -> str:
    """The content security policy of a page: nothing inline, nothing from elsewhere; a blob worker on the map's page only."""
    rules = _MAP if path == "/" else _STRICT
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def is_loopback(host: str) -> bool:
    """Whether binding to this host reaches no other machine."""
    if host in LOOPBACK:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def hosts_for(host: str) -> frozenset[str]:
    """The names under which a browser may ask a desk bound to `host`: against DNS rebinding, no others are answered."""
    if is_loopback(host):
        return frozenset({*LOOPBACK, host})
    if host in ("0.0.0.0", "::"):
        return frozenset({*LOOPBACK, socket.gethostname().lower(), "an address in digits"})
    return frozenset({host.lower()})


class Access:
    """The tokens of one running desk. A session is a cookie that this process signed; it ends with the process.

    `token` guards everything, `review_token` writing; None guards nothing.
    """

    def __init__(self, token: str | None, review_token: str | None, hosts: Iterable[str]) -> None:
        self.token = token
        self.review_token = review_token
        self.hosts = frozenset(hosts)
        self._secret = secrets.token_bytes(32)

    def check_host(self, host: str | None) -> None:
        """Raises Refused when the Host header names none of this desk's names."""
        name = urlsplit(f"//{host or ''}").hostname or ""
        if name in self.hosts:
            return
        if "an address in digits" in self.hosts:
            try:
                ipaddress.ip_address(name)
                return
            except ValueError:
                pass
        raise Refused(f"expected a request for {', '.join(sorted(self.hosts))}, got one for {name!r}")

    def level_of(self, given: str) -> set[str]:
        """What a token opens; empty when it is no token of this desk."""
        opened = set()
        if self.token is not None and hmac.compare_digest(given.encode(), self.token.encode()):
            opened.add(READ)
            if self.review_token is None:
                opened.add(REVIEW)
        if self.review_token is not None and hmac.compare_digest(given.encode(), self.review_token.encode()):
            opened |= {READ, REVIEW}
        return opened

    def may(self, request: Request) -> set[str]:
        """What this request's session or bearer token opens."""
        opened: set[str] = set()
        if self.token is None:
            opened.add(READ)
            if self.review_token is None:
                opened.add(REVIEW)
        _, levels = self._session(request)
        opened |= levels
        scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            opened |= self.level_of(bearer.strip())
        return opened

    def open_session(self, response: Response, levels: Iterable[str], *, secure: bool) -> str:
        """Starts a session that holds these levels, as a cookie that no script reads and no other site's form carries."""
        value = self._signed(f"{secrets.token_urlsafe(18)}~{'+'.join(sorted(levels))}")
        response.set_cookie(COOKIE, value, httponly=True, samesite="strict", secure=secure, path="/")
        return value

    def csrf(self, session: str) -> str:
        """The token that a form of this session must bring back."""
        return hmac.new(self._secret, b"csrf " + session.encode(), hashlib.sha256).hexdigest()

    def session(self, request: Request) -> str | None:
        """The session's cookie if this process signed it."""
        value, _ = self._session(request)
        return value

    def check_write(self, request: Request, given: str | None, *, level: str | None = REVIEW) -> None:
        """Raises Refused unless a write comes from this desk's own page, with its form's token, from one who may."""
        origin = request.headers.get("origin")
        site = request.headers.get("sec-fetch-site")
        own = urlsplit(origin).netloc == request.headers.get("host") if origin else site == "same-origin"
        if not own or site not in (None, "same-origin"):
            raise Refused(f"expected a form sent by this desk's own page, got one from {origin or site or 'nowhere'}")
        session = self.session(request)
        if session is None or not hmac.compare_digest(self.csrf(session).encode(), (given or "").encode()):
            raise Refused("expected the token of a page of this session, got another: load the page again and repeat")
        if level is not None and level not in self.may(request):
            raise Refused("expected the token for reviewing, got none: sign in with it first")

    def _session(self, request: Request) -> tuple[str | None, set[str]]:
        value = request.cookies.get(COOKIE, "")
        content, _, _ = value.rpartition("~")
        if not content or not hmac.compare_digest(self._signed(content).encode(), value.encode()):
            return None, set()
        return value, {one for one in content.partition("~")[2].split("+") if one}

    def _signed(self, content: str) -> str:
        return f"{content}~{hmac.new(self._secret, content.encode(), hashlib.sha256).hexdigest()}"


async def read_form(request: Request) -> dict[str, list[str]]:
    """The fields of a form sent urlencoded, values in their order. Raises Refused when it is larger than its bounds."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise Refused(f"expected a form as application/x-www-form-urlencoded, got {kind or 'no content type'!r}")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise Refused(f"expected a form of at most {LARGEST_BODY} bytes, got more")
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise Refused(f"expected a form of at most {MOST_FIELDS} fields in UTF-8, got: {error}") from error
    form: dict[str, list[str]] = {}
    for name, value in pairs:
        form.setdefault(name, []).append(value.replace("\0", ""))
    return form


class Guard:
    """ASGI middleware: bounds what comes in before anything reads it, and sets the headers of every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers 413 or 414 by itself; everything else goes on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                headers["Content-Security-Policy"] = policy(scope["path"])
                if "cache-control" not in headers:
                    headers["Cache-Control"] = "no-store"  # what an archive holds stays out of caches
            await send(message)

        length = Headers(scope=scope).get("content-length", "0")
        address = len(scope.get("raw_path") or b"") + len(scope.get("query_string") or b"")
        if address > LONGEST_ADDRESS:
            answer = Response(
                f"Expected an address of at most {LONGEST_ADDRESS} bytes, got {address}.", 414, media_type="text/plain"
            )
            await answer(scope, receive, send_with_headers)
        elif not length.isdigit() or int(length[:12]) > LARGEST_BODY:
            answer = Response(
                f"Expected a form of at most {LARGEST_BODY} bytes, got {length[:20]}.", 413, media_type="text/plain"
            )
            await answer(scope, receive, send_with_headers)
        else:
            await self.app(scope, receive, send_with_headers)
