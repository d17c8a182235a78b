"""Fits who "he", "it", "the group" is: `python -m training.speakers CORPUS [--write]`.

Data: the train parts of both golds, their cues, sources and contents given, and the shipped reader's mentions. A
pronoun or description whose gold name is another counts; its candidates are those that `resolve.speakers` weighs. The
weights maximize the share of the right candidates' likelihood (softmax over candidates, L2), and are measured by
five-fold cross-validation over reports. `--write` puts them into `resolve/data/speakers.toml`.
"""

import argparse
import json
import re
import zlib
from pathlib import Path

import numpy as np

from reportedly.reader import Quotation
from reportedly.reader.encoder import Encoder
from reportedly.reader.windows import sentences
from reportedly.resolve import attributions, speakers
from training.corpora.gold import locate, role_span
from training.corpora.golds import first_gold, second_gold

OUT = Path(__file__).parents[1] / "src" / "reportedly" / "resolve" / "data" / "speakers.toml"
FOLDS, STEPS, RIDGE = 5, 150, 3.0
_SKIPPED = {"the", "a", "of", "group", "mr", "s", "said"}

Item = tuple[str, np.ndarray, np.ndarray]  # report; features of the candidates; which are right


def quotations(text: str, gold: dict) -> list[Quotation]:
    """The gold's attributions as a reader would hand them on."""
    found = []
    for one in gold["attributions"]:
        content, cue = locate(text, one["content"]), locate(text, one.get("cue"))
        if content:
            source = role_span(text, one.get("source"), (cue or content)[0])
            found.append(Quotation(*content, 1.0, cue, source, 1.0, one["stance"], 1.0))
    return found


def alike(one: str | None, other: str | None) -> bool:
    """Whether two names share at least half of the shorter one's words."""
    first, second = (set(re.findall(r"[a-z0-9]+", (name or "").lower())) - _SKIPPED for name in (one, other))
    return bool(first and second) and 2 * len(first & second) >= min(len(first), len(second))


def wanted(text: str, gold: dict) -> dict[tuple[int, int], str]:
    """The gold's names of sources that are pronouns or descriptions, by span."""
    given = [one for one in gold["attributions"] if locate(text, one["content"])]
    found = {}
    for one, quote in zip(given, quotations(text, gold), strict=True):
        if quote.source:
            words, name = text[slice(*quote.source)], one["source"]["name"]
            if not speakers.stands_for_another(words) or not name or alike(name, words):
                continue
            if not speakers.stands_for_another(name):
                found[quote.source] = name
    return found


def items(doc: str, text: str, gold: dict, reader: Encoder, names: list[str]) -> list[Item]:
    """The items of one report, as the resolver meets them."""
    answers = wanted(text, gold)
    if not answers:
        return []
    asked: dict[int, tuple] = {}
    resolver = attributions.antecedent

    def watched(text, start, end, named, contents):
        asked[start] = (text[start:end], list(named), contents)
        return resolver(text, start, end, named, contents)

    attributions.antecedent = watched
    try:
        mentions = reader.read(text).mentions
        attributions.resolve_attributions(text, quotations(text, gold), sentences(text), gold["outlet"], mentions)
    finally:
        attributions.antecedent = resolver
    found = []
    for (start, _), name in answers.items():
        if start not in asked:
            continue
        mention, named, contents = asked[start]
        weighed = speakers.weigh(text, start, mention, named, contents)
        right = np.array([alike(name, one.candidate.name) for one, _ in weighed], dtype=bool)
        for _, values in weighed:
            names += [one for one in values if one not in names]
        features = np.array([[values.get(one, 0.0) for one in names] for _, values in weighed])
        found.append((doc, features.reshape(len(weighed), len(names)), right))
    return found


def fit(data: list[Item]) -> np.ndarray:
    """Weights by Adam on the log-likelihood of the right candidates."""
    data = [one for one in data if one[2].any()]
    scale = np.vstack([one[1] for one in data]).std(axis=0) + 1e-9
    weights = np.zeros(len(scale))
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        slope = -RIDGE * weights
        for _, features, right in data:
            scores = features / scale @ weights
            chance = np.exp(scores - scores.max())
            chance /= chance.sum()
            slope += (features / scale).T @ (chance * right / (chance * right).sum() - chance)
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope**2
        weights += 0.05 * first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return weights / scale


def right(data: list[Item], weights: np.ndarray) -> int:
    return sum(bool(len(one[2]) and one[2][int(np.argmax(one[1] @ weights))]) for one in data)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    reader, names, data = Encoder(), [], []
    for gold in (first_gold, second_gold):
        for doc, (text, annotated) in gold(options.corpus, "train").items():
            data += items(doc, text, annotated, reader, names)
    data = [(doc, np.pad(x, ((0, 0), (0, len(names) - x.shape[1]))), y) for doc, x, y in data]
    hits = 0
    for number in range(FOLDS):
        mine = [one for one in data if zlib.crc32(one[0].encode()) % FOLDS == number]
        hits += right(mine, fit([one for one in data if zlib.crc32(one[0].encode()) % FOLDS != number]))
    weights = fit(data)
    if options.write:
        head = OUT.read_text("utf-8").partition("[weights]")[0]
        lines = [f'"{name}" = {value:.3f}' for name, value in zip(names, weights, strict=True)]
        OUT.write_text(head + "[weights]\n" + "\n".join(lines) + "\n", encoding="utf-8")
    print(
        json.dumps(
            {
                "items": len(data),
                "cross-validated": round(hits / len(data), 3),
                "train": round(right(data, weights) / len(data), 3),
            }
        )
    )


if __name__ == "__main__":
    main()
