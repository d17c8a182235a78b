"""Export a trained network for the package: `python -m training.export RUN WEIGHTS_FOLDER`.

Comes in: RUN/final.pt and RUN/final.json (its labels). Goes out: encoder.onnx, pairs.onnx, probes.onnx (int8), vocab.txt,
labels.json. `pairs` holds the heads that reading needs, `probes` those that are only measured; heads that merely helped
to train stay behind.
"""

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.encode import Labels
from training.model import Network
from training.train import build

TAGS = ("triggers", "cues", "cues_polnear", "contents_polnear", "sources_polnear", "entities", "quantities")
ROLES = ("participants", "place", "time", "toll", "attribution")
CLASSES = ("mode", "status", "stance")
PROBE_ROLES = ("attribution_polnear", "kairos", "location")
PROBE_CLASSES = ("root",)


class Encode(nn.Module):
    """ids, mask (1, T) → hidden (T, H), then the tag logits of each exported head (T, L)."""

    def __init__(self, network: Network, tags: list[str]):
        super().__init__()
        self.network, self.tags = network, tags

    def forward(self, ids: Tensor) -> tuple[Tensor, ...]:
        """See the class."""
        hidden, tags = self.network.read(ids, torch.ones_like(ids))
        return (hidden[0], *(tags[h][0] for h in self.tags))


class Pair(nn.Module):
    """hidden (T, H), first and last pieces (N) → role logits (N, T, L) and class logits (N, L) by head, scores (N, S)."""

    def __init__(self, network: Network, roles: list[str], classes: list[str]):
        super().__init__()
        self.pairs, self.roles, self.classes = network.pairs, roles, classes

    def forward(self, hidden: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, ...]:
        """See the class."""
        roles, classes, scores = self.pairs(hidden[None], torch.zeros_like(first), first, last)
        return (*(roles[h] for h in self.roles), *(classes[h] for h in self.classes), scores)


def _place(graph: Path, target: Path, whole: bool) -> None:
    """Put a graph where it belongs, in int8 unless `whole`.

    Seven-bit weights cost little and never saturate on processors without VNNI: the same answer everywhere.
    """
    if whole:
        shutil.copy(graph, target)
    else:
        quantize_dynamic(graph, target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--checkpoint", default="final.pt")
    parser.add_argument("--float", action="store_true", help="leave the encoder in fp32 (to compare with)")
    options = parser.parse_args()
    labels = Labels(**json.loads((options.run / options.checkpoint.replace(".pt", ".json")).read_text()))
    network, vocabulary = build(labels, 0.0)
    network.load_state_dict(torch.load(options.run / options.checkpoint))
    network.eval()
    held = lambda wanted, have: [h for h in wanted if h in have]
    tags = held(TAGS, labels.tags)
    graphs = {
        "pairs": (held(ROLES, labels.roles), held(CLASSES, labels.classes)),
        "probes": (held(PROBE_ROLES, labels.roles), held(PROBE_CLASSES, labels.classes)),
    }
    options.weights.mkdir(parents=True, exist_ok=True)
    ids = torch.randint(1000, 20000, (1, 24))
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        whole = Path(folder) / "encoder.onnx"
        names = ["hidden", *(f"tag_{h}" for h in tags)]
        torch.onnx.export(
            Encode(network, tags), (ids,), whole, input_names=["ids"], output_names=names, opset_version=17, dynamo=False,
            dynamic_axes={"ids": {1: "pieces"}, **{n: {0: "pieces"} for n in names}},
        )  # fmt: skip
        _place(whole, options.weights / "encoder.onnx", options.float)
        hidden, first = torch.randn(24, network.encoder.config.hidden_size), torch.tensor([3, 7])
        for graph, (roles, classes) in graphs.items():
            names = [*(f"role_{h}" for h in roles), *(f"class_{h}" for h in classes), "scores"]
            axes = {"hidden": {0: "pieces"}, "first": {0: "predicates"}, "last": {0: "predicates"}}
            axes |= {n: {0: "predicates", 1: "pieces"} if n.startswith("role_") else {0: "predicates"} for n in names}
            torch.onnx.export(
                Pair(network, roles, classes), (hidden, first, first + 1), Path(folder) / f"{graph}.onnx",
                input_names=["hidden", "first", "last"], output_names=names, opset_version=17, dynamo=False,
                dynamic_axes=axes,
            )  # fmt: skip
            _place(Path(folder) / f"{graph}.onnx", options.weights / f"{graph}.onnx", options.float)
    kept = {
        "version": 1,
        "tags": {h: labels.tags[h] for h in tags},
        "roles": {h: labels.roles[h] for h in graphs["pairs"][0]},
        "classes": {h: labels.classes[h] for h in graphs["pairs"][1]},
        "scores": labels.scores,
        "probe_roles": {h: labels.roles[h] for h in graphs["probes"][0]},
        "probe_classes": {h: labels.classes[h] for h in graphs["probes"][1]},
    }
    (options.weights / "labels.json").write_text(json.dumps(kept, indent=1) + "\n")
    shutil.copy(vocabulary, options.weights / "vocab.txt")
    for path in sorted(options.weights.iterdir()):
        print(f"{path.stat().st_size / 1e6:8.2f} MB  {path.name}")


if __name__ == "__main__":
    main()
