"""No figure falls below its floor (benchmarks/floors.toml)."""

import os
import tomllib
from pathlib import Path

import pytest

from reportedly.coder import Coder
from tests.quality_gate.measure import measure
from training.corpora import sentences

HERE = Path(__file__).parent
FLOORS = tomllib.loads((HERE.parents[1] / "benchmarks" / "floors.toml").read_text(encoding="utf-8"))
CORPUS = os.environ.get("REPORTEDLY_CORPUS")


def test_the_sample_written_for_the_project() -> None:
    scores = measure(list(sentences.read(HERE)), Coder())
    assert set(scores) == set(FLOORS["sample"])
    low = {name: (score, FLOORS["sample"][name]) for name, score in scores.items() if score < FLOORS["sample"][name]}
    assert not low, f"below the floor (figure, floor): {low}"


def test_the_sample_is_not_trained_on() -> None:
    trained = {passage.text for passage in sentences.read()}
    assert not trained & {passage.text for passage in sentences.read(HERE)}


# The corpora's scorer leaves a file to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
@pytest.mark.skipif(not CORPUS, reason="needs the corpora: set REPORTEDLY_CORPUS")
def test_the_golds_dev_part() -> None:
    from benchmarks.gold import first_gold
    from benchmarks.gold import measure as score

    scores = score(Path(str(CORPUS)), first_gold(Path(str(CORPUS)), "dev"))
    value = lambda name: scores[name]["f1"] if isinstance(scores[name], dict) else scores[name]
    low = {name: (value(name), floor) for name, floor in FLOORS["gold"].items() if value(name) < floor}
    assert not low, f"below the floor (figure, floor): {low}"


@pytest.mark.skipif(not CORPUS, reason="needs the corpora: set REPORTEDLY_CORPUS")
def test_the_public_corpora() -> None:
    from benchmarks.overview import public

    figures = public(Path(str(CORPUS)))
    assert set(FLOORS["public"]) <= set(figures)
    low = {name: (figures[name], floor) for name, floor in FLOORS["public"].items() if figures[name] < floor}
    assert not low, f"below the floor (figure, floor): {low}"
