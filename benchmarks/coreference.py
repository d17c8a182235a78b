"""Score event coreference on ECB+ with annotated mentions: `python -m benchmarks.coreference ECBPLUS.tar.gz [--alone]`.

Protocol: the mentions of the eight development topics, all documents together (no topic is given), are grouped by the
program's columns of pairs and its clustering. Pairs are those of one document and of documents whose words are alike; what
mentions don't tell (types, places, days, tolls) is left empty. Ways: by the stem of the mention's head alone; by the
shipped ensemble, which learnt from conflict reports and from ECB+'s training topics; with --alone, by one that learnt
from those topics only. Threshold and linkage are the program's own. --alone needs the `train` extra. The last line is one JSON object.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from reportedly.incidents.clusters import cluster
from reportedly.incidents.pairs import trees
from training.incidents.coreference import bcubed, ceafe, conll, muc
from training.incidents.ecbplus import pairs


def measure(archive: Path, *, alone: bool = False) -> dict[str, float]:
    """All figures; with `alone`, also those of an ensemble of ECB+ only."""
    models = {"shipped": trees()}
    if alone:
        from training.incidents.train import fit  # draws in what trains

        _, a, b, rows, truth = pairs(archive, dev=False)
        number = {name: n for n, name in enumerate(dict.fromkeys(truth))}
        chain = np.array([number[name] for name in truth])
        models["fitted"] = fit(rows, chain[a] == chain[b])
    t, a, b, rows, truth = pairs(archive, dev=True)
    ways = {"stem": t.trigger.tolist()}
    for name, model in models.items():
        ways[name] = cluster(t, a, b, model.probability(rows)).tolist()
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
    parser.add_argument("--alone", action="store_true", help="fit an ensemble on ECB+'s training topics alone, too")
    options = parser.parse_args()
    figures = measure(options.archive, alone=options.alone)
    for key, value in figures.items():
        print(f"{key:16} {value}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
