"""Bytes to characters."""

import datetime
import decimal
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.errors import UnreadableInput
from reportedly.intake.decode import clean_text, clean_value, decode_page, decode_text

PROSE = "The mayor of Málaga said “no” – twice – to the café owners, and the council agreed with her. " * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_encodings(encoding: str) -> None:
    assert decode_text(PROSE.encode(encoding))[0] == PROSE


def test_windows_1252_is_taken_where_it_is_plausible() -> None:
    assert decode_text(PROSE.encode("cp1252")) == (PROSE, "windows-1252")


def test_damaged_utf8_loses_no_more_than_the_damage() -> None:
    text, encoding = decode_text(PROSE.encode() + b"\xff" + PROSE.encode())
    assert text == f"{PROSE}\ufffd{PROSE}" and encoding == "utf-8, 1 damaged"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"text\x00text",
        "Війська залишили село".encode("cp1251"),
        PROSE.encode("utf-16-le"),
        b"\xff\xfea",
    ],
)
def test_what_is_no_text(data: bytes) -> None:
    with pytest.raises(UnreadableInput, match=r"a\.txt: (expected|begins)"):
        decode_text(data, "a.txt")


def test_page_says_its_encoding() -> None:
    html = '<html><head><meta charset="windows-1251"></head><body>Війська залишили село</body></html>'
    assert decode_page(html.encode("cp1251")) == (html, "cp1251")
    assert decode_page(b'<meta charset="no-such-thing">caf\xe9')[0].endswith("café")


def test_line_ends_nul_and_surrogates() -> None:
    assert clean_text("a\r\nb\rc\nd\x00e\ud800f") == "a\nb\nc\nd\ufffde\ufffdf"


@given(st.text(st.characters(codec=None)))
def test_clean_text_can_be_stored(text: str) -> None:
    cleaned = clean_text(text)
    assert "\x00" not in cleaned and "\r" not in cleaned
    cleaned.encode("utf-8")


def test_values_that_json_can_hold() -> None:
    deep: list[object] = []
    for _ in range(500):
        deep = [deep]
    value = {
        "day": datetime.date(2020, 1, 2), "money": decimal.Decimal("1.50"), "raw": b"\x00\xff", "nan": float("nan"),
        "big": 2**80, 3: "key", "list": ("a\ud800",), "deep": deep, "span": datetime.timedelta(seconds=90),
    }  # fmt: skip
    cleaned = clean_value(value)
    assert json.loads(json.dumps(cleaned)) == cleaned
    assert cleaned["day"] == "2020-01-02" and cleaned["money"] == "1.50" and cleaned["nan"] is None
    assert (
        cleaned["big"] == str(2**80)
        and cleaned["3"] == "key"
        and cleaned["list"] == ["a\ufffd"]
        and cleaned["span"] == 90
    )
