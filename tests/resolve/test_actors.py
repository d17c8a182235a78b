"""Actors: name, country and sector."""

import pytest

from reportedly.resolve.actor_tables import lookup, names, tokens
from reportedly.resolve.actors import home_country, resolve_actor
from reportedly.resolve.names import Candidate, fullest_name, person_name, pronoun_antecedent, strip_titles

SECTORS = {
    "GOV",
    "MIL",
    "REB",
    "PAR",
    "COP",
    "JUD",
    "LEG",
    "OPP",
    "CVL",
    "MED",
    "NGO",
    "IGO",
    "BUS",
    "REL",
    "SPY",
    "CRM",
    "",
}


def actor(text: str, mention: str) -> tuple[str, str | None, str | None]:
    start = text.index(mention)
    return tuple(resolve_actor(text, start, start + len(mention)))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("mention", "country", "sector"),
    [
        ("Russian troops", "RUS", "MIL"),
        ("the UK", "GBR", "GOV"),
        ("Turkey", "TUR", "GOV"),
        ("the Kenyan High Court", "KEN", "JUD"),
        ("Boko Haram militants", "NGA", "REB"),
        ("a fighter from the Nusra Front", None, "REB"),
        ("Syrian opposition fighters", "SYR", "REB"),
        ("Belarusian riot police", "BLR", "COP"),
        ("Sudan's paramilitary Rapid Support Forces", "SDN", "PAR"),
        ("a Hamas official", "PSE", "REB"),
        ("dozens of Chadian soldiers", "TCD", "MIL"),
        ("the U.N. Security Council", None, "IGO"),
        ("Mexican journalists", "MEX", "MED"),
        ("three children", None, "CVL"),
        ("the Georgian parliament", "GEO", "LEG"),
        ("President Vladimir Putin", "RUS", "GOV"),
        ("British intelligence", "GBR", "SPY"),
        ("government forces and their allies in Mali", "MLI", "MIL"),
    ],
)
def test_country_and_sector(mention: str, country: str | None, sector: str) -> None:
    found = resolve_actor(mention + " left.", 0, len(mention))
    assert (found.country, found.sector) == (country, sector)


def test_state_bodies_belong_to_the_country_of_the_report() -> None:
    text = "Fighting resumed in Mali, where the Malian government fights rebels. The army shelled a village near the Malian capital."
    assert home_country(text) == "MLI"
    assert actor(text, "The army") == ("army", "MLI", "MIL")


def test_backed_names_the_backer_not_the_actor() -> None:
    text = "In Libya, Libyan officials met. Turkish-backed fighters took the Libyan port."
    assert actor(text, "Turkish-backed fighters")[1] == "LBY"


def test_a_demonym_before_a_strike_is_its_military() -> None:
    text = "Israeli air strikes hit the port. Israeli officials denied it."
    start = text.index("Israeli")
    assert resolve_actor(text, start, start + 7).sector == "MIL"


def test_a_surname_takes_its_title_from_elsewhere() -> None:
    text = "Norwegian Foreign Minister Kari Solheim spoke first. Hours later Solheim left."
    start = text.rindex("Solheim")
    assert tuple(resolve_actor(text, start, start + 7)) == ("Kari Solheim", "NOR", "GOV")


def test_a_pronoun_takes_its_antecedent() -> None:
    text = "Norwegian Foreign Minister Kari Solheim spoke first. She accused the rebels."
    person = Candidate(text.index("Norwegian"), text.index(" spoke"), "person", "Kari Solheim")
    start = text.index("She")
    assert tuple(resolve_actor(text, start, start + 3, candidates=[person])) == ("Kari Solheim", "NOR", "GOV")
    assert tuple(resolve_actor(text, start, start + 3)) == ("She", None, None)


def test_us_in_capitals_is_a_country_and_us_is_a_pronoun() -> None:
    assert resolve_actor("US envoys came", 0, 2).country == "USA"
    assert resolve_actor("us they said", 0, 2).country is None


def test_names() -> None:
    assert strip_titles("French Foreign Minister Laurent Fabius") == "Laurent Fabius"
    assert strip_titles("the President") == "President"
    assert fullest_name("Peskov", ["Kremlin", "Kremlin spokesman Dmitry Peskov"]) == "Dmitry Peskov"
    assert fullest_name("the mayor", ["Ada Byron"]) == "mayor"
    assert person_name("Saleh", "Governor Omar bin Saleh said. Saleh left.") == "Omar bin Saleh"


def test_antecedents_agree_in_kind() -> None:
    text = "The ministry praised Ada Byron. It said no more."
    ministry = Candidate(0, 12, "government", "ministry")
    byron = Candidate(21, 30, "person", "Ada Byron")
    assert pronoun_antecedent(text, text.index("It"), [ministry, byron]) == ministry
    assert pronoun_antecedent(text, text.index("It"), [byron]) is None
    assert pronoun_antecedent(text, 0, [ministry, byron]) is None


def test_tables_hold_what_they_say() -> None:
    for entries in names().values():
        for entry in entries:
            assert entry.sector in SECTORS
            assert entry.country == "" or (len(entry.country) == 3 and entry.country.isupper())
            assert not (entry.first and entry.last) or entry.first <= entry.last


def test_office_holders_follow_the_year() -> None:
    assert lookup(tokens("Hamid Karzai"), 2010)[0].entry.sector == "GOV"
    assert lookup(tokens("nobody knows him")) == []
