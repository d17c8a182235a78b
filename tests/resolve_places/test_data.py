"""The data files hold what they say, and agree with one another."""

import re
from pathlib import Path

import numpy as np
import pytest

from reportedly.errors import DataError
from reportedly.resolve.places.gazetteer import DATA, Gazetteer, gazetteer
from reportedly.resolve.places.names import bare, initial, key, skeleton, spellings
from reportedly.resolve.places.supplement import read_demonyms, read_supplement


def test_the_gazetteer_is_large_and_small() -> None:
    g = gazetteer()
    assert g.built >= 300_000
    assert g.name_count >= 1_000_000
    assert sum(p.stat().st_size for p in DATA.rglob("*") if p.is_file()) <= 15_000_000


def test_every_supplement_row_lies_in_or_beside_its_country() -> None:
    g = gazetteer()
    additions = read_supplement(DATA / "supplement.tsv")
    assert len(additions) >= 400
    assert all(a.source for a in additions)
    towns = np.flatnonzero((g.country != 255) & (np.arange(len(g)) < g.built) & (g.feature > 3))
    for number, addition in enumerate(additions, g.built):
        if addition.country and addition.feature not in ("island", "sea", "region", "mountain"):
            assert addition.country in g.by_iso3, addition
            gap = np.linalg.norm(g.unit[towns] - g.unit[number], axis=1) * 6371
            close = towns[gap < gap.min() + 150]
            assert any(g.iso3(int(i)) == addition.country for i in close), addition


def test_every_supplement_row_names_a_reference() -> None:
    sources = [a.source for a in read_supplement(DATA / "supplement.tsv")]
    assert {"reference works", "news reports", "usage", "internet"}.isdisjoint(sources)
    assert all(any(c.isupper() for c in s) and len(s) > 7 for s in sources)
    titled = [s for s in sources if s.startswith("Wikipedia")]
    assert all(re.fullmatch(r'Wikipedia \(English\), "[^"]{3,}"', s) for s in titled)


def test_names_for_comparing_are_those_of_the_entries() -> None:
    g = gazetteer()
    for iso3 in ("UKR", "SYR", "USA", "TUV"):
        country = g.by_iso3[iso3]
        for letter in "abks":
            held = g.alike(country, letter)
            assert len(held.names) == len(held.bones) == len(held.entries)
            for name, bone, entry in zip(held.names[:40], held.bones, held.entries, strict=False):
                assert bare(key(g.label(entry))) == name or entry >= g.built or entry in g._shown
                assert (skeleton(name), initial(name), g.country[entry]) == (bone, letter, country)
    assert len(g.alike(g.by_iso3["SYR"], "k").names) > 100


def test_demonyms_lead_to_known_places() -> None:
    g = gazetteer()
    held = read_demonyms(DATA / "demonyms.tsv")
    assert len(held) >= 300
    for word, place in held.items():
        assert place in g.by_iso3 or g.lookup(key(place)), (word, place)


def test_crimea_is_ukraines() -> None:
    g = gazetteer()
    for name in ("Crimea", "Sevastopol", "Simferopol", "Yalta", "Kerch", "Feodosia", "Джанкой"):
        held = [p >> 2 for p in g.lookup(key(name))]
        near = [i for i in held if 44 < g.lat[i] < 46.5 and 32 < g.lon[i] < 37]
        assert near, name
        assert {g.iso3(i) for i in near} == {"UKR"}, name


def test_names_are_found_in_every_way_of_writing() -> None:
    assert key("Ḩalab") == key("halab") == "halab"
    assert key("Al-Ḥasakah") == "al hasakah"
    assert key("L'viv") == key("L’viv") == "lviv"
    assert "saint petersburg" in spellings(key("St. Petersburg"))
    assert key("Тбилиси") == "тбилиси"
    assert gazetteer().lookup("no such place at all") == []


def test_a_missing_gazetteer_is_a_data_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="gazetteer"):
        Gazetteer(tmp_path)


def test_a_broken_supplement_row_is_named(tmp_path: Path) -> None:
    path = tmp_path / "supplement.tsv"
    path.write_text("# header\nNowhere\t\tregion\t\t\t95 0\t5\t\tnone\n", "utf-8")
    with pytest.raises(DataError, match="line 2"):
        read_supplement(path)


def test_every_country_has_its_point_among_its_settlements() -> None:
    g = gazetteer()
    checked = 0
    for number, row in enumerate(g.countries):
        towns = g.settlements(number, 3000)
        if len(towns):
            gap = np.linalg.norm(g.unit[towns.start : towns.stop] - g.unit[number], axis=1).min() * 6371
            assert gap < max(200, np.sqrt(row["area"] / np.pi)), (row["iso3"], gap)
            checked += 1
        assert abs(g.lat[number]) + abs(g.lon[number]) > 0.01, row["iso3"]
    assert checked > 230
