"""Stand-off annotations: nothing of the text in them, and the way back only to the very same text."""

import json

import pytest

from corpora.standoff import digest, from_standoff, to_standoff

TEXT = "Shells fell on Harim on Friday. The mayor said shells killed three people.\n"
GOLD = {
    "doc": "test-1", "published": "2016-07-02", "outlet": "Harbour Courier",
    "attributions": [{
        "id": "a1", "source": {"text": "The mayor", "name": "mayor of Harim", "kind": "person"}, "cue": {"text": "said"},
        "content": {"text": "shells killed three people"}, "manner": "indirect", "stance": "asserts", "likelihood": None, "via": None,
    }],
    "events": [{
        "id": "e1", "trigger": {"text": "hells", "nth": 2}, "type": "ASSAULT", "mode": "heavy-weapons", "actors": [],
        "recipients": [{"text": "three people", "name": "three people", "country": None, "sector": "CVL"}],
        "place": {"text": "Harim", "name": "Harem", "country": "SYR", "lat": 36.21, "lon": 36.52},
        "when": {"text": "Friday", "start": "2016-07-01", "end": "2016-07-01"},
        "casualties": [{"outcome": "killed", "text": "three", "low": 3, "high": 3}], "status": "occurred", "reported_by": ["a1"], "same_as": None,
    }],
}  # fmt: skip


def test_a_standoff_file_holds_no_words_of_the_text() -> None:
    made = json.dumps(to_standoff(GOLD, TEXT))
    for words in ("Shells", "killed three", "three people", "Friday", "The mayor"):
        assert words not in made
    assert digest(TEXT) in made


def test_joining_gives_back_the_quotations_and_values() -> None:
    back = from_standoff(to_standoff(GOLD, TEXT), TEXT)
    event, attribution = back["events"][0], back["attributions"][0]
    assert event["trigger"] == {"text": "hells", "start": TEXT.index("hells k"), "end": TEXT.index("hells k") + 5}
    assert event["recipients"][0]["name"] == "three people"
    assert event["place"]["name"] == "Harem"
    assert event["when"] == {"text": "Friday", "nth": 1, "start": "2016-07-01", "end": "2016-07-01"}
    assert event["casualties"][0]["text"] == "three"
    assert attribution["source"]["name"] == "mayor of Harim"
    assert attribution["content"]["text"] == "shells killed three people"


def test_another_text_is_refused() -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        from_standoff(to_standoff(GOLD, TEXT), TEXT + " ")


def test_a_quotation_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="did not find"):
        to_standoff(GOLD, "Another text.")
