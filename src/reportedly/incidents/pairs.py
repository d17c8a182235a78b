"""Pairs: how likely two tellings are of one happening.

Comes in: tellings and rows of pairs. Goes out: features of each pair and a probability, by a small tree ensemble.
Knows nothing of which pairs are worth comparing, nor of clusters.
"""

from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt

from reportedly.incidents.embeddings import Comparison, comparison
from reportedly.incidents.tellings import SPOT, Ints, Tellings
from reportedly.incidents.words import Floats
from reportedly.trees import Trees

CHUNK = 20_000
"""Pairs scored at a time: bounds memory, and their columns stay in the processor's cache."""
FEATURES = (
    "same_report", "apart", "type", "same_type", "same_mode", "same_trigger", "same_status", "status", "linked",
    "same_place", "km", "coarser", "finer", "same_country", "overlap", "gap", "longest", "same_first", "same_last",
    "published_gap", "told_gap", "killed", "killed_ratio", "injured_ratio", "same_figures", "other_figures",
    "most_killed", "actors", "recipients", "same_actor_country", "passage", "leads", "stories", "first", "second",
    "fewer_rivals", "more_rivals", "later_definite", "definite", "later_other", "other", "sentences", "titles", "verbal",
    "with_actors", "with_recipients", "told_place", "told_km", "told_overlap", "told_gap_days", "place_distance", "day_distance",
    "embedding",
)  # fmt: skip
FAR_KM, FAR = 60.0, 0.01
"""Settlements farther apart than this are not of one happening, however alike the words: of 2,861 such pairs beyond 50 km in
the gold's train part none is. The probability that such pairs get."""
LATER = 7
"""Days apart from which on two happenings of stated days are held not to be one: of 1,546 such pairs of the train part 6 are."""
_EARTH_KM = 6371.0
Maker = Callable[..., Any]


def features(t: Tellings, a: Ints, b: Ints, alike: Comparison | None = None) -> Floats:
    """One row a pair, one column each of `FEATURES`; nan where either telling doesn't say. Symmetric in a and b.

    `alike`: what compares the embeddings; the shipped one by default.
    """
    same_report = t.report[a] == t.report[b]
    both: Maker = lambda column: (column[a] != 0) & (column[b] != 0)
    when: Maker = lambda known, value: np.where(known, value, np.nan)
    equal: Maker = lambda column: when(both(column), column[a] == column[b])
    log: Maker = lambda value: np.log1p(np.maximum(value, 0))
    place, timed = both(t.place), both(t.day_first)
    shared = np.minimum(t.day_last[a], t.day_last[b]) - np.maximum(t.day_first[a], t.day_first[b])
    longest = np.maximum(t.day_last[a] - t.day_first[a], t.day_last[b] - t.day_first[b])
    one_day_a = np.where(t.day_first[a] != 0, t.day_first[a], t.published[a])
    one_day_b = np.where(t.day_first[b] != 0, t.day_first[b], t.published[b])
    figures_a, figures_b = t.figures[a], t.figures[b]
    stated = ~np.isnan(figures_a) & ~np.isnan(figures_b)
    apart = np.abs(np.log1p(figures_a) - np.log1p(figures_b))
    most = np.fmax(figures_a[:, 0], figures_b[:, 0])
    dot: Maker = lambda rows: np.einsum("ij,ij->i", rows[a], rows[b])
    later = np.where(t.position[a] > t.position[b], a, b)
    any_of: Maker = lambda rows: np.any(rows, axis=1).astype(int)
    present: Maker = lambda rows: np.any(rows[a], axis=1) & np.any(rows[b], axis=1)
    columns = (
        same_report,
        when(same_report, log(np.abs(t.position[a] - t.position[b]))),
        np.maximum(t.type[a], t.type[b]),
        t.type[a] == t.type[b],
        equal(t.mode),
        t.trigger[a] == t.trigger[b],
        t.status[a] == t.status[b],
        np.maximum(t.status[a], t.status[b]),
        t.link[a] == t.link[b],
        when(place, t.place[a] == t.place[b]),
        log(kilometres(t.points[a], t.points[b])),
        np.minimum(t.fineness[a], t.fineness[b]),
        np.maximum(t.fineness[a], t.fineness[b]),
        equal(t.country),
        when(timed, shared >= 0),
        when(timed, log(-shared)),
        when(timed, log(longest)),
        when(timed, log(np.abs(t.day_first[a] - t.day_first[b]))),
        when(timed, log(np.abs(t.day_last[a] - t.day_last[b]))),
        when(both(t.published), log(np.abs(t.published[a] - t.published[b]))),
        when((one_day_a != 0) & (one_day_b != 0), log(np.abs(one_day_a - one_day_b))),
        (~np.isnan(figures_a[:, 0])).astype(float) + ~np.isnan(figures_b[:, 0]),
        apart[:, 0],
        apart[:, 1],
        (stated & (apart == 0)).sum(axis=1),
        (stated & (apart != 0)).sum(axis=1),
        log(most),
        when(present(t.actors), dot(t.actors)),
        when(present(t.recipients), dot(t.recipients)),
        equal(t.actor_country),
        dot(t.passage),
        np.einsum("ij,ij->i", t.leads[t.report[a]], t.leads[t.report[b]]),
        np.einsum("ij,ij->i", t.stories[t.report[a]], t.stories[t.report[b]]),
        np.minimum(t.order[a], t.order[b]),
        np.maximum(t.order[a], t.order[b]),
        np.minimum(t.rivals[a], t.rivals[b]),
        np.maximum(t.rivals[a], t.rivals[b]),
        when(same_report, t.definite[later]),
        when(~same_report, t.definite[a] + t.definite[b]),
        when(same_report, t.other[later]),
        when(~same_report, t.other[a] + t.other[b]),
        when(same_report, np.abs(t.sentence[a] - t.sentence[b])),
        t.title[a] + t.title[b],
        t.verbal[a] + t.verbal[b],
        any_of(t.actors[a]) + any_of(t.actors[b]),
        any_of(t.recipients[a]) + any_of(t.recipients[b]),
    )
    embedding = (alike or comparison()).log_odds(t.embedding[a], t.embedding[b])
    return np.stack((*columns, *_context(t, a, b), embedding), axis=1).astype(np.float32)


def _context(t: Tellings, a: Ints, b: Ints) -> tuple[npt.NDArray[Any], ...]:
    """Columns on places and days as they stand, or nearest in the report where an event says none itself."""
    log: Maker = lambda value: np.log1p(np.maximum(value, 0))
    place_a, place_b, day_a, day_b = t.place_donor[a], t.place_donor[b], t.day_donor[a], t.day_donor[b]
    # Without any finer place in the report the country that the event itself names stands.
    place_a, place_b = np.where(place_a < 0, a, place_a), np.where(place_b < 0, b, place_b)
    placed = (t.place[place_a] != 0) & (t.place[place_b] != 0)
    timed = (day_a >= 0) & (day_b >= 0)
    shared = np.minimum(t.day_last[day_a], t.day_last[day_b]) - np.maximum(t.day_first[day_a], t.day_first[day_b])
    return (
        np.where(placed, t.place[place_a] == t.place[place_b], np.nan),
        log(kilometres(t.points[place_a], t.points[place_b])),
        np.where(timed, shared >= 0, np.nan),
        np.where(timed, log(-shared), np.nan),
        t.place_distance[a] + t.place_distance[b],
        t.day_distance[a] + t.day_distance[b],
    )


def kilometres(first: Floats, second: Floats) -> Floats:
    """Great-circle distances between rows of (lat, lon) in degrees; nan where either is."""
    low, high = np.radians(first.astype(np.float64)), np.radians(second.astype(np.float64))
    half = np.sin((high - low) / 2) ** 2
    chord = half[:, 0] + np.cos(low[:, 0]) * np.cos(high[:, 0]) * half[:, 1]
    out: Floats = (2 * _EARTH_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))).astype(np.float32)
    return out


@lru_cache(maxsize=1)
def trees() -> Trees:
    """The ensemble in `data/pairs.npz`, made by `training.incidents.train`."""
    with np.load(BytesIO((files("reportedly.incidents") / "data" / "pairs.npz").read_bytes())) as held:
        return Trees(dict(held))


def scores(t: Tellings, a: Ints, b: Ints, model: Trees | None = None, alike: Comparison | None = None) -> Floats:
    """The probability that rows a[i] and b[i] tell one happening."""
    model = model or trees()
    out = np.full(len(a), FAR, np.float32)
    (near,) = np.nonzero(~apart(t, a, b))
    for at in range(0, len(near), CHUNK):
        rows = near[at : at + CHUNK]
        out[rows] = model.probability(features(t, a[rows], b[rows], alike))
    return out


def apart(t: Tellings, a: Ints, b: Ints) -> npt.NDArray[np.bool_]:
    """Whether stated settlements or days are too far from each other for one happening: such pairs need no scoring."""
    spots = (t.fineness[a] == SPOT) & (t.fineness[b] == SPOT)
    far = np.zeros(len(a), bool)
    far[spots] = kilometres(t.points[a[spots]], t.points[b[spots]]) > FAR_KM
    brief = (t.day_last - t.day_first <= 1) & (t.day_first != 0)
    gap = np.maximum(t.day_first[a], t.day_first[b]) - np.minimum(t.day_last[a], t.day_last[b])
    out: npt.NDArray[np.bool_] = far | (brief[a] & brief[b] & (gap > LATER))
    return out
