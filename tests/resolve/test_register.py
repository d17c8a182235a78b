"""The register: one source, many names; a file of one's own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reportedly.errors import DataError
from reportedly.resolve.register import Register, default, source_key, words_of

ONE_SOURCE = [
    ["SANA", "Syrian state news agency", "Syria's official news agency", "Syrian state television", "state news agency SANA", "sana"],
    ["SOHR", "the Observatory", "the Syrian Observatory for Human Rights", "Syrian Observatroy for Human Rights",
     "Britain-based Observatory", "Rami Abdel Rahman", "UK-based monitoring group the Syrian Observatory for Human Rights"],
    ["Russian Defence Ministry", "Russia's Ministry of Defense", "Ministry of Defence of the Russian Federation",
     "Russian Defence Ministry spokesman Igor Konashenkov", "Igor Konashenkov", "the Russian MoD"],
    ["UK Ministry of Defence", "British military intelligence", "the United Kingdom’s Ministry of Defense", "UK MoD"],
    ["Kremlin", "Kremlin spokesman Dmitry Peskov", "Peskov", "a Kremlin spokesman"],
    ["Pentagon", "a Pentagon spokesman", "U.S. Department of Defense", "the US Defense Department"],
    ["TASS", "RIA Novosti", "Russia Today", "Russian state media", "Russian state TV"],
    ["AFP", "Agence France-Presse", "afp", "AFP news agency"],
    ["AP", "the Associated Press"],
    ["the Chinese Foreign Ministry", "Chinese Foreign Ministry spokeswoman Jane Roe", "China's Ministry of Foreign Affairs"],
    ["Médecins Sans Frontières", "Doctors Without Borders", "MSF", "Medecins Sans Frontieres"],
    ["Moscow", "the Russian government", "Russia", "Russian authorities"],
    ["President Vladimir Putin", "Vladimir Putin", "President Putin", "Russian President Vladimir Putin"],
    ["US officials", "an American official", "U.S. officials"],
    ["Syrian army", "Assad's forces", "the forces of President Bashar al-Assad"],
    ["US government", "the administration of U.S. President Barack Obama", "Obama's administration"],
    ["UNICEF", "the United Nations Childrens Agency (UNICEF)"],
    ["Syrian Democratic Forces", "Syrian Democratic Front Forces (SDF)"],
]  # fmt: skip

APART = [
    ("Iranian Ministry of Defence", "Iraqi Ministry of Defence"),
    ("TASS", "Interfax"),
    ("SANA", "SOHR"),
    ("Reuters", "AFP"),
    ("Syrian army", "Syrian government"),
    ("Syrian state media", "Syrian local media"),
    ("Human Rights Watch", "Syrian Network for Human Rights"),
    ("New York Times", "Washington Post"),
    ("Turkish Foreign Minister Ada Byron", "Turkish Foreign Ministry"),
    ("MAP", "map"),
    ("state media", "Syrian state media"),
    ("Machar's forces", "South Sudanese army"),
    ("Syrian regime leader Bashar al-Assad", "Syrian government"),
    ("Navalny's government", "Russian government"),
    ("Social Democratic Front (SDF)", "Syrian Democratic Forces"),
    ("Ada Byron (BBC)", "BBC"),
    ("Union of Nurses (UN)", "United Nations"),
]


@pytest.mark.parametrize("names", ONE_SOURCE, ids=lambda names: names[0])
def test_one_source_has_one_key(names: list[str]) -> None:
    assert {source_key(name) for name in names} == {source_key(names[0])}


@pytest.mark.parametrize(("one", "other"), APART)
def test_sources_that_differ_have_keys_that_differ(one: str, other: str) -> None:
    assert source_key(one) != source_key(other)


def test_a_body_without_its_country_takes_the_one_it_is_given() -> None:
    assert source_key("state media", "SYR") == source_key("SANA")
    assert source_key("the Defence Ministry", "RUS") == source_key("Igor Konashenkov")
    assert source_key("the Defence Ministry") == "defence ministry"
    assert source_key("Ukrainian Defence Ministry", "RUS") == source_key("Ministry of Defence of Ukraine")


def test_an_entry_tells_kind_country_and_side() -> None:
    entry = default().entry("SANA")
    assert entry is not None
    assert (entry.name, entry.kind, entry.country, entry.side) == ("Syrian state media", "media", "SYR", "state")
    observatory = default().entry("SOHR")
    assert observatory is not None
    assert (observatory.kind, observatory.side) == ("organization", "observer")
    assert default().entry("Theodore Roe") is None
    assert default().entry(None) is None


def test_every_line_of_the_packaged_register_finds_its_own_entry() -> None:
    register = Register()
    for entry in register.entries():
        found = register.entry(entry.name)
        assert found is not None
        assert found == entry or entry.voice, entry
        if entry.voice:
            assert register.key(entry.voice) == register.key(entry.name)
        assert not entry.country or len(entry.country) == 3
        assert entry.side in ("state", "opposition", "loyalist", "press", "observer", "aid", "international"), entry


def test_a_file_of_ones_own_adds_names_and_entries_and_wins(tmp_path: Path) -> None:
    own = tmp_path / "mine.tsv"
    own.write_text(
        "# mine\nSyrian Observatory for Human Rights\torganization\tGBR\tobserver\t\tthe Coventry monitor\n"
        "Radio Byron\tmedia\tFRA\tpress\n"
        "Byron Jr\tmedia\tFRA\tpress\tRadio Byron\tByron's son\n"
        "Morning Press TV\tmedia\tGBR\tpress\t\tPress TV\n"
    )
    register = Register(own)
    assert register.key("the Coventry monitor") == register.key("SOHR")
    observatory = register.entry("SOHR")
    assert observatory is not None
    assert observatory.country == "GBR"
    assert register.key("Byron's son") == "radio byron"
    assert register.key("Press TV") == "morning press tv"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Radio Byron", "line 1"),
        ("\tmedia", "line 1"),
        ("Radio Byron\twireless", "organization"),
        ("a\tmedia\t\t\t\t\tb\tc", "got"),
    ],
)
def test_a_wrong_line_is_told(tmp_path: Path, line: str, says: str) -> None:
    own = tmp_path / "mine.tsv"
    own.write_text(line + "\n")
    with pytest.raises(DataError, match=says):
        Register(own)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="expected a register"):
        Register(tmp_path / "none.tsv")


def test_the_environment_names_the_file(tmp_path: Path) -> None:
    own = tmp_path / "mine.tsv"
    own.write_text("Radio Byron\tmedia\tFRA\tpress\t\tthe Lord's wireless\n")
    told = subprocess.run(
        [sys.executable, "-c", "from reportedly.archive import source_key; print(source_key(\"the Lord's wireless\"))"],
        env={**os.environ, "REPORTEDLY_REGISTER": str(own)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.strip() == "radio byron"


def test_hostile_names_are_bounded() -> None:
    assert len(source_key("Abc " * 100_000)) <= 200
    assert source_key("\0\u202e\ud800 spokesman") is not None
    assert words_of("U.S. Army’s") == ("US", "army")
