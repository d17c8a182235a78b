"""Embeddings of tellings are compared where they can be, and never trusted where they can't."""

from base64 import b64encode

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.incidents.embeddings import Comparison, comparison
from reportedly.incidents.pairs import FEATURES, features
from reportedly.incidents.tellings import Tellings
from reportedly.reader.embedding import written
from reportedly.reader.encoder import Encoder
from tests.incidents import samples

COLUMN = FEATURES.index("embedding")


def test_rows_of_other_weights_and_of_broken_records_are_none() -> None:
    shipped = comparison()
    row = np.full(shipped.size, 3, np.int8)
    good = written(shipped.mark, row)
    held = shipped.rows(
        [good, None, "", "not base64!", "ключ", written(shipped.mark ^ 1, row), b64encode(b"short").decode()]
    )
    assert held[0].tolist() == row.tolist()
    assert not held[1:].any()


@given(
    st.lists(st.integers(-127, 127), min_size=96, max_size=96),
    st.lists(st.integers(-127, 127), min_size=96, max_size=96),
)
@settings(max_examples=30, deadline=None)
def test_the_comparison_is_symmetric(one: list[int], other: list[int]) -> None:
    first, second = np.array([one], np.int8), np.array([other], np.int8)
    there, back = comparison().log_odds(first, second), comparison().log_odds(second, first)
    assert np.array_equal(there, back, equal_nan=True)


def test_nothing_is_said_of_a_row_of_zeros() -> None:
    row, none = np.ones((1, comparison().size), np.int8), np.zeros((1, comparison().size), np.int8)
    assert np.isnan(comparison().log_odds(row, none)).all()
    assert np.isfinite(comparison().log_odds(row, row)).all()


def test_a_comparison_counts_products_differences_and_its_hidden_layer() -> None:
    arrays = {
        "mark": np.array(5), "scale": np.array([1.0, 0.0]), "apart": np.array([0.0, -1.0]), "base": np.array(0.5),
        "into": np.array([[1.0], [0.0], [0.0], [0.0]]), "into_bias": np.array([-2.0]), "out": np.array([10.0]),
    }  # fmt: skip
    small = Comparison(arrays)
    found = small.log_odds(np.array([[2, 3], [1, 1]], np.int8), np.array([[2, 1], [1, 1]], np.int8))
    # 2·2 by the products, −2 by the differences, .5, and 10 · (4 − 2) by the hidden layer; the second row's is under its bound.
    assert found.tolist() == [4 - 2 + 0.5 + 20, 1 + 0.5]


def test_tellings_of_one_strike_are_nearer_than_a_strike_and_talks() -> None:
    encoder = Encoder()
    texts = [
        ("An air strike hit the market of Derhachi on Friday and killed nine people.", "strike"),
        ("Nine people died when aircraft bombed the market in Derhachi, medics said.", "bombed"),
        ("The two presidents met in Geneva for talks about grain exports.", "met"),
    ]
    rows = comparison().rows(
        [encoder.embeddings(text, [(text.index(word), text.index(word) + len(word))])[0] for text, word in texts]
    )
    alike, unlike = comparison().log_odds(rows[:1].repeat(2, 0), rows[1:])
    assert alike > 0 > unlike


def test_records_without_embeddings_leave_the_column_empty() -> None:
    t = Tellings([samples.strike("A", "2022-06-03", 9), samples.strike("B", "2022-06-03", 9)])
    rows = features(t, np.array([0]), np.array([1]))
    assert np.isnan(rows[0, COLUMN])
    assert rows.shape == (1, len(FEATURES))


def test_records_with_embeddings_fill_it() -> None:
    told = written(comparison().mark, np.ones(comparison().size, np.int8))
    reports = [samples.strike(name, "2022-06-03", 9) for name in "AB"]
    held = [
        msgspec.structs.replace(one, events=[msgspec.structs.replace(e, embedding=told) for e in one.events])
        for one in reports
    ]
    assert np.isfinite(features(Tellings(held), np.array([0]), np.array([1]))[0, COLUMN])


def test_learnt_arrays_say_what_the_network_says() -> None:
    torch = pytest.importorskip("torch")
    from training.incidents.embeddings import LENGTH, Network, plain

    torch.manual_seed(3)
    network = Network(8).eval()
    torch.nn.init.normal_(network.out.weight)
    rows = torch.randn(6, 8)
    mean, spread = np.full(8, 0.3, np.float32), np.full(8, 2.0, np.float32)
    learnt = plain(network, mean, spread)
    held = learnt.project(rows.numpy() * spread + mean)
    found = learnt.comparison.log_odds(held[:3], held[3:])
    with torch.no_grad():
        wanted = network(rows[:3], rows[3:]).numpy()
    assert LENGTH > 1 and np.abs(found - wanted).max() < 0.2  # whole numbers in place of fractions
