"""Score event coreference on ECB+ with annotated mentions: `python -m benchmarks.coreference ECBPLUS.tar.gz`.

Protocol: the mentions of the eight development topics, all documents together (no topic is given), are grouped by the
program's columns of pairs and its clustering. Pairs are those of one document and of documents whose words are alike. Three
ways: by the stem of the mention's head alone; by the shipped ensemble, which was trained on conflict reports with types,
places and days, none of which stand here; and by the same ensemble fitted anew on the other topics. Threshold and weight
of unseen pairs are the program's own. Needs the `train` extra. The last line is one JSON object.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from reportedly.incidents.clusters import cluster
from reportedly.incidents.pairs import CHUNK, features, scores
from reportedly.incidents.tellings import Ints, Tellings
from training.incidents.coreference import bcubed, ceafe, conll, muc
from training.incidents.ecbplus import Member, ecbplus
from training.incidents.train import fit

ALIKE = 0.15  # cosine of two documents' words from which on their mentions are compared: keeps 95 % of train's pairs


def compared(t: Tellings) -> tuple[Ints, Ints]:
    """Pairs of rows a < b of one document, or of documents that are alike."""
    a, b = np.triu_indices(len(t), 1)
    near = (t.stories @ t.stories.T)[t.report[a], t.report[b]] >= ALIKE
    kept = near | (t.report[a] == t.report[b])
    return a[kept], b[kept]


def read(archive: Path, *, dev: bool) -> tuple[Tellings, list[str]]:
    """The mentions of a part as tellings, and the chain of each row."""
    reports, chains, _ = ecbplus(archive, dev=dev)
    members: list[Member] = [(doc, event.id) for doc in reports for event in reports[doc].events]
    return Tellings(reports.values()), [chains[member] for member in members]


def measure(archive: Path) -> dict[str, float]:
    """All figures."""
    t, truth = read(archive, dev=False)
    a, b = compared(t)
    number = {name: n for n, name in enumerate(dict.fromkeys(truth))}
    row_chain = np.array([number[name] for name in truth])
    columns = np.concatenate([features(t, a[at : at + CHUNK], b[at : at + CHUNK]) for at in range(0, len(a), CHUNK)])
    columns[:, np.isnan(columns).all(axis=0)] = 0.0  # no mention says where or when: nothing to learn from
    fitted = fit(columns, row_chain[a] == row_chain[b])
    t, truth = read(archive, dev=True)
    a, b = compared(t)
    ways = {
        "stem": t.trigger.tolist(),
        "shipped": cluster(len(t), a, b, scores(t, a, b)).tolist(),
        "fitted": cluster(len(t), a, b, scores(t, a, b, fitted)).tolist(),
    }
    out: dict[str, float] = {"mentions": len(t), "chains": len(set(truth)), "documents": len(set(t.report.tolist()))}
    for name, found in ways.items():
        out |= {
            f"{name}_{key}": score(found, truth)[2] for key, score in (("muc", muc), ("b3", bcubed), ("ceafe", ceafe))
        }
        out[f"{name}_conll"] = conll(found, truth)
    return {key: round(value, 3) for key, value in out.items()}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path, help="ecbplus-train.tar.gz")
    figures = measure(parser.parse_args().archive)
    for key, value in figures.items():
        print(f"{key:16} {value}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
