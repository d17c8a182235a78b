"""What the benchmarks count, by hand-made cases: a measure that is wrong makes every figure wrong."""

from pathlib import Path
from types import SimpleNamespace as Some

import pytest

from benchmarks import attribution, inputs, tolls
from training import measures
from training.corpora import plover, polnear
from training.corpora.cofenet import labelled, running

TEMPLATE = """
0.  MESSAGE: ID                     DEV-MUC3-9999 (X)
1.  MESSAGE: TEMPLATE               1
;;; a comment
18. HUM TGT: NAME                   "JUAN PEREZ"
19. HUM TGT: DESCRIPTION            "GUARD": "JUAN PEREZ"
                                    "FARMERS" / "PEASANTS"
                                    "NURSES"
21. HUM TGT: NUMBER                 1: "JUAN PEREZ"
                                    7: "FARMERS" / "PEASANTS"
                                    {nurses}: "NURSES"
23. HUM TGT: EFFECT OF INCIDENT     DEATH: "JUAN PEREZ"
                                    DEATH: "FARMERS" / "PEASANTS"
                                    INJURY: "NURSES"
24. HUM TGT: TOTAL NUMBER           -
"""


def test_treebank_tokens_become_running_text_with_their_places() -> None:
    tokens = ["``", "It", "is", "n't", "over", ",", "''", "the", "ministry", "'s", "aide", "(", "Lee", ")", "said", "."]
    text, places = running(tokens)
    assert text.startswith("\"It isn't over,")
    assert text.endswith("the ministry's aide (Lee) said.")
    assert [text[a:b] for a, b in places[1:5]] == ["It", "is", "n't", "over"]


def test_labels_become_spans() -> None:
    labels = ["B-cue", "B-content", "I-content", "O", "I-source"]
    assert labelled(labels) == {("cue", 0, 0), ("content", 1, 2), ("source", 4, 4)}


def test_a_pair_span_moves_only_to_a_flat_span_that_it_means() -> None:
    assert attribution.nearest((10, 20), [(9, 20), (30, 40)]) == (9, 20)
    assert attribution.nearest((10, 20), [(18, 40)]) == (10, 20)
    assert attribution.nearest((10, 20), []) == (10, 20)


@pytest.mark.parametrize(
    ("phrase", "wanted"),
    [
        ("the mayor of Qadira", "mayor"),
        ("two Hill League fighters", "fighters"),
        ("Qadira, a market town", "Qadira"),
        ("of", "of"),
    ],
)
def test_heads_of_phrases(phrase: str, wanted: str) -> None:
    start, end = measures.head(phrase, 0, len(phrase))
    assert phrase[start:end] == wanted


def test_tolls_of_a_template_are_sums_by_outcome() -> None:
    (slots,) = tolls.templates(TEMPLATE.format(nurses="2"))
    assert set(tolls.gold_tolls(slots)) == {("killed", 8), ("injured", 2)}


def test_tolls_of_targets_are_told_by_description_or_by_name() -> None:
    (slots,) = tolls.templates(TEMPLATE.format(nurses="2"))
    told = list(tolls.target_tolls(slots))
    assert sum(n for outcome, n, _ in told if outcome == "killed") == 8
    assert ("injured", 2, True) in told and not all(described for *_, described in told)
    (slots,) = tolls.templates(TEMPLATE.format(nurses="PLURAL"))
    assert "injured" not in {outcome for outcome, *_ in tolls.target_tolls(slots)}


def test_a_toll_without_figure_is_not_asked_for() -> None:
    (slots,) = tolls.templates(TEMPLATE.format(nurses="PLURAL"))
    assert set(tolls.gold_tolls(slots)) == {("killed", 8)}


def test_documents_lose_labels_and_line_breaks() -> None:
    text = "DEV-MUC3-0001 (X)\n\n   QADIRA, 3 JAN 90 -- [REPORT] [TEXT] TWO MEN\nFELL.\n\nDEV-MUC3-0002 (X)\n\nNONE.\n"
    assert dict(tolls.documents(text)) == {
        "DEV-MUC3-0001": "QADIRA, 3 JAN 90 -- TWO MEN FELL.",
        "DEV-MUC3-0002": "NONE.",
    }


def test_macro_f1_weighs_every_root_alike() -> None:
    pairs = [("AID", "AID")] * 3 + [("YIELD", "AID")]
    assert measures.root_scores(pairs) == {"macro_f1": 0.429, "accuracy": 0.75, "rows": 4}


def test_words_are_those_that_spans_touch() -> None:
    assert measures.words("in old Qadira today", [(3, 8)]) == {(3, 6), (7, 13)}


def test_marks_tell_source_and_target() -> None:
    found = plover.marked("Today <t>Qadira</t> was praised by <s>the League</s>.")
    assert found == ("Today { Qadira } was praised by [ the League ].", 6, 46)
    assert plover.marked("nobody did anything") is None


def test_a_folder_in_the_corpus_own_form_is_read(tmp_path: Path) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text" / "one.txt").write_text("Lee said it rained.")
    (tmp_path / "attributions" / "one_ab12.ann").write_text(
        "T1\tCue 4 8\tsaid\nT2\tSource 0 3\tLee\nT3\tContent 9 18\tit rained\nE1\tCue:T1 Source:T2 Content:T3\n"
    )
    (passage,) = polnear.read_folder(tmp_path)
    assert passage.frames[0].roles == [(0, 3, "source"), (9, 18, "content")]
    assert passage.tags["contents_polnear"] == [(9, 18, "content")]


def test_a_missing_corpus_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"muc4\.tar\.gz"):
        inputs.found(tmp_path, "muc4.tar.gz")


def test_a_happening_has_the_largest_total_of_its_records() -> None:
    toll = lambda outcome, low, high=None: Some(outcome=outcome, low=low, high=high or low)
    report = Some(
        events=[
            Some(id="e1", same_as=None, casualties=[toll("killed", 6), toll("killed", 2), toll("injured", 4)]),
            Some(id="e2", same_as="e1", casualties=[toll("killed", 6)]),
            Some(id="e3", same_as=None, casualties=[toll("killed", 8), toll("killed", 6), toll("killed", 2)]),
            Some(id="e4", same_as=None, casualties=[toll("killed", 3, 5), toll("injured", None)]),
        ]
    )
    assert tolls.happenings(report) == {("killed", 8), ("injured", 4)}  # type: ignore[arg-type]
    assert tolls.total([6, 6]) == 12
