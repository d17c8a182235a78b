"""Quarters, hospitals and streets that the gazetteer lacks stand where their town does; sentences written here."""

import pytest

from reportedly.records import Place
from reportedly.resolve.places import PlaceResolver

RESOLVER = PlaceResolver()


def resolve(text: str, *names: str) -> list[Place]:
    return RESOLVER.resolve(text, [(text.index(n), text.index(n) + len(n)) for n in names])


def test_a_quarter_that_is_not_held_stands_in_the_town_named_with_it() -> None:
    text = "Shells fell on the Qundurwan neighbourhood of Aleppo on Monday, the governor of Homs said."
    quarter, aleppo, _ = resolve(text, "Qundurwan neighbourhood", "Aleppo", "Homs")
    assert (quarter.name, quarter.flags) == (aleppo.name, ["described"])
    assert quarter.confidence < aleppo.confidence


def test_without_a_word_that_says_so_the_town_named_before_holds_it_and_is_trusted_less() -> None:
    text = "Police in Kharkiv closed roads. Nobody was hurt at the Berezanko Hospital."
    kharkiv, hospital = resolve(text, "Kharkiv", "Berezanko Hospital")
    assert hospital.name == kharkiv.name
    assert hospital.confidence <= 0.5
    assert hospital.flags == ["described"]


def test_a_hospital_without_a_town_stays_unresolved() -> None:
    (hospital,) = resolve("Nobody was hurt at the Berezanko Hospital.", "Berezanko Hospital")
    assert hospital.name is None


@pytest.mark.parametrize(
    ("name", "town", "lat", "lon"),
    [
        ("al-Shaar", "Aleppo", 36.21, 37.18),
        ("Karrada", "Baghdad", 33.30, 44.43),
        ("Shujaiya", "Gaza City", 31.50, 34.47),
        ("Kafr Sousa", "Damascus", 33.50, 36.27),
        ("Al-Ahli Arab Hospital", "Gaza City", 31.505, 34.462),
        ("Okhmatdyt hospital", "Kyiv", 50.45, 30.48),
        ("Abu Salim", "Tripoli", 32.84, 13.18),
        ("Ombada", "Omdurman", 15.65, 32.40),
        ("Dahiyeh", "Beirut", 33.85, 35.51),
    ],
)
def test_quarters_and_hospitals_that_reports_of_wars_name(name: str, town: str, lat: float, lon: float) -> None:
    place, _ = resolve(f"A strike hit {name} on Friday, residents of {town} said.", name, town)
    assert place.lat == pytest.approx(lat, abs=0.05)
    assert place.lon == pytest.approx(lon, abs=0.05)
    assert "described" not in place.flags


@pytest.mark.parametrize("name", ["Rhode Island", "Gold Coast", "Prince Edward Island", "Beverly Hills", "Rice Lake"])
def test_a_kind_word_that_belongs_to_the_name_says_nothing_of_its_kind(name: str) -> None:
    (place,) = resolve(f"A storm hit {name} on Friday.", name)
    assert place.name == name


def test_letters_that_stand_for_words_are_no_misspelt_town() -> None:
    text = "Students of UQLA in Ocala, Florida, and Tampa protested."
    letters, *_ = resolve(text, "UQLA", "Ocala", "Florida", "Tampa")
    assert letters.name is None


@pytest.mark.parametrize(("town", "lat"), [("Aleppo", 36.22), ("Damascus", 33.49)])
def test_of_quarters_of_one_name_that_of_the_town_is_meant(town: str, lat: float) -> None:
    text = f"A shell hit the al-Midan neighbourhood in {town}. Midan was quiet later."
    quarter, _, again = resolve(text, "al-Midan neighbourhood", town, "Midan")
    assert quarter.lat == pytest.approx(lat, abs=0.03)
    assert again.lat == pytest.approx(lat, abs=0.03)


def test_an_article_may_be_left_out_but_a_quarter_is_no_city_of_its_name() -> None:
    text = "Alwaer, a quarter of Homs, was shelled. Hama was calm."
    quarter, _, hama = resolve(text, "Alwaer", "Homs", "Hama")
    assert quarter.name == "Al-Waer"
    assert hama.lat == pytest.approx(35.13, abs=0.05)
