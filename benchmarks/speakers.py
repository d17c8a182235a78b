"""Who "he", "it", "the group" is: `python -m benchmarks.speakers CORPUS [--part dev] [--second]`.

Protocol: the gold's cues, sources and contents are given, and the shipped reader's mentions; every attribution whose
source is a pronoun or a definite description without a name, and whose gold name is another, counts. Right is a name that
shares at least half of the shorter one's words with the gold's (the corpus's own rule). Baseline: the nearest candidate
before it, mention or source, that is no pronoun. The last line is one JSON object.
"""

import argparse
import json
from pathlib import Path

from benchmarks.gold import first_gold, second_gold
from reportedly.reader import Mention, Quotation
from reportedly.reader.encoder import Encoder
from reportedly.reader.windows import sentences
from reportedly.resolve.attributions import resolve_attributions
from reportedly.resolve.names import is_pronoun
from reportedly.resolve.speakers import stands_for_another
from training.corpora.gold import locate
from training.speakers import alike, quotations


def nearest(text: str, quotes: list[Quotation], mentions: list[Mention], start: int) -> str | None:
    """The candidate that ends last before `start`."""
    spans = [(m.start, m.end) for m in mentions if m.kind in ("person", "organization")]
    spans += [q.source for q in quotes if q.source]
    before = [span for span in spans if span[1] <= start and not is_pronoun(text[slice(*span)])]
    return text[slice(*max(before, key=lambda span: span[1]))] if before else None


def measure(gold: dict[str, tuple[str, dict]], reader: Encoder) -> dict:
    """Accuracy of the resolver and of the baseline, over pronouns, over descriptions, and over both."""
    counts = {kind: [0, 0, 0] for kind in ("pronouns", "descriptions", "both")}
    for text, annotated in gold.values():
        quotes, mentions = quotations(text, annotated), reader.read(text).mentions
        made = resolve_attributions(text, quotes, sentences(text), annotated["outlet"], mentions)
        names = {(a.source.start, a.source.end): a.source.name for a in made if a.source}
        for one, quote in zip(
            [a for a in annotated["attributions"] if locate(text, a["content"])], quotes, strict=True
        ):
            if not quote.source:
                continue
            words, wanted = text[slice(*quote.source)], one["source"]["name"]
            if not stands_for_another(words) or not wanted or alike(wanted, words) or stands_for_another(wanted):
                continue
            right = alike(wanted, names.get(quote.source))
            base = alike(wanted, nearest(text, quotes, mentions, quote.source[0]))
            for kind in ("pronouns" if is_pronoun(words) else "descriptions", "both"):
                counts[kind] = [counts[kind][0] + 1, counts[kind][1] + right, counts[kind][2] + base]
    return {
        kind: {"n": n, "resolver": round(right / max(1, n), 3), "nearest": round(base / max(1, n), 3)}
        for kind, (n, right, base) in counts.items()
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--part", default="dev")
    parser.add_argument("--second", action="store_true")
    options = parser.parse_args()
    gold = (second_gold if options.second else first_gold)(options.corpus, options.part)
    scores = measure(gold, Encoder())
    for kind, row in scores.items():
        print(f"{kind:14} {row}")
    print(json.dumps(scores))


if __name__ == "__main__":
    main()
