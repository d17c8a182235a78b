"""Where a happening lies from the place that is named; sentences written for this project."""

import pytest

from reportedly.records import Place
from reportedly.resolve.places import PlaceResolver
from reportedly.resolve.places.geometry import middle, moved, nearest_on
from reportedly.resolve.places.phrases import phrase

RESOLVER = PlaceResolver()


def resolve(text: str, *names: str) -> list[Place]:
    return RESOLVER.resolve(text, [(text.index(n), text.index(n) + len(n)) for n in names])


def read(text: str, name: str) -> tuple[str, str, float | None]:
    at = text.index(name)
    found = phrase(text, at, at + len(name))
    return found.relation, found.core, found.kilometres


@pytest.mark.parametrize(
    ("text", "name", "relation"),
    [
        ("Shells fell near Izium overnight.", "Izium", "near"),
        ("Troops stood on the outskirts of Kyiv.", "Kyiv", "outskirts"),
        ("They dug in north of Kharkiv.", "Kharkiv", "north of"),
        ("A convoy was hit 20 km south-west of Idlib.", "Idlib", "south of"),
        ("Units crossed to the east bank of the Dnipro.", "Dnipro", "bank of"),
        ("Shelling along the border with Syria went on.", "Syria", "border of"),
        ("Fighting spread across northern Syria.", "northern Syria", "part of"),
        ("Fighting spread across northern Syria.", "Syria", "part of"),
        ("Fighting spread in the north of Syria.", "Syria", "part of"),
        ("Clashes went on in the southern part of Syria.", "Syria", "part of"),
        ("A village to the north of Izium was shelled.", "Izium", "north of"),
        ("Mortars fell close to the city of Idlib.", "Idlib", "near"),
        ("A mine went off on the road between Dikwa and Gamboru.", "Dikwa", "between"),
        ("The strike hit Aleppo.", "Aleppo", "in"),
    ],
)
def test_relation(text: str, name: str, relation: str) -> None:
    assert read(text, name)[0] == relation


def test_distance_is_read_in_kilometres() -> None:
    assert read("A convoy was hit 20 km south-west of Idlib.", "Idlib")[2] == 20
    assert read("It lies 10 miles (16 km) east of Kabul.", "Kabul")[2] == pytest.approx(16, abs=0.2)
    assert read("The drill was 90 nautical miles south of Taiwan.", "Taiwan")[2] == pytest.approx(166.7, abs=0.1)


def test_a_stated_distance_moves_the_point() -> None:
    (place,) = resolve("The column was stopped 50 km north of Kyiv.", "Kyiv")
    assert place.relation == "north of"
    assert place.lat == pytest.approx(50.45 + 50 / 111.2, abs=0.05)


def test_part_of_a_country_is_a_region_on_that_side() -> None:
    whole, north = resolve("Syria is at war. Fighting spread across northern Syria.", "Syria", "northern Syria")
    assert whole.precision == "country"
    assert north.precision == "region"
    assert north.country == "SYR"
    assert north.lat is not None and whole.lat is not None and north.lat > whole.lat + 0.5


def test_a_side_of_a_country_is_where_its_people_live() -> None:
    text = "Rebels hold eastern Ukraine; southern Syria and north-eastern Nigeria are calm."
    ukraine, syria, nigeria = resolve(text, "eastern Ukraine", "southern Syria", "north-eastern Nigeria")
    assert (ukraine.lat, ukraine.lon) == (pytest.approx(48.5, abs=0.8), pytest.approx(37.8, abs=0.8))
    assert (syria.lat, syria.lon) == (pytest.approx(32.9, abs=0.4), pytest.approx(36.3, abs=0.4))
    assert (nigeria.lat, nigeria.lon) == (pytest.approx(11.5, abs=0.8), pytest.approx(11.0, abs=1.2))
    assert {p.precision for p in (ukraine, syria, nigeria)} == {"region"}


def test_x_near_y_is_y_first_and_then_x_around_it() -> None:
    beside, town = resolve("A well was blown up in Hader, near Quneitra.", "Hader", "Quneitra")
    assert beside.lat == pytest.approx(33.28, abs=0.1)
    assert town.country == "SYR"
    aleppo, _ = resolve("A well was blown up in Al-Hader, south of Aleppo.", "Al-Hader", "Aleppo")
    assert aleppo.lat == pytest.approx(35.99, abs=0.1)


def test_a_direction_that_is_part_of_the_name_moves_nothing() -> None:
    south_africa, west_virginia = resolve(
        "South Africa sent envoys; West Virginia sent nobody.", "South Africa", "West Virginia"
    )
    assert south_africa.country == "ZAF" and south_africa.relation == "in" and south_africa.precision == "country"
    assert west_virginia.name == "West Virginia" and west_virginia.precision == "admin1"


def test_kind_words_choose_the_unit_or_the_town() -> None:
    text = "Homs province was shelled; the city of Homs was not."
    province, city = RESOLVER.resolve(text, [(0, 13), (text.index("city of Homs"), text.index("city of Homs") + 12)])
    assert province.precision == "admin1"
    assert city.precision == "settlement"


def test_a_river_stands_where_its_neighbours_in_the_text_are() -> None:
    near_izium, _ = resolve("Pontoons crossed the Siverskyi Donets near Izium.", "Siverskyi Donets", "Izium")
    near_lysychansk, _ = resolve(
        "Pontoons crossed the Siverskyi Donets near Lysychansk.", "Siverskyi Donets", "Lysychansk"
    )
    assert near_izium.precision == near_lysychansk.precision == "line"
    assert near_izium.lon is not None and near_lysychansk.lon is not None
    assert near_izium.lon < 37.6 < 38.2 < near_lysychansk.lon


def test_between_two_places_is_their_middle() -> None:
    dikwa, gamboru = resolve(
        "In Borno, a mine went off between Maiduguri and Damaturu on Sunday.", "Maiduguri", "Damaturu"
    )
    assert dikwa.relation == "between"
    assert dikwa.lon is not None and 12.0 < dikwa.lon < 13.1
    assert gamboru.country == "NGA"


def test_demonyms_lead_to_the_country_and_capitals_to_the_city() -> None:
    text = "Russian forces left; the Syrian capital was calm, Damascus said."
    russian, capital = resolve(text, "Russian", "the Syrian capital")
    assert (russian.country, russian.precision) == ("RUS", "country")
    assert (capital.name, capital.country, capital.precision) == ("Damascus", "SYR", "settlement")


def test_a_definite_town_is_the_one_named_before() -> None:
    text = "Rebels entered Manbij at dawn. By noon they held the town, residents of Aleppo said."
    manbij, town, _ = resolve(text, "Manbij", "the town", "Aleppo")
    assert (town.lat, town.lon) == (manbij.lat, manbij.lon)
    assert town.confidence < manbij.confidence


def test_a_name_far_from_everything_else_is_flagged() -> None:
    text = (
        "Ukraine said its troops held Kharkiv, Izium and Bakhmut, and shelled Russian positions near Luhansk; "
        "residents of Khmer must decide for themselves, Russian officials in Kherson said. Ukrainian troops moved on."
    )
    *_, khmer = resolve(text, "Ukraine", "Kharkiv", "Izium", "Bakhmut", "Luhansk", "Kherson", "Khmer")
    assert khmer.name is None or ("outside-area" in khmer.flags and khmer.confidence <= 0.3)


def test_context_chooses_among_places_of_one_name() -> None:
    (london,) = resolve(
        "The council of London, in the province of Ontario, voted. Toronto and Hamilton followed.", "London"
    )
    alone = RESOLVER.resolve(
        "The council of London voted; Toronto, Hamilton and Guelph, in Ontario, followed.",
        [(15, 21), (29, 36), (38, 46), (51, 57), (62, 69)],
    )[0]
    assert alone.country == "CAN"
    assert london.country in {"CAN", "GBR"}


def test_the_outlets_home_counts() -> None:
    text = "Police in Springfield closed two roads on Monday after the storm."
    span = [(text.index("Springfield"), text.index("Springfield") + 11)]
    (illinois,) = RESOLVER.resolve(text, span, outlet="State Journal-Register, Illinois")
    assert illinois.country == "USA"
    assert illinois.admin1 == "Illinois"


def test_points_move_and_meet() -> None:
    assert moved(0, 0, (1.0, 0.0), 111.2) == pytest.approx((1.0, 0.0))
    assert moved(0, 179.5, (0.0, 1.0), 111.2)[1] == pytest.approx(-179.5)
    assert middle([(0, 0), (0, 10)]) == pytest.approx((0.0, 5.0))
    import numpy as np

    line = np.array([[0.0, 0.0], [0.0, 5.0], [0.0, 10.0]])
    assert nearest_on(line, [(1.0, 9.0)]) == (0.0, 10.0)
    assert nearest_on(line, []) == (0.0, 5.0)


def test_a_state_after_the_name_counts_though_no_span_was_given_for_it() -> None:
    text = "A storm closed the bridge in Paris, Ky., on Monday. A fire in Paris, Texas, was put out."
    kentucky = RESOLVER.resolve(text, [(text.index("Paris, K"), text.index("Paris, K") + 5)])[0]
    texas = RESOLVER.resolve(text, [(text.index("Paris, T"), text.index("Paris, T") + 5)])[0]
    assert (kentucky.country, kentucky.admin1) == ("USA", "Kentucky")
    assert (texas.country, texas.admin1) == ("USA", "Texas")


def test_a_border_is_where_two_countries_meet() -> None:
    text = "Rebels near Azaz fled towards the Turkish border on Friday, residents of Aleppo in Syria said."
    _, border, _, _ = resolve(text, "Azaz", "Turkish border", "Aleppo", "Syria")
    assert (border.country, border.relation, border.precision) == ("TUR", "border of", "region")
    assert border.lat == pytest.approx(36.7, abs=0.35)
    assert border.lon == pytest.approx(37.1, abs=0.7)


@pytest.mark.parametrize("name", ["Deir Ezzor province", "province of Hasakeh", "rural Aleppo", "eastern rural Aleppo"])
def test_a_province_is_found_by_the_name_of_its_seat(name: str) -> None:
    place, _, _ = resolve(f"Shells fell in {name} of Syria, near Raqqa.", name, "Syria", "Raqqa")
    assert place.country == "SYR"
    assert place.precision in ("admin1", "region")


def test_a_state_inside_the_span_chooses_the_town_and_stays_in_the_quotation() -> None:
    text = "Police in Paris, Texas, closed a road."
    (paris,) = RESOLVER.resolve(text, [(10, 22)])
    assert (paris.text, paris.start, paris.end) == ("Paris, Texas", 10, 22)
    assert (paris.name, paris.admin1) == ("Paris", "Texas")


def test_the_capital_and_the_south_are_those_of_the_country_told_of() -> None:
    text = "Syria was calm; troops left Homs. Power failed in the capital, and fighting went on in the south."
    *_, capital, south = resolve(text, "Syria", "Homs", "the capital", "the south")
    assert capital.name == "Damascus"
    assert (south.country, south.precision) == ("SYR", "region")
    assert south.lat is not None and south.lat < 33.6


def test_a_country_is_preferred_to_a_small_town_that_was_once_called_so() -> None:
    turkey, *_ = resolve("Turkey sent envoys to Washington and New York.", "Turkey", "Washington", "New York")
    assert turkey.precision == "country"


@pytest.mark.parametrize(
    ("text", "span", "name", "precision"),
    [
        ("Troops crossed the Siverskyi Donets near Izium.", "Siverskyi", "Siverskyi Donets", "line"),
        ("Police in Mexico City made arrests.", "Mexico", "Mexico City", "settlement"),
        ("Rebels left Aleppo Governorate by bus.", "Aleppo", "Aleppo", "settlement"),
    ],
)
def test_a_span_that_was_cut_short_is_read_with_the_words_beside_it(
    text: str, span: str, name: str, precision: str
) -> None:
    (place,) = resolve(text, span)
    assert (place.text, place.name, place.precision) == (span, name, precision)


@pytest.mark.parametrize(
    ("span", "core", "cue"),
    [
        ("the northern Syrian province of Raqqa", "raqqa", "admin1"),
        ("most of Aleppo city and province", "aleppo", "admin1"),
        ("Homs and its countryside", "homs", ""),
    ],
)
def test_kind_words_around_a_name_say_its_kind(span: str, core: str, cue: str) -> None:
    text = f"Shells fell on Syria, in {span}, on Friday."
    (place,) = resolve(text, span)
    assert place.name and core[:3] in place.name.lower().replace("ḩ", "h")
    assert (place.precision == "admin1") == (cue == "admin1")


def test_a_border_of_two_countries_lies_between_them() -> None:
    text = "The convoy stopped at the Turkish-Syrian border. Syria's border with Lebanon stayed shut."
    north, west = resolve(text, "the Turkish-Syrian border", "Syria's border with Lebanon")
    assert (north.relation, north.precision) == ("border of", "region")
    assert north.lat == pytest.approx(36.8, abs=0.5)
    assert (west.relation, west.precision) == ("border of", "region")
    assert (west.lat, west.lon) == (pytest.approx(33.9, abs=0.8), pytest.approx(36.1, abs=0.5))


def test_a_province_of_the_desert_is_drawn_to_its_people() -> None:
    (homs,) = resolve("Clashes went on across Homs province.", "Homs province")
    assert homs.precision == "admin1"
    assert homs.lon is not None and 37.2 < homs.lon < 38.2


def test_a_river_that_changes_its_name_is_one_line() -> None:
    text = "Boats crossed the Euphrates near Deir ez-Zor. Guns fired over the Dnieper at Kherson."
    euphrates, _, dnieper, _ = resolve(text, "Euphrates", "Deir ez-Zor", "Dnieper", "Kherson")
    assert (euphrates.precision, dnieper.precision) == ("line", "line")
    assert (euphrates.lat, euphrates.lon) == (pytest.approx(35.34, abs=0.3), pytest.approx(40.14, abs=0.3))
    assert (dnieper.lat, dnieper.lon) == (pytest.approx(46.65, abs=0.5), pytest.approx(32.6, abs=0.8))


def test_the_town_is_no_capital_when_another_was_told_of() -> None:
    text = "Shells fell on Salamiyah, officials in Damascus said. The town was sealed off. Later the country mourned."
    salamiyah, _, town, country = resolve(text, "Salamiyah", "Damascus", "The town", "the country")
    assert town.name == salamiyah.name
    assert country.country == "SYR" and country.precision == "country"


def test_initials_of_a_news_agency_are_no_place() -> None:
    text = "A source in Homs told SANA on Monday."
    assert [text[a:b] for a, b in RESOLVER.find_toponyms(text)] == ["Homs"]
    assert resolve(text, "SANA")[0].name is None


@pytest.mark.parametrize(
    ("text", "name", "beside"),
    [
        ("Shells fell on the left bank of the Dnipro opposite Kherson.", "Dnipro", "Kherson"),
        ("Mines were laid on the right bank of the Vistula below Warsaw.", "Vistula", "Warsaw"),
        ("Villages on the banks of the Tigris near Tikrit were flooded.", "Tigris", "Tikrit"),
    ],
)
def test_only_the_river_of_a_name_has_banks(text: str, name: str, beside: str) -> None:
    spans = [(text.index(n), text.index(n) + len(n)) for n in (name, beside)]
    river, town = RESOLVER.resolve(text, spans)
    assert (river.precision, river.relation) == ("line", "bank of")
    assert river.lat is not None and town.lat is not None and abs(river.lat - town.lat) < 0.6


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [("Residents of Zaporizhia and Mariupol in Ukraine fled.", "Zaporizhia", "UKR"),
     ("Rebels fired at Mareb and Hudaydah in Yemen.", "Mareb", "YEM")],
)  # fmt: skip
def test_a_seat_is_meant_by_a_spelling_that_only_its_province_has(text: str, name: str, country: str) -> None:
    words = [name, *(n for n in ("Mariupol", "Hudaydah") if n in text)]
    place = RESOLVER.resolve(text, [(text.index(n), text.index(n) + len(n)) for n in words])[0]
    assert (place.precision, place.country) == ("settlement", country)


def test_a_bank_of_money_is_no_side_of_a_river() -> None:
    place = resolve("A fine was set by the Bank of England on Monday.", "England")[0]
    assert (place.country, place.relation) == ("GBR", "in")
