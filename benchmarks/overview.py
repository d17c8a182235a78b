"""All figures of the reader in one table: `python -m benchmarks.overview CORPUS [--weights A] [--against B] [--card FILE]`.

Protocols: those of the single benchmarks (gold, attribution, arguments, factuality, event_place), on development parts.
Floors are those of `floors.toml`. With --against the same is measured of another folder of weights, such as the same
network in fp32. With --card the table is written into a model card, between its two markers. The last line is one JSON
object.
"""

import argparse
import json
import tomllib
from pathlib import Path

from benchmarks import attribution, event_place, factuality, gold
from benchmarks.inputs import found
from reportedly.reader.layers import Layers
from training.corpora.golds import first_gold, second_gold
from training.measures import arguments

FLOORS = Path(__file__).parent / "floors.toml"
START, END = "<!-- figures: written by benchmarks.overview -->", "<!-- end of figures -->"
Figures = dict[str, dict[str, float]]


def public(corpus: Path, weights: Path | None = None) -> dict[str, float]:
    """The reader's figures on the public corpora's dev parts."""
    reader = Layers(weights)
    figures: dict[str, float] = {}
    spans = attribution.measure(reader, corpus)
    figures |= {f"polnear_{kind}": row["f1"] for kind, row in spans["cofenet"].items()}
    figures["polnear_triple"] = spans["documents"]["triple"]["f1"]
    (path,) = found(corpus, "wikievents/dev.jsonl.gz")
    known = arguments(reader, path)
    figures |= {"wikievents_heads": known["identified"]["f1"], "wikievents_roles": known["with_role"]["f1"]}
    figures |= {f"{name.lower()}_r": row["r"] for name, row in factuality.measure(reader, corpus).items()}
    places = event_place.measure(reader, corpus)
    return figures | {"event_place_p": places["p"], "event_place_r": places["r"]}


def pipeline(corpus: Path, second: bool, weights: Path | None = None) -> dict[str, float]:
    """The whole pipeline's figures on one gold's dev part."""
    scores = gold.measure(corpus, (second_gold if second else first_gold)(corpus, "dev"), weights=weights)
    value = lambda row: row["f1"] if isinstance(row, dict) else row
    return {name: round(value(scores[name]), 3) for name in scores if isinstance(scores[name], dict | float)}


def measure(corpus: Path, weights: Path | None = None) -> Figures:
    """All figures, by table of the floors' file."""
    return {
        "gold": pipeline(corpus, False, weights),
        "second": pipeline(corpus, True, weights),
        "public": public(corpus, weights),
    }


def table(figures: Figures, against: Figures | None, floors: Figures) -> str:
    """A Markdown table: figure, the other weights' figure where there is one, floor."""
    lines = [
        "| part | figure | value |" + (" other weights |" if against else "") + " floor |",
        "|---|---|---:|" + ("---:|" if against else "") + "---:|",
    ]
    show = lambda value: "" if value is None else f"{value:.3f}".replace("0.", ".", 1)
    for part, rows in figures.items():
        for name, value in rows.items():
            cells = [part, name, show(value), *([show(against[part].get(name))] if against else [])]
            lines.append("| " + " | ".join([*cells, show(floors.get(part, {}).get(name))]) + " |")
    return "\n".join(lines)


def write(card: Path, text: str) -> None:
    """Put the table between the card's markers. Raises SystemExit when it has none."""
    old = card.read_text(encoding="utf-8")
    if START not in old or END not in old:
        raise SystemExit(f"expected the lines {START} and {END} in {card}")
    head, rest = old.split(START, 1)
    card.write_text(f"{head}{START}\n{text}\n{END}{rest.split(END, 1)[1]}", encoding="utf-8")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--weights", type=Path, help="another folder of weights than the package's")
    parser.add_argument("--against", type=Path, help="a folder of weights to compare with")
    parser.add_argument("--card", type=Path, help="a model card to write the table into")
    options = parser.parse_args()
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    figures = measure(options.corpus, options.weights)
    against = measure(options.corpus, options.against) if options.against else None
    text = table(figures, against, floors)
    print(text)
    if options.card:
        write(options.card, text)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
