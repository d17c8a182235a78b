"""Makes pictures of the desk's pages: `python -m tools.desk_screenshots ARCHIVE FOLDER`. Needs Playwright and Chromium.

Each page is taken light, dark, and as wide as a phone. The pages are those with most on them.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from reportedly.desk.index import Index, Shelf
from tests.desk.browser.conftest import FLAGS, WEBGL, desk

LOOKS = {"light": ("light", 1280), "dark": ("dark", 1280), "phone": ("light", 390)}
SETTLED = 6000  # milliseconds for the map to be drawn


def pages(index: Index) -> dict[str, str]:
    """One address of each kind of page."""
    found = {"overview": "/", "incidents": "/incidents", "sources": "/sources", "reports": "/reports", "control": "/control", "review": "/review"}  # fmt: skip
    told = max(index.incidents.values(), key=lambda one: (one.independent_roots, len(one.reports)), default=None)
    if told is not None:
        found["incident"] = f"/incident/{told.id}"
        if told.roots:
            found["source"] = f"/source?key={told.roots[0].key}"
    rows = index.select("SELECT report.short, event.name FROM event JOIN report ON report.id = event.report ORDER BY report.events DESC, n LIMIT 1")  # fmt: skip
    for short, name in rows:
        found |= {"report": f"/report/{short}", "review-event": f"/review/event/{name}"}
    return found


def main(archive: Path, folder: Path) -> None:
    """Writes FOLDER/PAGE-LOOK.png for every page and look."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = pages(Shelf(archive).index())
    with desk(archive) as address, sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS + WEBGL)
        for look, (scheme, width) in LOOKS.items():
            context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 850})
            for name, path in wanted.items():
                page = context.new_page()
                page.goto(address + path, wait_until="load")
                if name == "overview":
                    page.wait_for_timeout(SETTLED)
                page.screenshot(path=folder / f"{name}-{look}.png")
                page.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
