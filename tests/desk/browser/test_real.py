"""Every page over two hundred real reports, where the corpora are at hand (REPORTEDLY_CORPUS)."""

import gzip
import json
import os
import re
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from reportedly.archive import Archive
from reportedly.coder import Coder
from reportedly.incidents import group
from reportedly.intake import make_report
from tests.desk.browser.conftest import PATIENCE, desk

CORPUS = os.environ.get("REPORTEDLY_CORPUS")
REPORTS = 200
KINDS = ("incidents", "sources", "reports")


@pytest.mark.skipif(not CORPUS, reason="needs the corpora: set REPORTEDLY_CORPUS")
def test_every_page_of_real_reports_opens_without_a_fault(browsers: Callable[[bool], Any], tmp_path: Path) -> None:
    path, coder = tmp_path / "real.rpt", Coder()
    with (
        gzip.open(Path(str(CORPUS)) / "fakes.jsonl.gz", "rt", encoding="utf-8") as lines,
        Archive.open(path, create=True) as archive,
    ):
        for row in islice(map(json.loads, lines), REPORTS):
            text = f"{row['title']}\n{row['text']}"
            report = make_report(text, name=row["id"], published=row["published"], outlet=row["outlet"])
            archive.add(coder.code(report), coder.version)
        group(archive)
    faults: list[str] = []
    with desk(path) as address:
        context = browsers(True).new_context(viewport={"width": 1280, "height": 800})
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.goto(f"{address}/", wait_until="load")
        page.wait_for_selector("html[data-overview=ready]", state="attached")
        seen = ["/", "/control", "/review"]
        for kind in KINDS:
            page.goto(f"{address}/{kind}", wait_until="load")
            links = page.eval_on_selector_all("main a[href]", "all => all.map(a => a.getAttribute('href'))")
            own = [link for link in links if re.match(rf"/{kind[:-1]}s?[/?]", link)]
            assert own, f"expected links to single {kind}, got {links[:5]}"
            seen += [f"/{kind}", *own[:3]]
        for link in seen:
            answer = page.goto(f"{address}{link}", wait_until="load")
            assert answer.status == 200, link
            assert page.locator("main h1, main h2").count() or link == "/", link
        context.close()
    assert faults == []
