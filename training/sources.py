"""Fits the matching of unlisted source names: `python -m training.sources [--write] [--names FILE]`.

Data: the packaged register. Each other name of an entry is held out in turn and has to find its entry among all other
names; and each name of an entry that is taken out whole has to find nothing. Entries are divided into five folds by
their name; coefficients (logistic regression, L2) are fitted on four and measured on the fifth, then on all of them for
`resolve/data/source_match.toml`. The threshold is the lowest one with PRECISION on the held-out folds.
`--names`: a file of names, a line each, of which those that match are printed, to be read by hand.
"""

import argparse
import zlib
from pathlib import Path

import numpy as np

from reportedly.resolve.lexicon import rows
from reportedly.resolve.register import COLUMNS, Entry, Register, words_of
from reportedly.resolve.register_words import country_in, without_article
from reportedly.resolve.source_match import FEATURES, Matcher, askable

PRECISION = 0.97
FOLDS = 5
OUT = Path(__file__).parents[1] / "src" / "reportedly" / "resolve" / "data" / "source_match.toml"


def split(words: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    country, _, rest = country_in(words)
    return country, rest


def names() -> list[tuple[tuple[str, ...], Entry]]:
    """Every name of the register with the entry that it counts with."""
    register = Register()
    found = []
    for name, _, _, _, _, others in rows("register.tsv", COLUMNS):
        for form in (name, *filter(None, (one.strip() for one in others.split(";")))):
            entry = register.entry(name)
            if entry:
                found.append((without_article(words_of(form)), entry))
    return list(dict.fromkeys(found))


def fold(entry: Entry) -> int:
    return zlib.crc32(entry.name.encode()) % FOLDS


class Case:
    """One held-out name: the candidates' features, which are its entry's, and the fold."""

    def __init__(
        self, matcher: Matcher[Entry], known: list[tuple[tuple[str, ...], Entry]], at: int, whole: bool
    ) -> None:
        words, entry = known[at]
        asked = matcher.asked(words)
        where = [
            n
            for n in (matcher.candidates(asked) if asked.words and askable(words) else [])
            if known[n][0] != words and not (whole and known[n][1] == entry)
        ]
        self.words, self.entry, self.fold, self.whole = words, entry, fold(entry), whole
        self.features = np.array([matcher.features(asked, n) for n in where]).reshape(len(where), len(FEATURES))
        self.entries = [known[n][1] for n in where]
        self.right = np.array([one == entry and not whole for one in self.entries], dtype=float)

    def decide(self, weights: np.ndarray, bias: float) -> tuple[float, bool]:
        """The likelihood of the best candidate, and whether it is right."""
        if not len(self.features):
            return 0.0, False
        scores = self.features @ weights + bias
        best = int(np.argmax(scores))
        rival = max((s for s, e in zip(scores, self.entries, strict=True) if e != self.entries[best]), default=-99.0)
        return float(1 / (1 + np.exp(-min(scores[best], scores[best] - rival)))), bool(self.right[best])


def fit(cases: list[Case]) -> tuple[np.ndarray, float]:
    """Logistic regression over candidate pairs, each case weighing the same, by Newton's method."""
    x = np.vstack([case.features for case in cases if len(case.features)])
    y = np.concatenate([case.right for case in cases if len(case.features)])
    w = np.concatenate([np.full(len(case.right), 1 / np.sqrt(len(case.right))) for case in cases if len(case.features)])
    x = np.hstack([x, np.ones((len(x), 1))])
    theta = np.zeros(x.shape[1])
    ridge = np.full(x.shape[1], 0.5)
    ridge[-1] = 1e-6
    for _ in range(30):
        p = 1 / (1 + np.exp(-(x @ theta)))
        step = np.linalg.solve(
            (x * (w * p * (1 - p))[:, None]).T @ x + np.diag(ridge), x.T @ (w * (y - p)) - ridge * theta
        )
        theta += step
        if np.abs(step).max() < 1e-8:
            break
    return theta[:-1], float(theta[-1])


def rates(decided: list[tuple[float, bool, bool]], threshold: float) -> tuple[float, float, int]:
    """Precision of what is matched, recall over names whose entry has another name, and how many are matched."""
    taken = [one for one in decided if one[0] >= threshold]
    right = sum(one[1] for one in taken)
    wanted = sum(not one[2] for one in decided)
    return (right / len(taken) if taken else 1.0), right / wanted, len(taken)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--names", type=Path)
    parser.add_argument("--errors", action="store_true", help="print held-out names that are matched wrongly")
    options = parser.parse_args()
    known = names()
    counts = {entry: sum(one[1] == entry for one in known) for _, entry in known}
    matcher = Matcher(known, split, Register().small_words())
    cases = [Case(matcher, known, at, False) for at in range(len(known)) if counts[known[at][1]] > 1]
    cases += [Case(matcher, known, at, True) for at in range(len(known))]
    decided: list[tuple[float, bool, bool]] = []
    for number in range(FOLDS):
        weights, bias = fit([case for case in cases if case.fold != number])
        decided += [(*case.decide(weights, bias), case.whole) for case in cases if case.fold == number]
    if options.errors:
        for number in range(FOLDS):
            weights, bias = fit([case for case in cases if case.fold != number])
            for case in (one for one in cases if one.fold == number and len(one.features)):
                sure, right = case.decide(weights, bias)
                if sure > 0.7 and not right:
                    scores = case.features @ weights
                    print(
                        f"{sure:.2f}",
                        " ".join(case.words),
                        "|",
                        case.entry.name,
                        "->",
                        case.entries[int(scores.argmax())].name,
                        case.whole,
                    )
    print(f"{len(known)} names of {len(counts)} entries; {sum(not one[2] for one in decided)} held out")
    marks = sorted({round(one[0], 3) for one in decided if one[0] > 0.3})
    threshold = next(
        (mark for mark in marks if all(rates(decided, m)[0] >= PRECISION for m in marks if m >= mark)), 0.999
    )
    for mark in (0.5, 0.7, 0.8, 0.9, 0.95, threshold):
        precision, recall, taken = rates(decided, mark)
        print(f"threshold {mark:.3f}: precision {precision:.3f}, recall {recall:.3f}, {taken} matched")
    weights, bias = fit(cases)
    for name, value in zip(FEATURES, weights, strict=True):
        print(f"{name:16} {value:+.3f}")
    if options.write:
        lines = [f'"{name}" = {value:.4f}' for name, value in zip(FEATURES, weights, strict=True)]
        OUT.write_text(
            "# Coefficients of the matching of unlisted source names (resolve/source_match.py).\n"
            "# Source: fitted on resolve/data/register.tsv by training/sources.py; don't edit by hand.\n"
            f"threshold = {threshold:.3f}\n\n[weights]\n" + "\n".join(lines) + f"\nbias = {bias:.4f}\n",
            encoding="utf-8",
        )
    if options.names:
        for case in sorted(
            ((*found, line) for line in options.names.read_text("utf-8").splitlines()
             if (found := matcher.best(without_article(words_of(line))))), key=lambda one: -one[1]
        ):  # fmt: skip
            print(f"{case[1]:.3f}  {case[2]}  →  {case[0].name}")


if __name__ == "__main__":
    main()
