"""The ranker's columns say what their names say, computed here once more entry by entry."""

import math

import numpy as np
import pytest

from reportedly.errors import DataError
from reportedly.resolve.places import gazetteer
from reportedly.resolve.places.candidates import Finder
from reportedly.resolve.places.context import CHANGING, Around, Neighbours
from reportedly.resolve.places.document import ROW, Document, Documents, Told
from reportedly.resolve.places.gazetteer import NONE
from reportedly.resolve.places.phrases import Phrase
from reportedly.resolve.places.ranker import FEATURES, WEIGHTS, Ranker, ranker

NAMES = ("syria", "aleppo", "nothing at all here", "idlib", "hama", "turkey", "antioch", "tripoli", "lebanon")


def document() -> Document:
    """A report that names NAMES, "Tripoli, Lebanon" among them, and "Turkish" twice."""
    g = gazetteer()
    finder = Finder(g)
    inside = [-1] * len(NAMES)
    inside[NAMES.index("tripoli")] = NAMES.index("lebanon")
    beside = [(i - 1, i + 1 if i + 1 < len(NAMES) else -1) for i in range(len(NAMES))]
    told = Told(
        [3, 2, 1, 1, 1, 1, 4, 1, 1], inside, beside, {g.by_iso3["TUR"]: 2}, (g.by_iso3["SYR"],), g.by_iso3["GBR"]
    )
    return Documents(g, finder)([finder.block(Phrase(full=name, core=name)) for name in NAMES], told)


def kilometres(a: int, b: int) -> float:
    g = gazetteer()
    return 6371.0 * float(np.linalg.norm(g.unit[a].astype(np.float64) - g.unit[b].astype(np.float64)))


def test_changing_features_are_what_a_plain_count_gives() -> None:
    g, d = gazetteer(), document()
    neighbours = Neighbours(g)
    rng = np.random.default_rng(1)
    p = rng.random(len(d.entries))
    x = Around(g, neighbours, d).changing(p)
    entries, owner = d.entries.tolist(), d.owner.tolist()
    weight = [float(p[j] * math.sqrt((3, 2, 1, 1, 1, 1, 4, 1, 1)[owner[j]])) for j in range(len(entries))]
    turkey = g.by_iso3["TUR"]
    anchors = {}
    for phrase in set(owner):
        own = [j for j in range(len(entries)) if owner[j] == phrase]
        best = max(own, key=lambda j: 0 if g.feature[entries[j]] == 0 else p[j])
        if g.feature[entries[best]] != 0:
            anchors[phrase] = best
    for i, entry in enumerate(entries):
        others = [j for j in range(len(entries)) if owner[j] != owner[i]]
        country, unit = int(g.country[entry]), int(g.admin1[entry])
        rest = sum(weight[j] for j in others if g.country[entries[j]] < 255) + 2
        rest += sum(weight[j] for j in range(len(entries)) if owner[j] == owner[i] and g.country[entries[j]] < 255)
        rest = rest - sum(weight[j] for j in range(len(entries)) if owner[j] == owner[i]) + 0.5
        at_home = [j for j in others if g.country[entries[j]] == country < 255]
        in_unit = [j for j in others if g.admin1[entries[j]] == unit != NONE]
        by_name = 2 * (country == turkey)
        near = [
            (math.exp(-kilometres(entry, entries[j]) / 300), float(p[j])) for k, j in anchors.items() if k != owner[i]
        ]
        sides = [anchors[s] for s in d.beside[owner[i]] if s in anchors]
        beside_mass = (
            sum(
                weight[j]
                for j in range(len(entries))
                if g.country[entries[j]] < 255 and neighbours.table[country, g.country[entries[j]]]
            )
            + 2 * neighbours.table[country, turkey]
        )
        expected = {
            "country_share": (sum(weight[j] for j in at_home) + by_name) / rest,
            "country_named": min(2, sum(weight[j] for j in at_home if g.feature[entries[j]] == 0) + by_name),
            "admin1_share": sum(weight[j] for j in in_unit) / rest,
            "admin1_named": min(2, sum(weight[j] for j in in_unit if g.feature[entries[j]] == 1)),
            "nearest_30": max((b**10 * q for b, q in near), default=0),
            "near_100": 1 - math.exp(-sum(b**3 * q for b, q in near)),
            "near_300": 1 - math.exp(-sum(b * q for b, q in near)),
            "neighbours_100": max((math.exp(-kilometres(entry, entries[j]) / 100) * p[j] for j in sides), default=0),
            "neighbour_share": beside_mass / rest,
        }
        for name, value in expected.items():
            slack = 2e-3 if name.startswith(("near", "neighbours")) else 3e-5  # single precision tells 2 km apart
            assert x[CHANGING.index(name), i] == pytest.approx(value, abs=slack), (name, i)


def test_what_a_container_holds_is_marked() -> None:
    g, d = gazetteer(), document()
    p = np.full(len(d.entries), 0.5)
    x = Around(g, Neighbours(g), d).changing(p)
    tripoli = [j for j, owner in enumerate(d.owner) if NAMES[owner] == "tripoli"]
    for j in tripoli:
        lebanese = g.iso3(int(d.entries[j])) == "LBN"
        assert x[CHANGING.index("inside_next"), j] == (0.5 if lebanese else 0)
        assert d.fixed[ROW["outside_next"], j] == (not lebanese)
    assert any(g.iso3(int(d.entries[j])) == "LBN" for j in tripoli)


def test_probabilities_of_a_phrase_sum_to_one_and_a_name_without_entries_is_none() -> None:
    d = document()
    p, none = ranker(gazetteer())(d)
    assert np.bincount(d.owner, p, len(NAMES)) + none == pytest.approx(1, abs=1e-5)
    assert none[NAMES.index("nothing at all here")] == 1


def test_no_document_of_many_candidates_is_too_large() -> None:
    g = gazetteer()
    finder = Finder(g)
    blocks = [
        finder.block(Phrase(full=name, core=name)) for name in ("san jose", "victoria", "santa cruz", "paris")
    ] * 150
    told = Told([1] * 600, [-1] * 600, [(-1, -1)] * 600, {})
    d = Documents(g, finder)(blocks, told)
    p, none = ranker(g)(d)
    assert len(d.entries) > 10_000
    assert np.isfinite(p).all() and np.isfinite(none).all()


def test_weights_of_other_features_are_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with np.load(WEIGHTS) as held:
        w = {name: held[name] for name in held.files}
    w["features"] = np.array(FEATURES[::-1])
    np.savez(tmp_path / "ranker.npz", **w)
    with pytest.raises(DataError, match="other features"):
        Ranker(gazetteer(), tmp_path / "ranker.npz")
