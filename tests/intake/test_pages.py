"""Captions and credits of web pages, as content systems write them."""

import pytest

from reportedly.intake.outcome import LIMITS
from reportedly.intake.page_pool import PagePool
from reportedly.intake.pages import Page, apart

PARAGRAPHS = "".join(
    f"<p>Government troops left the village of {name} on Tuesday, the district council said, after two weeks in which"
    " the only road was closed to everyone but the army and the ambulances of the district.</p>"
    for name in ("Varenka", "Belica", "Ostrova")
)


def read(figure: str, *, head: str = "", after: str = "") -> Page:
    html = f"<html><head>{head}</head><body><main><h1>Troops leave three villages</h1>{figure}{PARAGRAPHS}</main>{after}</body></html>"
    with PagePool(1, LIMITS) as pool:
        return pool.submit(html, "page").result()


@pytest.mark.parametrize(
    ("figure", "captions", "credits"),
    [
        (
            "<figure><img><figcaption>The <b>burnt</b> school in Varenka</figcaption></figure>",
            ["The burnt school in Varenka"],
            [],
        ),
        (
            '<div class="wp-caption"><img><p class="wp-caption-text">The burnt school in Varenka</p></div>',
            ["The burnt school in Varenka"],
            [],
        ),
        (
            "<figure><figcaption><div>The burnt school</div><span class='imageCredit'>Ada Writer</span></figcaption></figure>",
            ["The burnt school Ada Writer"],
            ["Ada Writer"],
        ),
        (
            "<figure><figcaption>Image source, Ada Writer Image caption, The burnt school in Varenka</figcaption></figure>",
            ["The burnt school in Varenka"],
            ["Ada Writer"],
        ),
        (
            "<figure><figcaption>Image 1 of 23 The burnt school in Varenka hide caption</figcaption></figure>",
            ["The burnt school in Varenka"],
            [],
        ),
        (
            '<div class="related"><figure><figcaption>Another story altogether, of last week</figcaption></figure></div>',
            [],
            [],
        ),
        ('<a href="/x"><div><figcaption>Another story altogether, of last week</figcaption></div></a>', [], []),
        ("<figure><figcaption>Troops leave three villages by Ada Writer</figcaption></figure>", [], []),
        ("<figure><figcaption>a</figcaption></figure>", [], []),
    ],
)
def test_captions_and_credits(figure: str, captions: list[str], credits: list[str]) -> None:
    page = read(figure)
    assert (page.captions, page.credits) == (captions, credits)
    assert page.text.count("Government troops") == 3


def test_captions_outside_the_article_are_none_of_it() -> None:
    footer = "<footer><figure><figcaption>The newsroom of the paper in 1950</figcaption></figure></footer>"
    assert read("", after=footer).captions == []


def test_title_without_the_outlet() -> None:
    head = '<title>Troops leave villages | The Courier</title><meta property="og:title" content="Troops leave villages | The Courier"><meta property="og:site_name" content="The Courier">'
    page = read("", head=head)
    assert (page.title, page.outlet) == ("Troops leave villages", "The Courier")


def test_copyright_year_is_no_date() -> None:
    assert read("", after="<footer>© 2019 The Courier, 2015-2019</footer>").published is None
    assert (
        read("", head='<meta name="date" content="2020-02-03">', after="<footer>© 2019</footer>").published
        == "2020-02-03"
    )


def test_hostile_pages_end() -> None:
    deep = "<div>" * 50_000 + "text" + "</div>" * 50_000
    entities = '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><p>&b;</p>'
    with PagePool(1, LIMITS) as pool:
        pages = [
            pool.submit(html, "page").result() for html in (deep, entities, "", "<", "\ufffd" * 100, "<p>\x0b\x0c</p>")
        ]
    assert all(isinstance(page, Page) for page in pages)


def test_blocks_of_a_very_short_page_stand_apart() -> None:
    html = (
        "<html><body><p>Troops left Varenka.</p><figure><img><figcaption>A burnt school in Varenka</figcaption></figure>"
        "<p>The road is open again.</p></body></html>"
    )
    run_together = "Troops left Varenka. A burnt school in Varenka The road is open again."
    lines = ["Troops left Varenka.", "A burnt school in Varenka", "The road is open again."]
    assert apart(html, run_together).split("\n") == lines
    assert apart(html, "\n".join(lines)).split("\n") == lines
    assert apart("", "No page at all") == "No page at all"
