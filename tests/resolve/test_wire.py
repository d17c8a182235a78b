"""Whose copy a report is: bylines, datelines and credits, and what looks like them and is none."""

import time

import pytest

from reportedly.coder import Coder
from reportedly.intake import make_report
from reportedly.reader import Mention, Quotation, Reading
from reportedly.records import CodedReport, Report
from reportedly.resolve.tidy import tidy
from reportedly.resolve.wire import find_wire, is_outlet, own_voice


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def report(text: str, outlet: str | None = None, title: str | None = None) -> Report:
    made = make_report(text, outlet=outlet, title=title)
    assert isinstance(made, Report)
    return made


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("By Ada Byron, Associated Press\n\nThe army shelled the harbour.", "Associated Press", "copy"),
        ("Shelling kills nine\nBy Ada Byron and Li Corin | AFP\nNine people died.", "AFP", "copy"),
        ("By Li Corin, Xinhua writer\nNine people died in the port.", "Xinhua", "copy"),
        ("By Associated Press\nNine people died in the port.", "Associated Press", "copy"),
        ("Ada Byron, Reuters\nNine people died in the port.", "Reuters", "copy"),
        ("(Reuters) - The army shelled the harbour.", "Reuters", "copy"),
        ("DAMASCUS, Dec 3 (Xinhua) — The army shelled the harbour.", "Xinhua", "copy"),
        ("Shelling kills nine BEIRUT (AP) — Nine people died.", "AP", "copy"),
        ("KABUL (Pajhwok): Nine people died.", "Pajhwok", "copy"),
        ("Tehran, 3 May, IRNA – Nine people died.", "IRNA", "copy"),
        ("Nine people died in the port.\n\nAFP", "AFP", "copy"),
        ("Shelling kills nine\nReuters\nNine people died in the port.", "Reuters", "copy"),
        ("Nine people died in the port. - AFP", "AFP", "copy"),
        ("Nine people died in the port. (AFP)", "AFP", "copy"),
        ("Nine people died in the port. Source: Xinhua", "Xinhua", "copy"),
        ("Nine people died.\n© AP 2015", "AP", "copy"),
        ("Nine people died.\nCopyright 2015 The Associated Press. All rights reserved.", "Associated Press", "copy"),
        ("Nine people died.\nThis story was first published by Deutsche Welle.", "Deutsche Welle", "copy"),
        ("Nine died. Our Standards: The Thomson Reuters Trust Principles.", "Reuters", "copy"),
        ("Nine people died. (With inputs from agencies)", None, "input"),
        ("Nine people died. With additional reporting by AFP", "AFP", "input"),
        ("Nine people died.\nAgencies contributed to this report", None, "input"),
        ("Nine people died.\nSome material for this report came from Reuters", "Reuters", "input"),
    ],
)  # fmt: skip
def test_a_wire_is_found(text: str, name: str | None, role: str) -> None:
    [wire] = find_wire(report(text)).wires
    assert (wire.name, wire.role) == (name, role)
    assert text[wire.start : wire.end] == wire.text


@pytest.mark.parametrize(
    "text",
    [
        "Nine people died, the mayor told Reuters.",
        "Nine people died, he told AFP\n",
        "Ada Byron, Reuters bureau chief, said that it was quiet.",
        "By Reuters estimates, nine people died in the port.",
        "By Tuesday the army had left.\nNine people died.",
        "The picture shows the port. (AFP) The army went on to shell it for the rest of the day.",
        "Nine people died, witnesses said (Reuters).",
        "The ministry published its figures (AP) - nine of them.",
        "Source: Byron Observatory for Human Rights",
        "Nine died. Reporting by Ada Byron in Beirut; editing by Li Corin",
        "By Ada Byron\nNine people died in the port.",
        "Associated Press photographers were hurt in the port. So were nine others.",
        "Copyright law was changed after Reuters sued.",
    ],
)
def test_what_is_no_wire(text: str) -> None:
    assert find_wire(report(text)).wires == []


def test_an_outlet_is_no_wire_of_itself() -> None:
    assert find_wire(report("Damascus, SANA – Nine people died.", "Syrian Arab News Agency")).wires == []
    [wire] = find_wire(report("Nine people died in the port.-AFP", "nna")).wires
    assert wire.name == "AFP"
    [both] = find_wire(report("Nine died in the port. Source: TRT, Reuters", "TRTWorld")).wires
    assert (both.name, both.role) == ("Reuters", "input")


def test_two_agencies_share_a_credit() -> None:
    wires = find_wire(report("Nine people died in the port. (With Reuters and AFP)")).wires
    assert [(one.name, one.role) for one in wires] == [("Reuters", "input"), ("AFP", "input")]


def test_a_photographs_credit_is_no_wire() -> None:
    text = "Shelling kills nine\n\nFILE PHOTO: Smoke rises over the port on May 3, 2016. (AFP)\n\nNine people died.\n"
    assert find_wire(report(text)).wires == []


def test_bylines_name_nobody_who_speaks() -> None:
    text = "By Ada Byron, Associated Press\nNine people died, he said. Reporting by Li Corin; editing by Tom Byron"
    one = report(text)
    at = lambda words: (text.index(words), text.index(words) + len(words))
    byline = Quotation(*at("Li Corin; editing"), 0.9, at("Reporting"), at("Tom Byron"), 0.9, "asserts", 0.9)
    told = Quotation(*at("Nine people died"), 0.9, at("said"), at("he"), 0.9, "asserts", 0.9)
    people = [Mention("person", *at(name), 0.9) for name in ("Ada Byron", "Li Corin")]
    left = tidy(one, Reading(people, [], [told, byline]), find_wire(one).spans)
    assert left.quotations == [told]
    assert left.mentions == []


def test_a_content_begins_behind_the_dateline() -> None:
    text = "BEIRUT (AP) — Nine people died, the mayor said."
    one = report(text)
    at = lambda words: (text.index(words), text.index(words) + len(words))
    read = Quotation(*at("BEIRUT (AP) — Nine people died"), 0.9, at("said"), at("the mayor"), 0.9, "asserts", 0.9)
    [left] = tidy(one, Reading([], [], [read]), find_wire(one).spans).quotations
    assert text[left.start : left.end] == "Nine people died"


def test_the_record_carries_the_wire(coder: Coder) -> None:
    text = "BEIRUT (Reuters) - Rebels shelled the port of Byron on Tuesday, the mayor told Reuters. Nine people died."
    coded = coder.code(report(text, "The Morning Ledger"))
    assert [(one.name, one.role) for one in coded.wire] == [("Reuters", "copy")]
    assert own_voice(coded) == "Reuters"
    used = coder.code(report(text.replace("BEIRUT (Reuters) - ", "") + " (With inputs from AFP)", "The Morning Ledger"))
    assert [(one.name, one.role) for one in used.wire] == [("AFP", "input")]
    assert own_voice(used) == "The Morning Ledger"
    assert own_voice(CodedReport(report=report(text, "Byron Post"))) == "Byron Post"


def test_outlets_go_by_several_names() -> None:
    assert is_outlet("Syrian Arab News Agency", "SANA")
    assert is_outlet("Sky News", "skynews")
    assert not is_outlet("Reuters", "AFP")
    assert not is_outlet("Anadolu", "TRT World")
    assert not is_outlet("Reuters", None)


@pytest.mark.parametrize("text", ["By " + "Ada " * 4000 + ", AP", "(" * 9000, "Reporting by " + "A, " * 6000, "A & " * 6000, "© " + "A" * 20000])  # fmt: skip
def test_hostile_texts_take_no_time(text: str) -> None:
    begun = time.perf_counter()
    find_wire(Report(id="r", text=text))
    assert time.perf_counter() - begun < 1
