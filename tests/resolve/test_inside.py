"""Names among a source's words, commas lost or not; who speaks together; names without what only says more of them."""

import pytest

from reportedly.resolve.inside import joint, named_inside, together
from reportedly.resolve.names import Candidate
from reportedly.resolve.plain_names import plain
from reportedly.resolve.register import parties, source_key


def heard(text: str, **kinds: str) -> list[Candidate]:
    """The mentions of a text: names by kind, several of a kind divided by "; "."""
    return [
        Candidate(text.index(name), text.index(name) + len(name), kind, name)
        for kind, names in kinds.items()
        for name in names.split("; ")
    ]


@pytest.mark.parametrize(
    ("source", "kinds", "name"),
    [
        ("A nurse at the harbour clinic Ada Byron", {"person": "Ada Byron"}, "Ada Byron"),
        ("head of the Corin Rights Network Ada Byron", {"person": "Ada Byron", "organization": "Corin Rights Network"}, "Ada Byron"),
        ("Ada Byron a teacher who fled", {"person": "Ada Byron"}, "Ada Byron"),
        ("Ada Byron senior official in the Corin Front", {"person": "Ada Byron"}, "Ada Byron"),
        ("Rear Admiral Ada Byron", {"person": "Rear Admiral Ada Byron"}, "Ada Byron"),
        ("burning-Ada Byron", {"person": "burning-Ada Byron"}, "Ada Byron"),
        ("Ada Byron Syrias interior minister", {"person": "Ada Byron Syrias"}, "Ada Byron"),
        ("Ada Byron MSFs envoy to Corin", {"person": "Ada Byron MSFs"}, "Ada Byron"),
        ("Corin-based activist Ada Byron via Skype", {"person": "Ada Byron", "organization": "Skype"}, "Ada Byron"),
        ("opponents of Syrian President Ada Byron", {"person": "Ada Byron"}, None),
        ("forces loyal to Ada Byron", {"person": "Ada Byron"}, None),
        ("a report by the envoy Ada Byron", {"person": "Ada Byron"}, None),
        ("Ada Byron's office", {"person": "Ada Byron"}, None),
        ("Lawyers for jailed activist Ada Byron", {"person": "Ada Byron"}, None),
        ("Lawyers for ousted President Ada Byron", {"person": "Ada Byron"}, None),
        ("Allies of opposition leader Ada Byron", {"person": "Ada Byron"}, None),
        ("The widow of slain journalist Ada Byron", {"person": "Ada Byron"}, None),
        ("The family of slain Ada Byron", {"person": "Ada Byron"}, None),
        ("An aide to rebel commander Ada Byron", {"person": "Ada Byron"}, None),
        ("a spokesman for opposition leader Ada Byron", {"person": "Ada Byron"}, None),
        ("Officials with the Blue Watch Ada Byron", {"person": "Ada Byron", "organization": "Blue Watch"}, None),
        ("adviser to the Blue Watch Ada Byron", {"person": "Ada Byron", "organization": "Blue Watch"}, "Ada Byron"),
        ("spokesman for the Blue Watch Colonel Ada Byron", {"person": "Ada Byron", "organization": "Blue Watch"}, "Ada Byron"),
        ("Police chief of Corin Ada Byron", {"person": "Ada Byron"}, "Ada Byron"),
        ("head of the army General Ada Byron", {"person": "Ada Byron"}, "Ada Byron"),
        ("al-Ada Byron", {"person": "al-Ada Byron"}, None),
        ("Minister Ada Byron for Jon Ilo", {"person": "Ada Byron; Jon Ilo"}, None),
        ("The Blue Watch a network of volunteers", {"organization": "Blue Watch"}, "Blue Watch"),
        ("The Corin Blue Watch (CBW) a network", {"organization": "Blue Watch"}, "Corin Blue Watch"),
        ("the aid group Blue Watch", {"organization": "Blue Watch"}, "Blue Watch"),
        ("Medical charity the Blue Watch", {"organization": "Blue Watch"}, "Blue Watch"),
        ("activists of the Blue Watch", {"organization": "Blue Watch"}, None),
        ("The Blue Watch", {"organization": "Blue Watch"}, None),
        ("residents", {}, None),
    ],
)  # fmt: skip
def test_the_name_that_the_other_words_describe(source: str, kinds: dict[str, str], name: str | None) -> None:
    text = f"{source} said so."
    assert named_inside(text, 0, len(source), heard(text, **kinds)) == name


def test_a_person_is_named_as_fully_as_the_report_does() -> None:
    text = "Ada Mary Byron spoke. The mayor Mary Byron said so."
    start = text.index("The mayor")
    end = text.index(" said")
    found = [Candidate(0, 14, "person", "Ada Mary Byron"), Candidate(end - 10, end, "person", "Mary Byron")]
    assert named_inside(text, start, end, found) == "Ada Mary Byron"


@pytest.mark.parametrize(
    ("source", "kinds", "parts"),
    [
        ("Reuters and residents", {"organization": "Reuters"}, ["Reuters", "residents"]),
        ("The Reuters agency and his deputy Ada Byron", {"organization": "Reuters agency", "person": "Ada Byron"},
         ["The Reuters agency", "deputy Ada Byron"]),
        ("activists in Corin and Ilo", {}, []),
        ("the Ministry of Trade and Labour", {"organization": "Ministry of Trade and Labour"}, []),
        ("Ada Byron a teacher and mother", {"person": "Ada Byron"}, []),
        ("journalist and activist Ada Byron", {"person": "Ada Byron"}, []),
        ("U.S. and Corin Bank officials", {"organization": "Corin Bank"}, []),
        ("Reuters, residents and medics and police", {"organization": "Reuters"}, []),
        (" and Ada Byron", {"person": "Ada Byron"}, []),
        ("residents", {}, []),
    ],
)  # fmt: skip
def test_who_speaks_together(source: str, kinds: dict[str, str], parts: list[str]) -> None:
    text = f"{source} said so."
    found = joint(text, 0, len(source), heard(text, **kinds))
    assert [text[slice(*part)] for part in found] == parts


def test_who_speaks_together_has_to_be_somebody() -> None:
    text = "Reuters and residents said so, and good weather."
    spans = [(0, 7), (12, 21)]
    mentions = heard(text, organization="Reuters")
    assert together(text, spans, ["Reuters", "residents"], mentions) == "Reuters and residents"
    assert together(text, spans, ["Reuters", "Reuters"], mentions) == "Reuters"
    at = text.index("good weather")
    assert together(text, [(0, 7), (at, at + 12)], ["Reuters", "good weather"], mentions) is None
    assert together(text, [(12, 21), (12, 21)], ["residents", "residents"], []) is None  # nobody is named


@pytest.mark.parametrize(
    ("name", "each"),
    [
        ("Reuters and residents", ("Reuters", "residents")),
        ("Syrian Observatory for Human Rights and a security source", ("Syrian Observatory for Human Rights", "a security source")),
        ("Moscow and Syrian official media", ("Moscow", "Syrian official media")),
        ("John Kerry and Sergei Lavrov", ("John Kerry", "Sergei Lavrov")),
        ("leaders of Cuba and the United States", ("leaders of Cuba and the United States",)),
        ("The Taliban in Afghanistan and Pakistan", ("The Taliban in Afghanistan and Pakistan",)),
        ("Syrian Observatory for Human Rights and Russia", ("Syrian Observatory for Human Rights", "Russia")),
        ("US and Iraqi officials", ("US officials", "Iraqi officials")),
        ("The Ministry of Interior and a security source", ("The Ministry of Interior", "a security source")),
        ("Reuters and the Defence Ministry", ("Reuters", "the Defence Ministry")),
        ("the army and police", ("the army and police",)),
        ("Ministry of Trade and Labour", ("Ministry of Trade and Labour",)),
        ("residents and medics", ("residents and medics",)),
        ("US Department of Health and Human Services", ("US Department of Health and Human Services",)),
        ("Reuters", ("Reuters",)),
        (" and ", (" and ",)),
    ],
)  # fmt: skip
def test_names_of_several(name: str, each: tuple[str, ...]) -> None:
    assert parties(name) == each


@pytest.mark.parametrize(
    ("name", "shorter"),
    [
        ("Blue Watch (BW)", "Blue Watch"),
        ("Blue Watch [BW", "Blue Watch"),
        ("some officials speaking on condition of anonymity", "officials"),
        ("a number of Corin officials", "Corin officials"),
        ("the Istanbul-based Blue Watch", "Blue Watch"),
        ("Blue Watch a network of volunteers", "Blue Watch"),
        ("Blue Watch, also known as the Watchers", "Blue Watch"),
        ("A militia known as the Corin Falcons", "the Corin Falcons"),
        ("A Syrian militia better known as the Corin Falcons", "the Corin Falcons"),
        ("some of the several Corin-based officials", "officials"),
        ("Blue Watch a Syrian network", "Blue Watch"),
        ("Blue Watch a UK-based network", "Blue Watch"),
        ("The Make a Wish foundation", "The Make a Wish foundation"),
        ("Most Wanted Gang", "Most Wanted Gang"),
        ("Other Voices Network", "Other Voices Network"),
        ("Other Voices network", "Other Voices network"),
        ("Latest News", "Latest News"),
        ("several Syrian officials", "Syrian officials"),
        ("some UN observers", "UN observers"),
        ("A faith-based charity", "A faith-based charity"),
        ("plans-The Corin Front", "Corin Front"),
        ("Contingency plans-A Corin Front official", "Corin Front official"),
        ("markets-Corin officials", "Corin officials"),
        ("pro-Corin officials", "pro-Corin officials"),
        ("mostly-Corin officials", "mostly-Corin officials"),
        ("al-Corin Front", "al-Corin Front"),
        ("Some", "Some"),
        ("(all)", "(all)"),
        ("Doctors for a Free Corin", "Doctors for a Free Corin"),
        ("", ""),
    ],
)
def test_plain_names(name: str, shorter: str) -> None:
    assert plain(name) == shorter


def test_keys_look_past_what_says_more() -> None:
    assert source_key("Doctors Without Borders [MSF]") == source_key("humanitarian agency Doctors Without Borders")
    assert source_key("Russias defence ministry") == source_key("Russian Ministry of Defence")
    assert source_key("UN estimates") == source_key("United Nations")
    assert source_key("Corin American Medical Society (CAMS)") == "corin american medical society"
    assert source_key("Syrian American Medical Society") == "syrian american medical society"  # countries are no titles
