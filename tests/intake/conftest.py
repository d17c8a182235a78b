"""Reports and pages written for these tests, in their own sentences."""

import gzip
from pathlib import Path

import pytest

BODY = (
    "Government troops left the village of Varenka on Tuesday, the district council said.\n\n"
    "Two people were wounded when shells fell near the market, according to the mayor, who had asked for calm.\n"
)

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Troops leave Varenka after two weeks | The Borderland Courier</title>
<meta property="og:title" content="Troops leave Varenka after two weeks">
<meta property="og:site_name" content="The Borderland Courier">
<meta property="article:published_time" content="2021-03-09T18:40:00+02:00">
<link rel="canonical" href="https://courier.example/2021/03/09/varenka">
</head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Troops leave Varenka after two weeks</h1>
<figure><img src="a.jpg" alt=""><figcaption>A woman carries water past the burnt school in Varenka.
 <span class="photo-credit">Photo by Ada Writer/Courier</span></figcaption></figure>
<p>Government troops left the village of Varenka on Tuesday, the district council said, after two weeks in which the
 only road to it was closed to everyone but the army and the ambulances of the district.</p>
<p>Two people were wounded when shells fell near the market, according to the mayor, who had asked both sides for calm
 and said that the hospital had run out of blood on the second day of the shelling.</p>
<p>The army did not say where the troops were going. A spokesman said that the decision had been taken on Monday and
 that it had nothing to do with the losses that the other side reported at the weekend.</p>
</article>
<aside class="related"><figure><figcaption>A teaser for another story that is not part of this one.</figcaption></figure></aside>
<footer>© 2019 The Borderland Courier. All rights reserved.</footer>
</body></html>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one item of each kind, some gzipped, one below, one that is no report."""
    (tmp_path / "b.txt").write_text("Troops leave village\n\n" + BODY, encoding="utf-8")
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "c.txt.gz").write_bytes(gzip.compress(BODY.encode()))
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "e.jsonl").write_text('{"text": "One army unit left the town."}\n', encoding="utf-8")
    (tmp_path / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / ".hidden.txt").write_text("not input", encoding="utf-8")
    return tmp_path
