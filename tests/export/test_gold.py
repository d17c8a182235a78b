import hashlib
from pathlib import Path

import pytest

from corpora.standoff import from_standoff
from reportedly.archive import Archive, add_all
from reportedly.export import gold
from reportedly.incidents import group
from reportedly.incidents.corrections import correct_event
from reportedly.incidents.tellings import Key
from tests.archive import samples

BY = {"who": "Ada", "why": "checked"}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    opened = Archive.open(tmp_path / "a.rpt", create=True)
    add_all(opened, [samples.carried(), samples.direct()], "1")
    return opened


def decide(archive: Archive, event: str, **changes: str) -> None:
    coded = next(one for one in archive.reports() if one.report.name == "ledger.txt")
    at = group(archive).incident[Key(coded.report.id, event)]
    correct_event(archive, coded, event, changes, incident=at, **BY)


def test_nothing_checked_is_no_gold(archive: Archive) -> None:
    assert list(gold.checked(archive)) == []
    decide(archive, "e4", note="to be asked about")
    assert list(gold.checked(archive)) == []


def test_corrections_come_out_in_the_stand_off_form(archive: Archive) -> None:
    decide(archive, "e4", place="Kharkiv", toll="4 killed; 7 injured", accepted="yes")
    decide(archive, "e2", type="CONTROL")
    (one,) = gold.checked(archive)
    coded = samples.carried()
    text = coded.report.text
    assert one["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert one["checked"] == ["e4"]
    whole = from_standoff(one, text)
    events = {event["id"]: event for event in whole["events"]}
    assert events["e4"]["place"] == {"text": "Kharkiv", "start": text.index("Kharkiv"), "end": text.index("Kharkiv") + 7, "name": "Kharkiv", "country": "UKR", "lat": 49.98081, "lon": 36.25272}  # fmt: skip
    assert [(t["outcome"], t["low"], t["high"]) for t in events["e4"]["casualties"]] == [("killed", 4, 4), ("injured", 7, 7)]  # fmt: skip
    assert events["e4"]["when"]["start"] == "2022-04-04"
    assert events["e2"]["type"] == "CONTROL"
    assert events["e3"]["reported_by"] == ["a3"]
    assert [a["source"]["name"] for a in whole["attributions"]] == [
        a.source.name for a in coded.attributions if a.source
    ]
    assert whole["attributions"][2]["likelihood"] == "likely"


def test_gold_holds_no_sentence_of_the_text(archive: Archive) -> None:
    decide(archive, "e4", accepted="yes")
    (one,) = gold.checked(archive)
    written = str(one)
    for sentence in ("had withdrawn from around", "people were killed and seven wounded", "pull back from"):
        assert sentence not in written
