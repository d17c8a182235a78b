"""Sources: kind and fullest name."""

import pytest

from reportedly.resolve.names import Candidate
from reportedly.resolve.sources import source_kind, source_name


@pytest.mark.parametrize(
    ("mention", "kind"),
    [
        ("Kremlin spokesman Dmitry Peskov", "person"),
        ("the Foreign Secretary", "person"),
        ("Ada Byron", "person"),
        ("Ukrainian officials", "unnamed"),
        ("a security source", "unnamed"),
        ("witnesses", "witness"),
        ("residents of the town", "witness"),
        ("the army", "military"),
        ("the US-led coalition", "military"),
        ("Jaish al-Islam", "armed-group"),
        ("the rebels", "armed-group"),
        ("Reuters", "media"),
        ("Syrian state television", "media"),
        ("France", "government"),
        ("the Interior Ministry", "government"),
        ("Human Rights Watch", "organization"),
        ("the United Nations", "organization"),
        ("a statement", "document"),
        ("video footage", "document"),
        ("OVD-Info", "organization"),
        ("the government of President Bashar al-Assad", "government"),
    ],
)
def test_kind(mention: str, kind: str) -> None:
    assert source_kind(mention) == kind


def test_the_outlets_own_correspondent_is_the_outlet() -> None:
    assert source_kind("an INN correspondent", outlet="INN") == "outlet"
    assert source_kind("an INN correspondent") != "outlet"


TEXT = (
    "A monitor counted 12 dead. The UK Ministry of Defence spoke of losses. The Syrian Observatory for Human Rights "
    "named two. Kremlin spokesman Dmitry Peskov denied it. The Ministry repeated its view; the Observatory agreed. "
    "Peskov did not. He added more. Rebel commander Omar Haddad of the Blue Brigade laughed. The commander left. An official wept."
)


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("A monitor", "Syrian Observatory for Human Rights"),
        ("The Ministry", "UK Ministry of Defence"),
        ("the Observatory", "Syrian Observatory for Human Rights"),
        ("Kremlin spokesman Dmitry Peskov", "Dmitry Peskov"),
        ("Rebel commander Omar Haddad of the Blue Brigade", "Omar Haddad"),
        ("The commander", "Omar Haddad"),
        ("An official", "official"),
    ],
)
def test_fullest_name(mention: str, name: str) -> None:
    start = TEXT.index(mention)
    assert source_name(TEXT, start, start + len(mention)) == name


def test_a_surname_and_a_pronoun() -> None:
    start = TEXT.rindex("Peskov")
    assert source_name(TEXT, start, start + 6) == "Dmitry Peskov"
    he = TEXT.index("He added")
    assert source_name(TEXT, he, he + 2, [Candidate(start, start + 6, "person", "Dmitry Peskov")]) == "Dmitry Peskov"
    assert source_name(TEXT, he, he + 2) == "He"


def test_the_group_is_the_one_named_last() -> None:
    text = "Boko Haram raided a market. The army and al-Shabaab fought elsewhere. The group denied it."
    start = text.index("The group")
    assert source_name(text, start, start + 9) == "al-Shabaab"
    assert source_name(text[:27] + " The group denied it.", 28, 37) == "Boko Haram"


def test_a_hostile_mention_is_bounded() -> None:
    text = "Abc " * 100_000
    assert len(source_name(text, 0, len(text))) <= 400


@pytest.mark.parametrize(
    ("mention", "kind", "name"),
    [
        ("the Corin General Staff", "military", "Corin General Staff"),
        ("General Ada Byron", "person", "Ada Byron"),
        ("leading opposition figure Ada Byron", "person", "Ada Byron"),
    ],
)
def test_a_general_staff_is_no_general(mention: str, kind: str, name: str) -> None:
    assert source_kind(mention) == kind
    assert source_name(mention, 0, len(mention)) == name
