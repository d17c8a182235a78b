import re
import time

import pytest
from starlette.testclient import TestClient

from reportedly.desk import security
from reportedly.desk.context import local, web_address
from reportedly.desk.pages import routers
from tests.desk.conftest import Ask
from tests.desk.tags import Tags

TOKEN, REVIEW = "a-token-of-the-test", "another-token-of-it"
OWN = {"Origin": "http://127.0.0.1:8765", "Sec-Fetch-Site": "same-origin"}


def csrf(client: TestClient, page: str = "/sign-in") -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', client.get(page).text)
    assert found, page
    return found[1]


def routes() -> list[tuple[str, str]]:
    return [
        (method, one.path) for router in routers() for one in router.routes for method in getattr(one, "methods", ())
    ]


PAGES = ["/reports", "/incidents", "/sources", "/control", "/review", "/review/history", "/sign-in", "/nothing", "/static/desk.css", "/source?key=no"]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_every_answer_carries_a_policy_that_lets_nothing_foreign_run(client: TestClient, page: str) -> None:
    headers = client.get(page).headers
    rules = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["img-src"] == rules["connect-src"] == "'self'"
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_only_the_map_s_page_may_make_a_worker() -> None:
    assert "worker-src 'self' blob:" in security.policy("/")
    assert "blob:" not in security.policy("/reports")
    assert "unsafe" not in security.policy("/")


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_inline_and_nothing_remote(client: TestClient, page: str) -> None:
    for tag, attributes in Tags(client.get(page).text).found:
        assert tag != "style"
        assert not [name for name in attributes if name == "style" or name.startswith("on")]
        assert tag != "script" or (attributes["src"] or "").startswith("/static/")
        if tag in ("link", "script", "form", "image", "use"):
            assert all((attributes.get(name) or "/").startswith("/") for name in ("src", "href", "action"))


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil:8765", "[::2]", "192.168.1.5:8765", "a b", "@"],
)
def test_another_host_s_name_is_not_answered(client: TestClient, host: str) -> None:
    answer = client.get("/reports", headers={"Host": host})
    assert answer.status_code == 421
    assert "expected a request for" in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost", "LOCALHOST:1", "[::1]:8765"])
def test_this_machine_s_names_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/reports", headers={"Host": host}).status_code == 200


def test_names_of_a_host() -> None:
    assert security.hosts_for("127.0.0.1") == {"127.0.0.1", "localhost", "::1"}
    assert security.is_loopback("127.0.0.5")
    assert not any(map(security.is_loopback, ("0.0.0.0", "::", "example.org", "10.0.0.1")))
    access = security.Access("t" * 12, None, security.hosts_for("0.0.0.0"))
    access.check_host("192.168.1.5:80")
    with pytest.raises(security.Refused):
        access.check_host("evil.example")
    security.Access("t" * 12, None, security.hosts_for("Desk.example")).check_host("desk.example:80")


def test_without_the_token_nothing_but_the_way_in_is_answered(ask: Ask) -> None:
    client = ask(TOKEN)
    seen = 0
    for method, path in routes():
        if path.startswith(("/sign-in", "/static")):
            continue
        answer = client.request(method, re.sub(r"\{.*?\}", "x", path), follow_redirects=False)
        assert answer.status_code == 401, (method, path)
        assert "Kharkiv" not in answer.text
        seen += 1
    assert seen > 12
    assert client.get("/reports", headers={"Authorization": f"Bearer {TOKEN}x"}).status_code == 401
    assert client.get("/reports", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_signing_in_and_out(ask: Ask) -> None:
    client = ask(TOKEN)
    wrong = client.post("/sign-in", data={"csrf": csrf(client), "token": "no", "next": "/reports"}, headers=OWN)
    assert wrong.status_code == 401
    assert "expected a token" in wrong.text.lower()
    answer = client.post("/sign-in", data={"csrf": csrf(client), "token": TOKEN, "next": "/reports"}, headers=OWN, follow_redirects=False)  # fmt: skip
    assert answer.headers["location"] == "/reports"
    cookie = answer.headers["set-cookie"]
    assert all(word in cookie for word in ("HttpOnly", "SameSite=strict", "Path=/"))
    assert TOKEN not in cookie
    assert client.get("/reports").status_code == 200
    client.post("/sign-out", data={"csrf": csrf(client, "/reports")}, headers=OWN)
    assert client.get("/reports").status_code == 401


def test_a_link_with_the_token_signs_in_and_drops_it(ask: Ask) -> None:
    client = ask(TOKEN)
    answer = client.get(f"/reports?token={TOKEN}&text=bridge", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/reports?text=bridge"
    assert client.get("/reports").status_code == 200
    assert ask(TOKEN).get("/reports?token=wrong").status_code == 401


def test_another_process_s_session_or_a_forged_one_opens_nothing(ask: Ask) -> None:
    first, second = ask(TOKEN), ask(TOKEN)
    first.get(f"/reports?token={TOKEN}")
    value = first.cookies[security.COOKIE]
    assert second.get("/reports", headers={"Cookie": f"{security.COOKIE}={value}"}).status_code == 401
    name, levels, signature = value.strip('"').split("~")
    forged = f"{name}~read+review~{signature}"
    assert first.get("/reports", headers={"Cookie": f"{security.COOKIE}={value}"}).status_code == 200
    assert "read" in levels
    fresh = ask(TOKEN)
    assert fresh.get("/reports", headers={"Cookie": f"{security.COOKIE}={forged}"}).status_code == 401


WRITES = ["/incident/i0000000000/set", "/incident/i0000000000/merge", "/incident/i0000000000/split", "/review/undo", "/review/event/x:e1"]  # fmt: skip


def test_every_write_of_the_desk_is_tried_here() -> None:
    paths = {path for method, path in routes() if method not in ("GET", "HEAD")}
    pattern = {re.sub(r"\{.*?\}", "[^/]+", path) for path in paths} - {"/sign-in", "/sign-out"}
    assert all(any(re.fullmatch(one, write) for write in WRITES) for one in pattern)
    assert len(pattern) == len(WRITES)


@pytest.mark.parametrize("path", WRITES)
@pytest.mark.parametrize(
    "headers",
    [
        {}, {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://127.0.0.1:8765", "Sec-Fetch-Site": "same-site"},
    ],
)  # fmt: skip
def test_a_form_of_another_site_writes_nothing(client: TestClient, path: str, headers: dict[str, str]) -> None:
    answer = client.post(path, data={"csrf": csrf(client), "who": "Eve", "why": "x", "seen": "0"}, headers=headers)
    assert answer.status_code == 403
    assert "expected a form sent by this desk" in answer.text


@pytest.mark.parametrize("path", [*WRITES, "/sign-in", "/sign-out"])
@pytest.mark.parametrize("given", ["", "0" * 64, None])
def test_a_form_without_the_session_s_token_writes_nothing(client: TestClient, path: str, given: str | None) -> None:
    client.get("/reports")
    answer = client.post(path, data={"csrf": given} if given is not None else {"x": "y"}, headers=OWN)
    assert answer.status_code == 403
    assert "token of a page of this session" in answer.text


def test_the_form_token_of_another_session_is_none(ask: Ask) -> None:
    first = ask()
    other = csrf(first)
    first.cookies.clear()
    first.get("/reports")
    assert first.post("/review/undo", data={"csrf": other}, headers=OWN).status_code == 403


def test_reviewing_asks_for_its_own_token(ask: Ask) -> None:
    client = ask(None, REVIEW)
    page = client.get("/reports")
    assert page.status_code == 200
    answer = client.post(
        "/review/undo", data={"csrf": csrf(client), "review": "1", "who": "a", "why": "b"}, headers=OWN
    )
    assert answer.status_code == 403
    assert "token for reviewing" in answer.text
    client.post("/sign-in", data={"csrf": csrf(client), "token": REVIEW, "next": "/"}, headers=OWN, follow_redirects=False)  # fmt: skip
    answer = client.post(
        "/review/undo", data={"csrf": csrf(client), "review": "1", "who": "a", "why": "b"}, headers=OWN
    )
    assert answer.status_code == 400
    assert "expected the number of a review" in answer.text


def test_sizes_are_bounded(client: TestClient) -> None:
    assert client.get("/reports?x=" + "a" * 9_000).status_code == 414
    token = csrf(client)
    began = time.process_time()
    large = client.post("/review/undo", data={"csrf": token, "why": "a" * 70_000}, headers=OWN)
    assert large.status_code == 413

    def endless():
        for _ in range(1_000):
            yield b"a=" + b"b" * 1_000 + b"&"

    headers = OWN | {"Content-Type": "application/x-www-form-urlencoded"}
    streamed = client.post("/review/undo", content=endless(), headers=headers)
    assert streamed.status_code == 403
    assert "at most 65536 bytes" in streamed.text
    many = client.post("/review/undo", content="a=b&" * 600, headers=headers)
    assert "at most 500 fields" in many.text
    assert client.post("/review/undo", json={"csrf": token}, headers=OWN).status_code == 403
    assert time.process_time() - began < 20


@pytest.mark.parametrize(
    "address", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "", "/a\nb"]
)
def test_a_link_to_here_leads_nowhere_else(address: str) -> None:
    assert local(address) == "/"


def test_addresses_that_lead_on() -> None:
    assert local("/review?order=newest") == "/review?order=newest"
    assert web_address("https://example.org/a") == "https://example.org/a"
    assert [web_address(one) for one in ("javascript:alert(1)", "data:text/html,x", "//x", "http://[", None, "x")] == [None] * 6  # fmt: skip


def test_the_archive_is_not_written_by_reading(client: TestClient, archive) -> None:
    before = archive.read_bytes()
    for page in PAGES:
        client.get(page)
    assert archive.read_bytes() == before
