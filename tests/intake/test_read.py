"""Inputs as a person gives them: every item accounted for, in order, none stopping the rest."""

import gzip
import io
import json
import os
import re
import time
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.errors import BadDate, BrokenRow, MissingInput, TooLarge, UnreadableInput
from reportedly.intake import Failed, Limits, Read, SetAside, count_inputs, read_inputs
from reportedly.intake.zones import check_cover
from reportedly.records import Report, report_id, to_json

from .conftest import BODY, PAGE

GERMAN = (
    "Die Truppen haben das Dorf am Dienstag verlassen, teilte der Gemeinderat mit. Zwei Menschen wurden dabei verletzt."
)


def only(reads: object) -> Read:
    found = list(reads)  # type: ignore[call-overload]
    assert len(found) == 1
    return found[0]  # type: ignore[no-any-return]


def report(reads: object) -> Report:
    read = only(reads)
    assert isinstance(read, Report), read
    assert check_cover(read.text, read.zones)
    return read


def write(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_text_file_is_left_untouched(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(BODY, encoding="utf-8")
    found = report(read_inputs([path], published="2 March 2021", outlet="The Courier"))
    assert found.text == BODY and found.name == "a.txt" and found.language == "en"
    assert (found.published, found.published_by, found.outlet) == ("2021-03-02", "given", "The Courier")
    assert found.id == report_id(BODY, outlet="The Courier", published="2021-03-02")


def test_date_of_the_dateline(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        f"Troops leave village\n\nVARENKA, March 9, 2021 — {BODY}© 2024 The Courier. All rights reserved.\n"
    )
    found = report(read_inputs([path]))
    assert (found.published, found.published_by, found.title) == ("2021-03-09", "text", "Troops leave village")
    path.write_text(f"{BODY}\n© 2024 The Courier. All rights reserved.\n")
    found = report(read_inputs([path]))
    assert found.published is None and found.published_by is None
    assert found.zones[-1].kind == "boilerplate"


def test_folder_in_order_and_accounted_for(folder: Path) -> None:
    found = list(read_inputs([folder], workers=2))
    assert [read.name for read in found] == ["a.html", "b.txt", "c.txt.gz", "d/e.jsonl:1", "picture.jpg"]
    assert [type(read) for read in found] == [Report, Report, Report, Report, SetAside]
    assert found == list(read_inputs([str(folder)], workers=1))
    assert count_inputs([folder]) == 5


def test_page(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(PAGE, encoding="utf-8")
    found = report(read_inputs([path], published="2020-01-01", outlet="Somebody else"))
    assert found.title == "Troops leave Varenka after two weeks"
    assert (found.published, found.published_by) == ("2021-03-09", "page")
    assert (found.outlet, found.url) == ("The Borderland Courier", "https://courier.example/2021/03/09/varenka")
    zones = [(zone.kind, found.text[zone.start : zone.end].strip()) for zone in found.zones]
    assert zones[0] == ("title", found.title)
    assert zones[1][0] == "body" and zones[1][1].startswith("Government troops") and zones[1][1].endswith("weekend.")
    assert zones[2:] == [
        ("caption", "A woman carries water past the burnt school in Varenka."),
        ("credit", "Photo by Ada Writer/Courier"),
    ]
    assert "teaser" not in found.text and found.text.count(found.title) == 1


def test_page_without_a_date_of_its_own_takes_the_given_one_never_a_copyright_year(tmp_path: Path) -> None:
    path = tmp_path / "a.html.gz"
    lines = [line for line in PAGE.splitlines() if "published_time" not in line and "canonical" not in line]
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    found = report(read_inputs([path], published="2020-01-01"))
    assert (found.published, found.published_by) == ("2020-01-01", "given")
    assert report(read_inputs([path])).published is None


def test_page_saved_by_a_browser_keeps_its_address(tmp_path: Path) -> None:
    note = "<!-- saved from url=(0047)https://www.courier.example/2021/03/09/varenka/ -->\n<html"
    bare = re.sub(r"<meta property.*?>|<link.*?>| \| The Borderland Courier", "", PAGE)
    (tmp_path / "a.html").write_text(bare.replace("<html", note, 1), encoding="utf-8")
    read = report(read_inputs([tmp_path / "a.html"]))
    assert (read.url, read.published) == ("https://www.courier.example/2021/03/09/varenka/", "2021-03-09")
    assert read.outlet == "courier.example"
    assert report(read_inputs([tmp_path / "a.html"], outlet="The Courier")).outlet == "The Courier"
    (tmp_path / "b.html").write_text(bare, encoding="utf-8")
    assert report(read_inputs([tmp_path / "b.html"])).url is None


def test_page_without_text_or_in_another_language(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><head><title>T</title></head><body><nav>Home</nav></body></html>")
    (tmp_path / "b.html").write_text(f"<html><body><article><p>{GERMAN * 4}</p></article></body></html>")
    found = list(read_inputs([tmp_path]))
    assert [(read.name, read.reason) for read in found if isinstance(read, SetAside)] == [
        ("a.html", "empty"), ("b.html", "not-english"),
    ]  # fmt: skip
    assert isinstance(found[1], SetAside) and found[1].detail.startswith("German (de)")


def test_page_over_its_bounds(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "b.html").write_text("<html>" + "<div>" * 3000)
    (tmp_path / "c.html").write_bytes(b"<html>\x00\x01\x02 \x89PNG")
    limits = Limits(page=len(PAGE) + 100)
    found = list(read_inputs([tmp_path], limits=limits))
    assert isinstance(found[0], Report)
    assert isinstance(found[1], Failed) and isinstance(found[1].error, TooLarge)
    assert isinstance(found[2], Failed) and isinstance(found[2].error, UnreadableInput)


def test_page_that_takes_too_long_costs_only_itself(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "b.html").write_text(
        "<html><body>" + "".join(f"<p>{BODY} {n}</p>" for n in range(20_000)) + "</body></html>"
    )
    (tmp_path / "c.html").write_text(PAGE)
    found = list(read_inputs([tmp_path], limits=Limits(page_seconds=0.25)))
    assert isinstance(found[1], Failed) and "gave up" in str(found[1].error)
    assert isinstance(found[0], Report) and isinstance(found[2], Report)


def children() -> set[str]:
    """The ids of this process's children, living or not yet reaped; other tests may have left some."""
    found: set[str] = set()
    for path in Path(f"/proc/{os.getpid()}/task").glob("*/children"):
        with suppress(OSError):  # a thread may end between its listing and the reading of its file
            found.update(path.read_text().split())
    return found


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to count processes")
def test_closing_early_ends_the_processes(tmp_path: Path) -> None:
    before = children()
    for number in range(12):
        (tmp_path / f"{number:02}.html").write_text(PAGE)
    reads = read_inputs([tmp_path], workers=2)
    assert isinstance(next(reads), Report)
    assert children() - before
    start = time.monotonic()
    reads.close()  # type: ignore[attr-defined]
    assert time.monotonic() - start < 5
    assert not children() - before


def test_rows(tmp_path: Path) -> None:
    path = write(
        tmp_path / "rows.jsonl",
        {"id": "x", "title": "Troops leave", "text": BODY, "url": "https://courier.example/1", "outlet": "The Courier",
         "published": "Tue, 09 Mar 2021 10:00:00 GMT", "language": "en-GB", "region": "north", "n": 3, "tags": ["a"]},
        {"text": BODY},
    )  # fmt: skip
    first, second = read_inputs([path], published="2021-01-01", outlet="Default")
    assert isinstance(first, Report) and isinstance(second, Report)
    assert first.text == f"Troops leave\n\n{BODY}" and first.zones[0].kind == "title" and first.zones[1].start == 14
    assert (first.row, second.row) == ("rows.jsonl:1", None)
    assert (first.name, first.url, first.outlet) == ("x", "https://courier.example/1", "The Courier")
    assert (first.published, first.published_by, first.language) == ("2021-03-09", "row", "en")
    assert first.extra == {"region": "north", "n": 3, "tags": ["a"]}
    assert (second.name, second.published, second.published_by, second.outlet) == (
        "rows.jsonl:2",
        "2021-01-01",
        "given",
        "Default",
    )
    assert second.text == BODY and second.extra == {}


def test_rows_with_one_id_are_all_kept(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonl", {"id": 7, "text": BODY}, {"id": 7, "text": "Other. " + BODY}, {"id": 7, "text": BODY}
    )
    found = list(read_inputs([path]))
    assert [read.name for read in found] == ["7", "7", "7"]
    assert len({read.id for read in found if isinstance(read, Report)}) == 2


def test_bad_rows_cost_only_themselves(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonl",
        {"id": "ok", "text": BODY},
        {"id": "none", "summary": BODY},
        {"id": "blank", "text": " \n"},
        {"id": "number", "text": 5},
        {"id": "date", "text": BODY, "published": "some day"},
        {"id": {"a": 1}, "text": BODY},
        {"id": "german", "text": GERMAN},
        {"id": "said", "text": BODY, "language": "uk"},
        {"id": "long", "text": "word " * 500_000},
        {"id": "\ud800", "text": "Troops left \ud800 the village.", "x": {"\udfff": "\ud800"}},
        {"id": "last", "text": BODY},
    )
    path.write_text(path.read_text() + '\n{"id": "broken", "text"\n')
    found = {read.name: read for read in read_inputs([path])}
    assert len(found) == 12
    assert isinstance(found["ok"], Report) and isinstance(found["last"], Report)
    errors = {name: type(read.error) for name, read in found.items() if isinstance(read, Failed)}
    assert errors == {
        "none": BrokenRow, "number": BrokenRow, "date": BadDate, "a.jsonl:6": BrokenRow, "long": TooLarge, "a.jsonl:12": BrokenRow,
    }  # fmt: skip
    assert "a.jsonl: line 2: expected a text, got none (columns: id, summary)" in str(found["none"].error)  # type: ignore[union-attr]
    assert "a.jsonl: line 5: published: expected a date such as 2016-07-02" in str(found["date"].error)  # type: ignore[union-attr]
    aside = {name: read.reason for name, read in found.items() if isinstance(read, SetAside)}
    assert aside == {"blank": "empty", "german": "not-english", "said": "not-english"}
    odd = found["\ufffd"]
    assert (
        isinstance(odd, Report)
        and odd.text == "Troops left \ufffd the village."
        and odd.extra == {"x": {"\ufffd": "\ufffd"}}
    )


def test_csv_and_parquet_rows(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        f'id,text,published,place\n1,"{BODY}",2021-03-09,Varenka\n2,,,\n', encoding="utf-8-sig"
    )
    pq.write_table(
        pa.table({"text": [BODY, None], "published": pa.array([18695, None], pa.date32())}), tmp_path / "b.parquet"
    )
    (tmp_path / "c.parquet.gz").write_bytes(gzip.compress((tmp_path / "b.parquet").read_bytes()))
    (tmp_path / "d.csv").write_bytes(('\ufeffid,text\n1,"' + BODY + '"\n').encode("utf-16-le"))
    found = list(read_inputs([tmp_path]))
    assert [type(read) for read in found] == [Report, Failed, Report, Failed, Report, Failed, Report]
    assert [read.published for read in found if isinstance(read, Report)] == ["2021-03-09"] * 3 + [None]
    assert isinstance(found[0], Report) and found[0].extra == {"place": "Varenka"} and found[0].text == BODY
    assert [read.name for read in found[2:]] == ["b.parquet:1", "b.parquet:2", "c.parquet.gz:1", "c.parquet.gz:2", "1"]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (BODY.encode(), "text"),
        (PAGE.encode(), "page"),
        (b'\n{"text": "One army unit left the town."}\n{"text": "Another stayed."}\n', "rows"),
        (gzip.compress(b'{"text": "One army unit left the town."}\n'), "rows"),
        (b'id,"text",published\na,One army unit left the town.,2022-05-13\n', "id"),
        (b"text\toutlet\nOne army unit left the town.\tLedger\n", "second"),
        (b"day,headline,text\n2022-05-13,Unit leaves,One army unit left the town.\n", "second"),
        (b"Text, images\nOne army unit left the town on Monday.\n", "text"),
        (b"Text, as they say, is outlet and source.\nOne army unit left the town.\n", "text"),
        (("\ufeff" + BODY).encode("utf-16-le"), "text"),
        (b"[Updated] " + BODY.encode(), "text"),
        (b'{\n  "text": "One army unit left the town."\n}', "rows"),
        (b'[\n  {"text": "One army unit left the town."}]', "rows"),
        (b'{"articles": [\n  {"content": "One army unit left the town."}]}', "rows"),
        (b'{\n  "text": ', "error"),
        (b"[[1, 2]]", "error"),
        (b"Headline,Article Body,Date\nUnit leaves,One army unit left the town.,2022-05-13\n", "second"),
        (b"sep=;\nday;text\n2022-05-13;One army unit left the town.\n", "third"),
        (b"Report, body\nOne army unit left the town on Monday.\n", "text"),
        (b"", "empty"),
        (b"\x00\x01\x02", "error"),
    ],
)
def test_standard_input_is_told_by_its_content(data: bytes, kind: str) -> None:
    found = list(read_inputs(["-"], stdin=io.BytesIO(data)))
    expected = {
        "text": "stdin",
        "page": "stdin",
        "rows": "stdin:1" if b"\n{" not in data[:3] else "stdin:2",
        "error": "stdin",
        "id": "a",
        "second": "stdin:2",
        "third": "stdin:3",
        "empty": "stdin",
    }
    assert found[0].name == expected[kind]
    assert isinstance(found[0], {"error": Failed, "empty": SetAside}.get(kind, Report))
    assert count_inputs(["-"]) is None


def test_what_can_not_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)))
    (tmp_path / "cyrillic.txt").write_bytes("Війська залишили село у вівторок".encode("cp1251"))
    (tmp_path / "long.txt").write_bytes(b"x" * 10_000_000)
    (tmp_path / "no.txt.gz").write_bytes(BODY.encode())
    (tmp_path / "cut.jsonl.gz").write_bytes(
        gzip.compress(b"".join(b'{"text": "One army unit left %d towns."}\n' % n for n in range(9000)))[:-2000]
    )
    (tmp_path / "no.parquet").write_bytes(BODY.encode())
    (tmp_path / "none.csv").write_text("id,summary\n1,x\n")
    (tmp_path / "folder").mkdir()
    given = [
        "binary.txt",
        "cyrillic.txt",
        "long.txt",
        "no.txt.gz",
        "no.parquet",
        "none.csv",
        "missing.txt",
        "folder",
    ]
    found = list(read_inputs([tmp_path / name for name in given]))
    assert [read.kind for read in found if isinstance(read, Failed)] == [
        UnreadableInput.__name__, UnreadableInput.__name__, TooLarge.__name__, UnreadableInput.__name__,
        UnreadableInput.__name__, UnreadableInput.__name__, MissingInput.__name__, MissingInput.__name__,
    ]  # fmt: skip
    assert all(given[i] in str(read.error) for i, read in enumerate(found) if isinstance(read, Failed))
    *rows, last = read_inputs([tmp_path / "cut.jsonl.gz"])
    assert len(rows) > 100 and all(isinstance(read, Report) for read in rows)
    assert isinstance(last, Failed) and "truncated" in str(last.error)
    assert count_inputs([tmp_path / name for name in given]) == 8


def test_blank_text_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n \n")
    (tmp_path / "b.jsonl").write_text("\n\n")
    (tmp_path / "c.txt").touch()
    (tmp_path / "d.txt.gz").write_bytes(gzip.compress(b""))
    assert [read.reason for read in read_inputs([tmp_path]) if isinstance(read, SetAside)] == ["empty"] * 4


def test_gzip_bomb_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "One army unit left the town."}\n' + b"\n" * 30_000_000))
    first, last = read_inputs([path], limits=Limits(gzip_free=1_000_000))
    assert isinstance(first, Report)
    assert isinstance(last, Failed) and "gzip bomb" in str(last.error)


def test_given_date_that_is_none_is_refused_at_once() -> None:
    with pytest.raises(BadDate, match="published: expected a date"):
        read_inputs([], published="soon")
    with pytest.raises(ValueError, match="at least one worker"):
        read_inputs([], workers=0)


def test_same_bytes_same_ids_whatever_the_line_ends(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(BODY.encode())
    (tmp_path / "b.txt").write_bytes(BODY.replace("\n", "\r\n").encode())
    (tmp_path / "c.txt").write_bytes(b"\xef\xbb\xbf" + BODY.encode())
    assert len({read.id for read in read_inputs([tmp_path]) if isinstance(read, Report)}) == 1


def test_file_name_that_is_no_unicode(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        Path(os.fsdecode(raw)).write_text(BODY)
    except OSError:
        pytest.skip("this file system takes only Unicode names")
    found = report(read_inputs([tmp_path]))
    assert found.name == "caf\ufffd.txt"


HOSTILE = st.lists(
    st.sampled_from(
        [
            b"{",
            b'{"text": "',
            b'"}',
            b"\n",
            b"\r\n",
            b"\x1f\x8b",
            b"PAR1",
            b"\xef\xbb\xbf",
            b"\xff\xfe",
            b"\x00",
            b"a,text\n",
            b'"',
        ]
    )
    | st.binary(max_size=20)
).map(b"".join)


@given(HOSTILE, st.sampled_from(["a.txt", "a.jsonl", "a.csv", "a.parquet", "a.txt.gz", "-"]))
def test_no_bytes_make_it_raise_or_go_unaccounted(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str
) -> None:
    if name == "-":
        found = list(read_inputs(["-"], stdin=io.BytesIO(data)))
    else:
        path = tmp_path_factory.getbasetemp() / name
        path.write_bytes(data)
        found = list(read_inputs([path]))
    assert found
    for read in found:
        str(read).encode("utf-8")
        if isinstance(read, Report):
            assert check_cover(read.text, read.zones)
            to_json(read)
