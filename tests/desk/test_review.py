import html
import re
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient

from corpora.standoff import from_standoff
from reportedly.archive import Archive
from reportedly.records import short_id
from tests.desk.conftest import reports
from tests.desk.tags import Tags

OWN = {"Origin": "http://127.0.0.1:8765", "Sec-Fetch-Site": "same-origin"}
SIGNED = {"who": "Ada Lovelace", "why": "read it again"}
STRIKE = next(one for one in reports() if one.report.name == "A-2022-06-03-9.txt")
NAME = f"{short_id(STRIKE.report.id)}:e1"


def fields(client: TestClient, page: str, form: str) -> dict[str, str]:
    """The fields of the form that posts to `form`, with the values that a browser would send."""
    text = client.get(page).text
    inside = re.search(rf'<form method="post" action="{re.escape(form)}[^"]*".*?</form>', text, re.DOTALL)
    assert inside, page
    found: dict[str, str] = {}
    select = ""
    for tag, attributes in Tags(inside[0]).found:
        if tag == "input" and attributes.get("type") != "checkbox":
            found[attributes["name"] or ""] = attributes.get("value") or ""
        elif tag == "select":
            select = attributes["name"] or ""
            found[select] = ""
    for name in [one for one in found if found[one] == ""]:
        chosen = re.search(rf'<select name="{name}"(?:(?!</select>).)*?<option selected>([^<]*)<', inside[0], re.DOTALL)
        if chosen:
            found[name] = html.unescape(chosen[1])
    return found


def correct(client: TestClient, do: str = "save", seen: str | None = None, **changes: str):
    page = f"/review/event/{NAME}"
    data = fields(client, page, page) | SIGNED | changes | {"do": do}
    if seen is not None:
        data["seen"] = seen
    return client.post(page, data=data, headers=OWN)


def test_a_correction_survives_a_reload_and_shows_both_readings(client: TestClient) -> None:
    assert correct(client, toll="10 killed", place="Kharkiv").status_code == 200
    again = fields(client, f"/review/event/{NAME}", f"/review/event/{NAME}")
    assert again["toll"] == "10 killed"
    assert again["place"].startswith("Kharkiv")
    assert again["who"] == "Ada Lovelace"
    page = client.get(f"/review/event/{NAME}").text
    assert "the program read" in page and "9 killed" in page
    report = client.get(f"/report/{short_id(STRIKE.report.id)}").text
    assert "10 killed" in report and "the program read" in report
    assert NAME in client.get("/review/history").text
    for page in ("/incidents?place=kharkiv&type=ASSAULT", "/reports?place=kharkiv&type=ASSAULT"):
        assert "No " not in client.get(page).text.partition("<tbody>")[2][:60]


def test_a_form_sent_back_unchanged_decides_nothing(client: TestClient, archive: Path) -> None:
    for name in re.findall(r'href="/review/event/([0-9a-f]+:e\d+)', client.get("/review").text):
        page = f"/review/event/{name}"
        answer = client.post(page, data=fields(client, page, page) | SIGNED | {"do": "save"}, headers=OWN)
        assert answer.status_code == 200, re.findall(r'role="alert">(.*?)</p>', answer.text)
    with Archive.open(archive) as opened:
        assert opened.reviews() == []


def test_accepting_takes_an_event_out_of_the_queue_and_goes_on(client: TestClient) -> None:
    before = client.get("/review?order=confidence").text
    first = re.search(r'href="/review/event/([0-9a-f]+:e\d+)', before)
    assert first
    begin = client.get("/review/next?order=confidence")
    assert begin.url.path == f"/review/event/{first[1]}"
    page = f"/review/event/{first[1]}"
    answer = client.post(page, data=fields(client, page, page) | {"who": "Ada", "do": "accept"}, headers=OWN)
    assert answer.url.path.startswith("/review/event/")
    assert answer.url.path != page
    assert first[1] not in client.get("/review?order=confidence").text
    assert "1 accepted" in client.get("/review").text


@pytest.mark.parametrize("order", ["confidence", "conflict", "newest"])
def test_the_queue_has_every_event_in_each_order(client: TestClient, order: str) -> None:
    names = re.findall(r'href="/review/event/([0-9a-f]+:e\d+)', client.get(f"/review?order={order}").text)
    assert sorted(names) == sorted(f"{short_id(one.report.id)}:{e.id}" for one in reports() for e in one.events)
    sure = {f"{short_id(one.report.id)}:{e.id}": e.confidence for one in reports() for e in one.events}
    day = {f"{short_id(one.report.id)}:{e.id}": (e.when.earliest if e.when else None) or one.report.published for one in reports() for e in one.events}  # fmt: skip
    if order == "confidence":
        assert [sure[name] for name in names] == sorted(sure.values())
    if order == "newest":
        assert [day[name] for name in names] == sorted(day.values(), reverse=True)
    if order == "conflict":
        page = client.get(f"/review/event/{names[0]}").text
        assert "tellings differ on" in page


def test_two_at_once_lose_nothing(client: TestClient, archive: Path) -> None:
    seen = fields(client, f"/review/event/{NAME}", f"/review/event/{NAME}")["seen"]
    assert correct(client, toll="10 killed", who="Ada").status_code == 200
    late = correct(client, seen=seen, toll="11 killed", type="COERCE", why="the mayor says so", who="Bert")
    assert late.status_code == 409
    assert "Not saved" in late.text and "of Ada" in late.text
    kept = re.search(r'name="toll" value="([^"]*)"', late.text)
    assert kept and kept[1] == "11 killed", "what was typed stands in the form"
    assert "the mayor says so" in late.text
    with Archive.open(archive) as opened:
        assert [one.who for one in opened.reviews()] == ["Ada"]
    assert correct(client, toll="11 killed", who="Bert").status_code == 200
    with Archive.open(archive) as opened:
        assert [one.who for one in opened.reviews()] == ["Ada", "Bert"]


@pytest.mark.parametrize(
    "wrong", [{"toll": "many"}, {"type": "WAR"}, {"place": "Nowhereville Q"}, {"start": "soon"}, {"toll": "1 killed", "why": ""}, {"toll": "1 killed", "who": ""}]
)  # fmt: skip
def test_a_wrong_value_is_said_beside_what_was_typed(client: TestClient, archive: Path, wrong: dict[str, str]) -> None:
    answer = correct(client, **wrong)
    assert answer.status_code == 400
    assert "expected" in answer.text and "Not saved" in answer.text
    with Archive.open(archive) as opened:
        assert opened.reviews() == []


def test_what_a_reviewer_types_is_escaped(client: TestClient) -> None:
    tags = "<script>alert(9)</script>\"'"
    assert correct(client, actor=tags, note=tags, why=tags, who=tags).status_code == 200
    pages = (f"/review/event/{NAME}", "/review/history", f"/report/{short_id(STRIKE.report.id)}", "/reports")
    for page in pages:
        assert "<script>alert" not in client.get(page).text
    assert tags in html.unescape(client.get("/review/history").text)


def decide(client: TestClient, incident: str, action: str, **data):
    held = fields(client, f"/incident/{incident}", f"/incident/{incident}/{action}")
    return client.post(f"/incident/{incident}/{action}", data=held | SIGNED | data, headers=OWN)


def of_strike(client: TestClient) -> str:
    found = re.search(r'href="/incident/(i[0-9a-f]+)"', client.get(f"/review/event/{NAME}").text)
    assert found
    return found[1]


def test_incidents_are_merged_split_and_taken_back(client: TestClient) -> None:
    one = of_strike(client)
    every = re.findall(r'href="/incident/(i[0-9a-f]+)"', client.get("/incidents").text)
    other = next(name for name in every if name != one)
    assert decide(client, one, "merge", other=other).status_code == 200
    assert other not in re.findall(r'href="/incident/(i[0-9a-f]+)"', client.get("/incidents").text)
    assert client.get(f"/incident/{other}").status_code == 200
    assert decide(client, one, "split", event=NAME).status_code == 200
    assert of_strike(client) != one
    token = fields(client, "/review/history", "/review/undo")["csrf"]
    for number in ("2", "1"):
        answer = client.post("/review/undo", data={"csrf": token, "review": number, **SIGNED}, headers=OWN)
        assert answer.status_code == 200
    assert of_strike(client) == one
    assert sorted(re.findall(r'href="/incident/(i[0-9a-f]+)"', client.get("/incidents").text)) == sorted(every)
    again = client.post("/review/undo", data={"csrf": token, "review": "2", **SIGNED}, headers=OWN)
    assert again.status_code == 400
    assert "expected the number of a review in force" in again.text


def test_a_stale_merge_is_not_made(client: TestClient, archive: Path) -> None:
    one = of_strike(client)
    other = next(name for name in re.findall(r'href="/incident/(i[0-9a-f]+)"', client.get("/incidents").text) if name != one)  # fmt: skip
    held = fields(client, f"/incident/{one}", f"/incident/{one}/set")
    assert decide(client, one, "set", field="note", value="look again").status_code == 200
    late = client.post(f"/incident/{one}/merge", data=held | SIGNED | {"other": other}, headers=OWN)
    assert late.status_code == 409
    assert "expected review none to be the last one" in html.unescape(late.text)
    with Archive.open(archive) as opened:
        assert [review.action for review in opened.reviews()] == ["set"]


def test_decisions_and_gold_are_exported(client: TestClient) -> None:
    assert client.get("/export/gold.jsonl").content == b""
    correct(client, do="accept", toll="10 killed")
    lines = [msgspec.json.decode(line) for line in client.get("/export/revisions.jsonl").content.splitlines()]
    assert [line["detail"]["field"] for line in lines] == ["toll", "accepted"]
    assert {line["who"] for line in lines} == {"Ada Lovelace"}
    (gold,) = [msgspec.json.decode(line) for line in client.get("/export/gold.jsonl").content.splitlines()]
    whole = from_standoff(gold, STRIKE.report.text)
    assert whole["checked"] == ["e1"]
    assert whole["events"][0]["casualties"][0]["low"] == 10
