"""The overview in a real browser: three views of the same events that filter each other."""

from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from reportedly.desk.filters import parse
from reportedly.desk.index import Index, Shelf
from tests.desk.browser.conftest import EVENTS, Open, desk, until
from tests.desk.browser.made import archive_of

EVERYTHING = EVENTS + 2  # the hostile report has two events
QUERIES = [
    "", "type=ASSAULT", "type=ASSAULT&type=AID&certainty=stated", "certainty=denied", "certainty=graded&certainty=expected",
    "actor=lantern", "actor=NORTHERN", "actor=script", "outlet=wire", "outlet=%D1%81%D1%82%D0%B5%D0%BF", "place=town+1", "place=bay",
    "country=UKR", "country=ukr&place=kherson", "source=ministry", "source=mayor&type=PROTEST", "text=bulletin",
    "text=said+marched&source=brook", "roots=0", "roots=1-", "roots=-1", "roots=2-5", "toll=0", "toll=killed:10", "toll=5",
    "toll=displaced:100", "sure=0.5", "sure=0.7", "sure=0.91", "bbox=30,45,36,48", "bbox=170,-80,35,80", "from=2022-05-05",
    "to=2022-05-05", "from=2022-03-10&to=2022-03-20", "missing=place", "missing=date", "missing=place&missing=date",
    "type=RETREAT&actor=column&from=2022-02-01&sure=0.6&toll=0",
]  # fmt: skip
PASS = """async (query) => {
  const [{ fetchJSON, store }, { pass }, state] = await Promise.all(
    ["data", "filter", "state"].map((name) => import(`/static/overview/${name}.js`)));
  globalThis.sent ??= store(await fetchJSON("/api/events"));
  const wanted = state.parse(new URLSearchParams(query));
  if (wanted.text || wanted.source) {
    const { events } = await fetchJSON(`/api/match?${new URLSearchParams({ text: wanted.text, source: wanted.source })}`);
    wanted.asked = new Uint8Array(globalThis.sent.count);
    for (const n of events) wanted.asked[n] = 1;
  }
  const mask = pass(globalThis.sent, wanted, new Uint16Array(globalThis.sent.count));
  return { link: state.queryOf(wanted), events: [...mask.keys()].filter((n) => mask[n] === 0) };
}"""


@pytest.fixture(scope="module")
def index(address: tuple[str, Path]) -> Index:
    return Shelf(address[1]).index()


def found(page) -> int:
    return int(page.inner_text("#found").split()[0].replace(",", ""))


def test_filters_agree_with_sql(show: Open, index: Index) -> None:
    page = show()
    for query in QUERIES:
        filters = parse(parse_qsl(query))
        wanted = [row[0] for row in index.events(filters, "n")]
        got = page.evaluate(PASS, query)
        assert got["events"] == wanted, query
        assert parse(parse_qsl(got["link"])) == filters, query


def test_each_query_lets_some_events_through_and_holds_others_back(index: Index) -> None:
    counts = {query: index.count(parse(parse_qsl(query))) for query in QUERIES if query}
    assert all(count > 0 for count in counts.values()), counts
    assert sum(count < EVERYTHING for count in counts.values()) > len(counts) - 5, counts


def test_a_filter_narrows_all_three_views_and_the_back_button_widens_them(show: Open, index: Index) -> None:
    page = show()
    assert found(page) == EVERYTHING
    bars, bubbles = page.get_attribute(".bars .exact", "d"), page.inner_text("#labels")
    page.check("input[name=type][value=ASSAULT]")
    until(page, "Number(document.getElementById('found').textContent.split(' ')[0]) < 600")
    assert found(page) == index.count(parse([("type", "ASSAULT")]))
    assert page.get_attribute(".bars .exact", "d") != bars
    until(page, "(before) => document.getElementById('labels').innerText !== before", arg=bubbles)
    assert "type=ASSAULT" in page.url
    tags = page.locator("#events > li [data-part=type]").all_inner_texts()
    assert tags and all(tag.startswith("ASSAULT") for tag in tags)
    page.go_back()
    until(page, "(all) => document.getElementById('found').textContent.startsWith(all)", arg=str(EVERYTHING))
    assert not page.is_checked("input[name=type][value=ASSAULT]")


def test_a_link_restores_filters_and_the_map(show: Open, index: Index) -> None:
    query = "?type=AID&actor=dockers&from=2022-03-01&at=31.000,47.000,6.50"
    page = show(query)
    assert found(page) == index.count(parse(parse_qsl(query[1:])))
    assert page.input_value("input[name=actor]") == "dockers"
    assert page.input_value("input[name=from]") == "2022-03-01"
    assert page.url.endswith(query.replace("?", "/?").replace(",", "%2C"))


def test_typing_words_asks_the_archive(show: Open, index: Index) -> None:
    page = show()
    page.fill("input[name=text]", "withdrew")
    until(page, "(all) => !document.getElementById('found').textContent.startsWith(all)", arg=str(EVERYTHING))
    assert found(page) == index.count(parse([("text", "withdrew")]))
    page.click("#chips button")
    until(page, "(all) => document.getElementById('found').textContent.startsWith(all)", arg=str(EVERYTHING))
    assert page.input_value("input[name=text]") == ""


def test_the_brush_picks_days_by_pointer_and_by_keyboard(show: Open, index: Index) -> None:
    page = show()
    box = page.locator(".bars").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 30, steps=4)
    page.mouse.up()
    until(page, "document.querySelector('input[name=to]').value !== ''")
    start, end = page.input_value("input[name=from]"), page.input_value("input[name=to]")
    assert "2022-03" < start < "2022-06" and "2022-07" < end < "2022-10"
    assert found(page) == index.count(parse([("from", start), ("to", end)]))
    page.focus(".bars .grip >> nth=0")
    page.keyboard.press("ArrowRight")
    until(page, "(before) => document.querySelector('input[name=from]').value > before", arg=start)
    page.keyboard.press("Escape")
    until(page, "(all) => document.getElementById('found').textContent.startsWith(all)", arg=str(EVERYTHING))


def test_the_map_filters_by_what_it_shows(show: Open, index: Index) -> None:
    page = show("?at=33.5,46.6,7.5")
    page.check("#by-map")
    until(page, "(all) => !document.getElementById('found').textContent.startsWith(all)", arg=str(EVERYTHING))
    pairs = parse_qsl(page.url.split("?")[1])
    assert found(page) == index.count(parse(pairs)) > 0
    west, south, east, north = (float(one) for one in dict(pairs)["bbox"].split(","))
    assert west < 33.5 < east and south < 46.6 < north


def test_a_press_on_a_bubble_says_what_is_there(show: Open) -> None:
    page = show("?at=33,47,5.5")
    page.wait_for_selector("#labels .count:not([hidden])")
    spot = page.evaluate("""() => {
      const map = document.getElementById("map").getBoundingClientRect();
      const middle = [map.left + map.width / 2, map.top + map.height / 2];
      const boxes = [...document.querySelectorAll("#labels .count:not([hidden])")].map((one) => one.getBoundingClientRect());
      const spots = boxes.map((one) => [one.left + one.width / 2, one.top + one.height / 2]);
      const away = ([x, y]) => Math.hypot(x - middle[0], y - middle[1]);
      return spots.sort((one, other) => away(one) - away(other))[0];
    }""")
    page.mouse.click(*spot)
    page.wait_for_selector("#card:not([hidden])")
    assert page.inner_text("#card-count").split()[0].isdigit()


def test_events_without_place_or_date_are_counted_and_reached(show: Open, index: Index) -> None:
    page = show()
    for name in ("place", "date"):
        count = index.count(parse([("missing", name)]))
        assert page.inner_text(f"#without-{name}") == str(count)
    page.check("input[name=missing][value=place]")
    until(page, "location.search.includes('missing=place')")
    assert found(page) == index.count(parse([("missing", "place")])) > 0


def test_a_place_known_roughly_is_an_area_and_no_point_once_it_can_be_seen_as_one(show: Open) -> None:
    page = show()
    at_zoom = """async (zoom) => {
      const { cluster, spots } = await import("/static/overview/clusters.js");
      const { fetchJSON, store } = await import("/static/overview/data.js");
      const { list } = spots(store(await fetchJSON("/api/events")).places);
      const { clusters, areas } = cluster(list, new Uint32Array(list.length).fill(1), zoom);
      return { rough: list.filter((one) => one.kilometres).length, areas: areas.flatMap((one) => one.spots).length, spots: list.length, clusters: clusters.length,
        points: clusters.flatMap((one) => one.spots).filter((one) => one.kilometres).length };
    }"""
    far, near = page.evaluate(at_zoom, 2), page.evaluate(at_zoom, 9)
    assert near["rough"] == near["areas"] > 0 and near["points"] == 0
    assert far["clusters"] < near["clusters"] <= near["spots"]


def test_a_hostile_report_is_shown_and_does_nothing(show: Open) -> None:
    page = show("?outlet=script")
    assert found(page) == 2
    assert page.locator("#events script, #events img, #card img, #labels img").count() == 0
    assert "<script>alert(1)" in page.inner_text("#events")
    assert "\u202e" not in page.inner_text("#events") and "\u202d" not in page.inner_text("#events")
    page.locator("#events > li").first.hover()


def test_without_webgl_the_rest_works(show: Open, index: Index) -> None:
    page = show("?type=AID", webgl=False, ready=False)
    page.wait_for_selector("#no-map:not([hidden])")
    assert "WebGL" in page.inner_text("#no-map")
    page.wait_for_selector(".bars .exact[d]", state="attached")
    page.check("input[name=certainty][value=stated]")
    until(page, "location.search.includes('certainty=stated')")
    assert found(page) == index.count(parse([("type", "AID"), ("certainty", "stated")]))


def test_without_scripts_it_is_a_form_with_a_list(show: Open, index: Index) -> None:
    page = show("?type=AID", ready=False, java_script_enabled=False)
    assert found(page) == index.count(parse([("type", "AID")]))
    assert page.is_hidden("#map")
    page.fill("input[name=actor]", "dockers")
    page.click("form#filters button")
    assert found(page) == index.count(parse([("type", "AID"), ("actor", "dockers")]))
    assert page.locator("#events > li").count() > 0


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)])
def test_axe_finds_nothing_serious_and_nothing_sticks_out(show: Open, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs the extra `browser`")
    page = show(
        "?type=AID&type=ASSAULT", color_scheme=scheme, viewport={"width": width, "height": 844}, bypass_csp=True
    )
    if width < 500:
        page.click("#filter-box summary")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
    result = axe.Axe().run(page)
    serious = [one for one in result.response["violations"] if one["impact"] in ("serious", "critical")]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in serious] == []


def test_all_is_reached_by_keyboard(show: Open) -> None:
    page = show()
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("(document.activeElement.name || document.activeElement.id || document.activeElement.getAttribute('class') || document.activeElement.dataset.part)"))  # fmt: skip
        if "what" in reached:
            break
    assert {"text", "actor", "source", "outlet", "place", "from", "to", "roots", "toll", "type", "certainty", "missing", "grip", "what"} <= reached  # fmt: skip


def test_a_link_with_a_part_of_the_world_shows_that_part(show: Open) -> None:
    page = show("?bbox=30,45,36,48")
    lon, lat, zoom = (float(one) for one in dict(parse_qsl(page.url.split("?")[1]))["at"].split(","))
    assert 32 < lon < 34 and 46 < lat < 47 and 4.5 < zoom < 8
    assert page.is_checked("#by-map")


def test_an_empty_archive_is_a_page_too(show: Open, tmp_path: Path) -> None:
    with desk(archive_of(tmp_path / "empty.rpt", 0)) as host:
        page = show(host=host)
        assert page.inner_text("#found") == "0 of 0 events"
        assert page.is_hidden("#timeline")
