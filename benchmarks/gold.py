"""Score the whole pipeline on the conflict gold: `python -m benchmarks.gold CORPUS [--part dev] [--second]`.

Protocol: every report of the part is coded from its text with its publication date and outlet, and scored by the
corpus's own `score.py`. With --second the reports of this repository's gold (`corpora/gold`) are scored instead of the
first gold's. Prints one line a metric; the last line is one JSON object.
"""

import argparse
import contextlib
import io
import json
import runpy
import sys
import tempfile
from pathlib import Path

from reportedly.coder import Coder
from reportedly.intake import make_report
from reportedly.reader.encoder import Encoder
from reportedly.records import to_json
from training.corpora.golds import first_gold, second_gold


def measure(
    corpus: Path, gold: dict[str, tuple[str, dict]], keep: Path | None = None, weights: Path | None = None
) -> dict:
    """Code the texts and score the records; `keep` is where the coded JSON lines are left, `weights` a reader's folder."""
    coder = Coder(Encoder(weights) if weights else None)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "texts").mkdir()
        lines = []
        for doc, (text, annotated) in gold.items():
            (folder / f"{doc}.json").write_text(json.dumps(annotated))
            (folder / "texts" / f"{doc}.txt").write_text(text)
            report = make_report(text, name=doc, published=annotated["published"] or None, outlet=annotated["outlet"])
            lines.append(to_json(coder.code(report)))
        coded = folder / "coded.jsonl"
        coded.write_bytes(b"\n".join(lines) + b"\n")
        if keep:
            keep.write_bytes(coded.read_bytes())
        printed = io.StringIO()
        arguments = sys.argv
        sys.argv = ["score.py", str(folder), str(coded), str(folder / "texts")]
        try:
            with contextlib.redirect_stdout(printed):
                runpy.run_path(str(corpus / "score.py"), run_name="__main__")
        finally:
            sys.argv = arguments
    return json.loads(printed.getvalue().splitlines()[-1])


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--part", default="dev")
    parser.add_argument("--second", action="store_true")
    parser.add_argument("--keep", type=Path, help="where to leave the coded JSON lines")
    parser.add_argument("--weights", type=Path, help="another reader's folder, to compare")
    options = parser.parse_args()
    gold = (second_gold if options.second else first_gold)(options.corpus, options.part)
    scores = measure(options.corpus, gold, options.keep, options.weights)
    for key, value in scores.items():
        print(f"{key:20} {value}")
    print(json.dumps(scores))


if __name__ == "__main__":
    main()
