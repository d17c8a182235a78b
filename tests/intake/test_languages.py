"""Languages."""

import pytest

from reportedly.intake.languages import language_code, language_name, language_of

GERMAN = "Die Truppen haben das Dorf am Dienstag verlassen, teilte der Gemeinderat mit. Zwei Menschen wurden verletzt, als Granaten in der Nähe des Marktes einschlugen."
UKRAINIAN = "Війська залишили село у вівторок, повідомила районна рада. Двоє людей були поранені."
ENGLISH = (
    "Troops left the village on Tuesday, the council said. Two people were wounded when shells fell near the market."
)


@pytest.mark.parametrize(
    ("text", "code"), [(GERMAN, "de"), (UKRAINIAN, "uk"), (ENGLISH, "en"), (ENGLISH.upper(), "en")]
)
def test_language(text: str, code: str) -> None:
    assert language_of(text)[0] == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Drei Menschen starben gestern bei dem Angriff auf Varenka.", "de"),
        ("Trois morts dans une attaque à Varenka, selon le maire.", "fr"),
        ("Tres muertos en un ataque en Varenka, según el alcalde.", "es"),
    ],
)
def test_one_sentence_of_another_language_is_told(text: str, code: str) -> None:
    assert language_of(text)[0] == code


@pytest.mark.parametrize(
    "text",
    [
        "Rebels shell Varenka hospital, kill twelve",
        "Kharkiv",
        "3 dead",
        "",
        "12 34 56",
        "!!!",
        "Guten Tag",
        "\ufffd" * 50,
        "Varenka Ostrova Belica 12 44",
    ],
)
def test_short_and_odd_texts_stay_undecided(text: str) -> None:
    assert language_of(text)[0] in (None, "en")


def test_english_that_quotes_much_else_is_english() -> None:
    assert language_of(f"{ENGLISH} The notice on the door said: {GERMAN[:60]}")[0] == "en"


def test_names_and_codes() -> None:
    assert language_name("de") == "German (de)"
    assert language_name("xx") == "xx"
    assert [language_code(value) for value in ("en-US", "EN_gb", "eng", "English", " fr ", "German")] == [
        "en", "en", "en", "en", "fr", "de",
    ]  # fmt: skip


def test_every_language_that_can_be_answered_has_a_name() -> None:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    labels = LanguageIdentifier.from_model_file(MODEL_FILE).labels
    assert [code for code in (labels() if callable(labels) else labels) if language_name(code) == code] == []
