"""The data card's counts are those of the annotations."""

from corpora.counts import FOLDER, lines


def test_the_data_card_holds_every_line() -> None:
    card = set((FOLDER / "README.md").read_text(encoding="utf-8").splitlines())
    assert not [line for line in lines() if line not in card]
