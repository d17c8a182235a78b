from pathlib import Path

import msgspec
import pytest

from reportedly.archive import Archive
from reportedly.cli.marked import Mark, marked
from reportedly.records import Wire, short_id
from tests.archive import samples
from tests.cli.conftest import Run


def explain(run: Run, archive: Path, coded: samples.CodedReport, event: str) -> str:
    code, out, err = run("explain", archive, f"{short_id(coded.report.id)}:{event}")
    assert (code, err) == (0, "")
    return out


def test_the_sentence_stands_with_its_spans_marked(run: Run, archive: Path) -> None:
    out = explain(run, archive, samples.carried(), "e4")
    assert (
        "In ⟦place: Dergachi⟧ ⟦recipient: ⟦killed: three⟧ people⟧ were ⟦trigger: killed⟧ and ⟦injured: seven⟧ wounded"
        " on ⟦time: April 4⟧, its mayor said." in out
    )


def test_each_resolution_has_its_score_and_runner_up(run: Run, archive: Path) -> None:
    out = explain(run, archive, samples.carried(), "e2")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert 'trigger "withdrawn" → RETREAT/withdraw, occurred 0.93' in lines
    assert "scores trigger 0.97 · type 0.95" in lines
    assert 'actor "Russian units" → Russian units · RUS · MIL 0.95' in lines
    assert (
        'place "Kharkiv" → Kharkiv, Kharkiv, UKR · near · settlement · 49.9808, 36.2527 · GeoNames 706483 0.96' in lines
    )
    assert "or Kharkivka, Sumy, UKR 0.02" in lines
    assert 'time "Thursday" → 2022-05-12 (day; published 2022-05-13)' in lines
    assert f"same as {short_id(samples.carried().report.id)}:e1" in lines


def test_the_chain_runs_from_the_outlet_to_the_root(run: Run, archive: Path) -> None:
    out = explain(run, archive, samples.carried(), "e2")
    outlet, carrier, root = out.partition("\nDrift")[0].rstrip().splitlines()[-3:]
    assert outlet.strip() == "The Morning Ledger"
    assert carrier.strip() == '└── Channel Nine · media · "According to" · asserts  a1 0.91'
    assert root.strip() == '└── the Defence Ministry · government · "said" · asserts · root  a2 0.88'
    assert "in its own voice" in explain(run, archive, samples.flat(), "e1")
    assert '"likely" = 55%–75% (PHIA)' in explain(run, archive, samples.carried(), "e3")


def test_drift_stands_with_both_of_its_events(run: Run, archive: Path) -> None:
    carried = samples.carried()
    name = short_id(carried.report.id)
    bold = explain(run, archive, carried, "e1").rstrip().splitlines()
    assert bold[-2].strip() == "Drift"
    assert bold[-1].strip() == (
        f'source dropped: "the Defence Ministry" → "pull back", against {name}:e2 by the Defence Ministry  0.70'
    )
    careful = explain(run, archive, carried, "e2").rstrip().splitlines()
    assert careful[-1].strip() == (
        f'source dropped later or elsewhere: "the Defence Ministry" → "pull back", in {name}:e1  0.70'
    )
    assert "Drift" not in explain(run, archive, carried, "e3")


def test_spans_in_several_sentences_show_each(run: Run, archive: Path) -> None:
    out = explain(run, archive, samples.hostile(), "e1")
    assert "⟦trigger: \\x07attacked⟧ ⟦place: Kharkiv⟧" in out
    assert "with ⟦killed: 99999999999999999999⟧ guns." in out
    assert "\x1b" not in out
    assert out.replace("\n", "").isprintable()


@pytest.mark.parametrize(
    ("event", "said"), [("e1", "event id like"), ("ffffffffff:e1", "got none"), ("\x1b:e1", "got none")]
)
def test_an_unknown_event_is_an_error(run: Run, archive: Path, event: str, said: str) -> None:
    code, out, err = run("explain", archive, event)
    assert (code, out) == (1, "")
    assert said in err
    assert "\x1b" not in err


@pytest.mark.parametrize(
    ("marks", "shown"),
    [
        ([], "one two three"),
        ([Mark("a", 0, 3)], "⟦a: one⟧ two three"),
        ([Mark("a", 0, 13), Mark("b", 4, 7)], "⟦a: one ⟦b: two⟧ three⟧"),
        ([Mark("a", 0, 7), Mark("b", 0, 3)], "⟦a: ⟦b: one⟧ two⟧ three"),
        ([Mark("a", 0, 3), Mark("b", 0, 3)], "⟦a: ⟦b: one⟧⟧ two three"),
        ([Mark("a", 0, 3), Mark("a", 0, 3)], "⟦a: one⟧ two three"),
        ([Mark("a", 0, 7), Mark("b", 4, 13)], "⟦a: one ⟦b: two⟧ three⟧"),
        ([Mark("a", 8, 99)], "one two ⟦a: three⟧"),
        ([Mark("a", 2, 2), Mark("a", 50, 60)], "one two three"),
    ],
)
def test_marks(marks: list[Mark], shown: str) -> None:
    assert marked("one two three", 0, 13, marks).plain == shown


def test_a_text_can_not_set_marks_itself() -> None:
    assert marked("⟦actor: me⟧", 0, 11, []).plain == "[[actor: me]]"
    assert marked("a b c d", 2, 5, [Mark("x", 0, 1), Mark("y", 4, 7)]).plain == "b ⟦y: c⟧"


def test_a_report_from_a_wire_says_so(run: Run, archive: Path) -> None:
    with Archive.open(archive) as opened:
        one = next(coded for coded in opened.reports() if coded.events)
        wires = [
            Wire(text="Reuters", start=0, end=7, name="Reuters"),
            Wire(text="agencies", start=8, end=16, role="input"),
        ]
        opened.add(msgspec.structs.replace(one, wire=wires), "2")
    assert "\nWire: copy of Reuters; with input of agencies that are not named\n" in explain(
        run, archive, one, one.events[0].id
    )
