"""Reports, incidents, sources, control and review in a real browser."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from reportedly.archive import Archive, add_all
from reportedly.desk.index import Shelf
from reportedly.incidents import group
from reportedly.records import short_id
from tests.archive import samples
from tests.desk.browser.conftest import PATIENCE, desk, until
from tests.desk.conftest import reports
from tests.desk.hostile import TAGS, hostile, large
from tests.incidents import samples as strikes

See = Callable[..., Any]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A desk with the samples, and who is said to hold a town."""
    path = tmp_path_factory.mktemp("pages") / "pages.rpt"
    told = [
        strikes.holding("A", "2022-05-02", "Russian forces", "captured", "capture", "TASS"),
        strikes.holding("B", "2022-05-02", "Ukrainian forces", "held", "hold", "the mayor"),
    ]
    with Archive.open(path, create=True) as archive:
        add_all(archive, [*reports(), *told], "1")
        group(archive)
    with desk(path) as address:
        yield address, path


@pytest.fixture
def see(browsers: Callable[[bool], Any], place: tuple[str, Path]) -> Iterator[See]:
    """Opens a page, which fails the test when it logs an error, asks elsewhere, or opens a dialog."""
    faults: list[str] = []
    contexts: list[Any] = []

    def see(address: str, *, refused: bool = False, host: str = place[0], **how: Any) -> Any:
        how.setdefault("viewport", {"width": 1280, "height": 800})
        context = browsers(False).new_context(**how)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" and not refused else None)
        page.on("dialog", lambda dialog: (faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda asked: None if asked.url.startswith(host) else faults.append(asked.url))
        page.goto(f"{host}{address}", wait_until="load")
        return page

    yield see
    for context in contexts:
        context.close()
    assert faults == []


@cache
def addresses(path: Path) -> dict[str, str]:
    """One page of each kind, the richest of it."""
    index = Shelf(path).index()
    strike = next(one for one in index.incidents.values() if one.ranges and len(one.reports) > 1)
    carried, attack = samples.carried().report.id, hostile().report.id
    return {
        "reports": "/reports", "incidents": "/incidents", "sources": "/sources", "control": "/control", "review": "/review",
        "history": "/review/history", "sign in": "/sign-in", "no page": "/nothing", "report": f"/report/{short_id(carried)}",
        "hostile report": f"/report/{short_id(attack)}", "incident": f"/incident/{strike.id}",
        "source": f"/source?key={strike.roots[0].key}", "review of one": f"/review/event/{short_id(carried)}:e4",
    }  # fmt: skip


KINDS = ["reports", "incidents", "sources", "control", "review", "history", "sign in", "no page", "report", "hostile report", "incident", "source", "review of one"]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_and_nothing_is_wider_than_a_phone(
    see: See, place: tuple[str, Path], kind: str, scheme: str
) -> None:
    page = see(
        addresses(place[1])[kind],
        refused=kind == "no page",
        color_scheme=scheme,
        viewport={"width": 390, "height": 800},
    )
    wide, screen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= screen
    found = Axe().run(page).response["violations"]
    serious = [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found if one["impact"] in ("serious", "critical")]  # fmt: skip
    assert serious == []


def test_hovering_a_mark_lights_its_record_and_the_other_way_round(see: See) -> None:
    page = see(f"/report/{short_id(samples.carried().report.id)}")
    assert page.locator(".record.lit").count() == 0
    page.locator("#e4").hover(position={"x": 4, "y": 10})
    assert page.locator(".record.lit").get_attribute("data-record") == "e4"
    page.locator("#record-e2").hover()
    lit = page.locator("[data-refs].lit")
    assert set(lit.evaluate_all("all => all.flatMap((one) => one.dataset.refs.split(' '))")) >= {"e2"}
    assert "withdrawn" in lit.all_inner_texts()[0] or lit.count() > 1
    page.mouse.move(0, 0)
    page.locator("#e2").focus()
    page.keyboard.press("Enter")
    until(page, "location.hash === '#record-e2'")


def test_own_voice_and_credited_differ_to_the_eye(see: See) -> None:
    page = see(f"/report/{short_id(samples.carried().report.id)}")
    looks = "(id) => { const s = getComputedStyle(document.getElementById(id)); return [s.color, s.backgroundColor]; }"
    own, credited = page.evaluate(looks, "e1"), page.evaluate(looks, "e2")
    assert own[0] != credited[0] and own[1] != credited[1]
    depth = "(n) => getComputedStyle(document.querySelector(`.said.d${n}`)).backgroundColor"
    assert page.evaluate(depth, 0) != page.evaluate(depth, 1)


def test_a_hostile_report_runs_nothing_and_reads_from_right_to_left(see: See, place: tuple[str, Path]) -> None:
    for address in addresses(place[1]).values():
        page = see(address, refused=address == "/nothing")
        assert page.evaluate("document.querySelectorAll('img, iframe, style, [onerror], [onload]').length") == 0
    page = see(f"/report/{short_id(hostile().report.id)}")
    assert TAGS in page.locator("article.text").inner_text()
    assert "قال الجيش" in page.locator("article.text").inner_text()
    assert page.locator("h1").evaluate("one => getComputedStyle(one).direction") == "ltr"


def test_a_megabyte_of_text_stays_usable(see: See, tmp_path: Path) -> None:
    coded = large()
    with Archive.open(tmp_path / "long.rpt", create=True) as archive:
        add_all(archive, [coded], "1")
    with desk(tmp_path / "long.rpt") as address:
        page = see(f"/report/{short_id(coded.report.id)}", host=address)
        assert page.locator("article.text").evaluate("one => one.textContent.length") >= len(coded.report.text)
        last = coded.events[-1].id
        page.locator(f"#{last}").scroll_into_view_if_needed()
        page.locator(f"#{last}").hover(position={"x": 4, "y": 10})
        until(page, "(id) => document.querySelector(`[data-record=${id}]`).classList.contains('lit')", last)


def test_an_event_is_corrected_and_accepted_by_keyboard(see: See, place: tuple[str, Path]) -> None:
    name = f"{short_id(samples.carried().report.id)}:e4"
    page = see(f"/review/event/{name}")
    page.locator("[data-review] [name=who]").fill("Ada")
    page.locator("[data-review] [name=why]").fill("the caption says so")
    page.keyboard.press("Escape")
    page.keyboard.press("o")
    assert page.evaluate("document.activeElement.name") == "toll"
    page.keyboard.type("4 killed; 7 injured")
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    assert page.evaluate("document.activeElement.name") == "type"
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    expect(page.locator(".changed")).to_contain_text("the program read")
    expect(page.locator("[name=toll]")).to_have_value("4 killed; 7 injured")
    page.reload()
    assert page.locator("[name=toll]").input_value() == "4 killed; 7 injured"
    assert page.locator("[data-review] [name=who]").input_value() == "Ada"
    page.keyboard.press("a")
    expect(page).not_to_have_url(re.compile(f"/review/event/{name}"))
    with Archive.open(place[1], read_only=True) as archive:
        assert len(archive.reviews()) == 2
    with Archive.open(place[1]) as archive:
        assert archive.add(samples.carried(), "2") == "coded anew"
    page = see(f"/review/event/{name}")
    assert page.locator("[name=toll]").input_value() == "4 killed; 7 injured", "it survives coding anew"


def test_pages_work_without_scripts(see: See, place: tuple[str, Path]) -> None:
    for kind, address in addresses(place[1]).items():
        page = see(address, refused=kind == "no page", java_script_enabled=False)
        assert page.locator("h1").count() == 1
    page = see("/incidents", java_script_enabled=False)
    page.locator("summary").click()
    page.locator("[name=type]").select_option("RETREAT")
    page.locator("button", has_text="Filter").click()
    assert re.search(r"type=RETREAT", page.url)
    assert set(page.locator("tbody td:nth-child(2) a:first-child").all_inner_texts()) == {"RETREAT"}


def test_light_and_dark_are_chosen_and_kept(see: See) -> None:
    page = see("/reports", color_scheme="light")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(ground)
    page.locator("[data-theme-toggle]").click()
    dark = page.evaluate(ground)
    assert dark != light
    page.reload()
    assert page.evaluate(ground) == dark


def test_print_leaves_out_what_is_for_the_screen(see: See) -> None:
    page = see(f"/report/{short_id(samples.carried().report.id)}", color_scheme="dark")
    page.emulate_media(media="print")
    assert not page.locator("nav").first.is_visible()
    assert page.locator("article.text").is_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('.records')).maxHeight") == "none"


def test_the_first_tab_skips_to_the_content(see: See) -> None:
    page = see("/incidents")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
