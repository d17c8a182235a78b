import html
import re
import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from reportedly.archive import Archive, add_all
from reportedly.desk.app import create_app
from reportedly.errors import ArchiveError
from reportedly.records import short_id
from tests.desk.conftest import reports
from tests.desk.hostile import TAGS, hostile, large
from tests.desk.tags import Tags
from tests.incidents import samples as strikes


def words(page: str) -> str:
    """What a page says, tags left out."""
    return html.unescape(re.sub(r"<[^>]*>", "", page))


def every_page(client: TestClient) -> list[str]:
    """The addresses of every page that the lists lead to."""
    found = ["/reports", "/incidents", "/sources", "/control", "/review", "/review/history", "/sign-in"]
    for page in ("/reports", "/incidents", "/sources", "/review"):
        text = client.get(page).text
        found += [html.unescape(one) for one in re.findall(r'href="(/(?:report|incident|source|review/event)[/?][^"]+)"', text)]  # fmt: skip
    return list(dict.fromkeys(found))


def test_every_page_that_is_linked_is_there_and_harmless(client: TestClient) -> None:
    pages = every_page(client)
    assert len(pages) > 30
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        text = answer.text
        for tag, attributes in Tags(text).found:
            assert tag not in ("img", "iframe", "object", "embed", "style", "base", "b", "textarea"), page
            assert not [name for name in attributes if name.startswith("on") or name == "style"], page
            if tag == "script":
                assert (attributes["src"] or "").startswith("/static/"), page
            for name in ("href", "action"):
                assert re.match(r"/(?!/)|#|https?://", attributes.get(name) or "/"), page
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a\u202b\u202d\u202e]", text), page
        assert text.count("<main") == 1
        assert len(re.findall(r"<h1[ >]", text)) == 1, page
        ids = re.findall(r'\sid="([^"]+)"', text)
        assert len(ids) == len(set(ids)), page


def test_a_hostile_report_is_shown_to_the_letter(client: TestClient) -> None:
    coded = hostile()
    page = client.get(f"/report/{short_id(coded.report.id)}").text
    shown = words(page)
    assert TAGS in shown
    assert "{{ 7*7 }} {% raw %} ${7*7}" in shown
    assert "قال الجيش إن القوات" in shown
    assert "Военные сообщили" in shown
    assert "javascript:" not in re.sub(r">[^<]*<", "><", page)
    assert 'dir="auto"' in page


def test_a_report_shows_its_whole_text_once(client: TestClient) -> None:
    for coded in reports():
        page = client.get(f"/report/{coded.report.id}").text
        article = re.search(r'<article class="text".*?</article>', page, re.DOTALL)
        assert article
        inside = re.sub(r'<a class="anchor".*?</a>|<span class="zone-name">.*?</span>', "", article[0])
        flat = "".join(words(inside).split())
        text = "".join(c for c in coded.report.text if c.isprintable() and c != "\u202e")
        assert flat.translate({0xFFFD: None} | dict.fromkeys(range(0x2400, 0x2440))) == "".join(text.split())


def test_own_voice_and_credited_look_different(client: TestClient) -> None:
    carried = next(coded for coded in reports() if coded.report.name == "ledger.txt")
    page = client.get(f"/report/{carried.report.id}").text
    spans = {m[2]: m[1].split() for m in re.finditer(r'<span class="([^"]*)" data-refs="[^"]*" id="(e\d)"', page)}
    assert "own" in spans["e1"]
    assert "credited" in spans["e2"] and "own" not in spans["e2"]
    nested = re.search(
        r'<span class="said d0[^>]*data-refs="a1".*?<span class="said d1[^>]*data-refs="a2"', page, re.DOTALL
    )
    assert nested, "the inner attribution stands inside the outer one"
    records = dict(re.findall(r'<section class="record (\w+)" id="record-(e\d)"', page)[::-1])
    assert records
    record = re.search(r'id="record-e2".*?</section>', page, re.DOTALL)[0]  # type: ignore[index]
    said = words(record)
    for what in ("Channel Nine", "the Defence Ministry", "root", "Kharkivka", "RETREAT", "0.93", "2022-05-12"):
        assert what in said, what


def test_an_incident_shows_roots_figures_ranges_and_sentences(client: TestClient, archive: Path) -> None:
    with Archive.open(archive) as opened:
        add_all(opened, [strikes.strike("C", "2022-06-05", 9, denied=True, source="Gen. Ivanov")], "1")
    page = client.get("/incidents?order=toll").text
    assert "bombed" not in page
    ids = re.findall(r'href="/incident/(i[0-9a-f]+)"', page)
    texts = [client.get(f"/incident/{one}").text for one in ids]
    text = next(one for one in texts if "Derhachi" in one and "TASS" in one and "the mayor" in one)
    said = " ".join(words(text).split())
    assert "9–12 killed" in said
    assert "2 independent roots" in said or "3 independent roots" in said
    assert said.count("bombed the market of Derhachi") >= 3
    assert '<svg class="graph"' in text and '<svg class="tolls"' in text
    assert "denied" in text


def test_control_draws_who_holds_what_and_hatches_what_is_disputed(client: TestClient, archive: Path) -> None:
    told = [
        strikes.holding("A", "2022-05-02", "Russian forces", "captured", "capture", "TASS"),
        strikes.holding("B", "2022-05-02", "Ukrainian forces", "held", "hold", "the mayor"),
        strikes.holding("B", "2022-06-02", "Ukrainian forces", "retook", "recapture", "the mayor"),
    ]
    with Archive.open(archive) as opened:
        add_all(opened, told, "1")
    page = client.get("/control?place=derhachi").text
    assert '<svg class="control"' in page
    assert len(re.findall(r'<rect class="stretch held disputed"', page)) >= 2
    assert 'fill="url(#hatch)"' in page
    assert re.search(r'<rect class="stretch held" ', page)
    assert "No report says" in client.get("/control?place=nowhere").text


def test_a_source_tells_what_it_said_and_who_repeats_it(client: TestClient) -> None:
    page = client.get("/sources").text
    key = next(html.unescape(one) for one in re.findall(r'href="(/source[^"]+)"', page) if "defence" in one.lower())
    said = words(client.get(key).text)
    assert "The Morning Ledger" in said
    assert "RETREAT" in said and "Kharkiv" in said
    assert "Channel Nine" in said


def test_a_megabyte_of_text_is_shown(client: TestClient, archive: Path) -> None:
    coded = large()
    with Archive.open(archive) as opened:
        add_all(opened, [coded], "1")
    client.get("/reports")
    began = time.process_time()
    page = client.get(f"/report/{coded.report.id}")
    assert time.process_time() - began < 30
    assert page.status_code == 200
    assert page.text.count('class="trigger credited" data-refs') == len(coded.events)


@pytest.mark.parametrize(
    ("page", "status"),
    [
        ("/report/ffffffffff", 404), ("/incident/i0", 404), ("/source?key=nobody", 404), ("/source", 404), ("/event/x", 404),
        ("/review/event/none", 404), ("/nothing", 404), ("/incidents?type=WAR", 400), ("/incidents?order=x", 400),
        ("/reports?page=0", 400), ("/reports?page=x", 400), ("/reports?page=" + "9" * 30, 400), ("/export/events.exe", 400),
        ("/export/events.csv?sure=7", 400), ("/report/%00", 404), ("/report/%f0%9f", 404),
    ],
)  # fmt: skip
def test_errors_are_pages_that_say_what_was_expected(client: TestClient, page: str, status: int) -> None:
    answer = client.get(page)
    assert answer.status_code == status
    assert re.search(r"expected .*got ", words(answer.text), re.DOTALL)
    assert '<main id="main"' in answer.text


def test_a_wrong_method_is_a_page_too(client: TestClient) -> None:
    assert client.delete("/reports").status_code == 405
    assert client.get("/sign-out").status_code == 405


def test_no_archive_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="expected an archive, got no such file"):
        create_app(tmp_path / "none.rpt")


def test_an_empty_archive_has_all_pages(tmp_path: Path) -> None:
    path = tmp_path / "empty.rpt"
    Archive.open(path, create=True).close()
    with TestClient(create_app(path), base_url="http://127.0.0.1") as client:
        for page in ("/reports", "/incidents", "/sources", "/control", "/review", "/review/history"):
            assert client.get(page).status_code == 200
        assert client.get("/review/next").url.path == "/review"


def test_what_is_coded_meanwhile_is_seen(client: TestClient, archive: Path) -> None:
    assert "Zvezda Daily" not in client.get("/reports").text
    with Archive.open(archive) as opened:
        add_all(opened, [strikes.strike("Zvezda Daily", "2022-09-01", 2, "TASS")], "1")
    assert "Zvezda Daily" in client.get("/reports").text
