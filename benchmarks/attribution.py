"""Attribution spans on PolNeAR: `python -m benchmarks.attribution CORPUS|BRAT_FOLDER|TOKEN_FILE`.

Protocols. *CofeNet*: its token file, one passage a line (tokens, BIO labels); each passage is put into running text and
read alone; exact span F1 of sources, cues and contents over tokens. *Documents*: PolNeAR in brat form; whole documents
are read; exact span F1 (fragments of a discontinuous span count singly, as in CofeNet's labels), and F1 of linked
triples, in which source, cue and content must all be exact (there a discontinuous span is its hull from first to last
fragment). A corpora folder has both (dev). The last line is one JSON object.
"""

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

from benchmarks import inputs
from reportedly.reader.layers import Layers
from training.corpora import polnear
from training.corpora.cofenet import KINDS, cofenet
from training.measures import f1
from training.passages import Passage

HEADS = {kind: f"{kind}s_polnear" for kind in KINDS}


def nearest(span: tuple[int, int], flat: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """The flat span that shares nearly all of what both cover with `span`, else `span` itself."""
    shared = lambda f: (min(span[1], f[1]) - max(span[0], f[0])) / (max(span[1], f[1]) - min(span[0], f[0]))
    best = max(flat, key=shared, default=None)
    return best if best and shared(best) > 0.8 else span


def documents(reader: Layers, passages: Iterable[Passage]) -> dict:
    """Exact span F1 by kind and of linked triples on whole documents.

    Spans come from the flat layers; which belong together is told by the pair layer, whose own spans are moved to the
    flat ones that they mean.
    """
    gold: dict[str, set] = {kind: set() for kind in (*KINDS, "triple")}
    found: dict[str, set] = {kind: set() for kind in (*KINDS, "triple")}
    for passage in passages:
        for kind in KINDS:
            gold[kind] |= {(passage.id, (start, end)) for start, end, _ in passage.tags[HEADS[kind]]}
        for frame in passage.frames:
            parts = {role: (start, end) for start, end, role in reversed(frame.roles)}
            cue = (frame.start, frame.end)
            gold["triple"].add((passage.id, parts.get("source"), cue, parts.get("content")))
        flat = {kind: [s[:2] for s in spans] for kind, spans in reader.attributed(passage.text).items()}
        for kind in KINDS:
            found[kind] |= {(passage.id, span) for span in flat[kind]}
        for cue, filled in zip(flat["cue"], reader.fill(passage.text, flat["cue"]), strict=True):
            spans = filled.roles["attribution_polnear"]
            pick = lambda kind, spans=spans, cue=cue, flat=flat: min(
                (nearest(s[:2], flat[kind]) for s in spans if s[2] == kind),
                key=lambda s: max(s[0] - cue[1], cue[0] - s[1]),
                default=None,
            )
            if content := pick("content"):
                found["triple"].add((passage.id, pick("source"), cue, content))
    return {kind: f1(gold[kind], found[kind]) for kind in gold}


def measure(reader: Layers, path: Path) -> dict:
    """F1 by protocol and kind, for whichever of the two forms `path` holds."""
    result = {}
    if path.is_file():
        result["cofenet"] = cofenet(reader, inputs.rows(path))
    elif (path / "polnear-train-dev.tar.gz").is_file():
        (tokens,) = inputs.found(path, "cofenet/polnear-valid.txt.gz")
        result["cofenet"] = cofenet(reader, inputs.rows(tokens))
        result["documents"] = documents(reader, polnear.read(path, "dev"))
    else:
        passages = list(polnear.read_folder(path))
        if not passages:
            raise SystemExit(f"expected a corpora folder, a PolNeAR folder or CofeNet's token file, got {path}")
        result["documents"] = documents(reader, passages)
    return result


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--weights", type=Path, help="another folder of weights")
    options = parser.parse_args()
    result = measure(Layers(options.weights), options.path)
    for protocol, rows in result.items():
        for kind, row in rows.items():
            print(f"{protocol:10} {kind:8} {row}")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
