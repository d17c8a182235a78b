"""Fitted boosted trees as the plain arrays that the package walks."""

from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from reportedly.trees import Trees


def arrays(models: list[HistGradientBoostingClassifier]) -> dict:
    """The fitted models' trees as one table of nodes, in turn, so that the first trees are the first of each; their mean."""
    held: dict[str, list] = {
        k: [] for k in ("feature", "threshold", "left", "right", "missing_left", "value", "starts")
    }
    depth = 0
    for round_ in zip(*(model._predictors for model in models), strict=True):
        for (tree,) in round_:
            start = len(held["feature"])
            held["starts"].append(start)
            for at, node in enumerate(tree.nodes):
                leaf = bool(node["is_leaf"])
                depth = max(depth, int(node["depth"]))
                held["feature"].append(0 if leaf else int(node["feature_idx"]))
                held["threshold"].append(0.0 if leaf else float(node["num_threshold"]))
                held["left"].append(start + (at if leaf else int(node["left"])))
                held["right"].append(start + (at if leaf else int(node["right"])))
                held["missing_left"].append(bool(node["missing_go_to_left"]))
                held["value"].append(float(node["value"]) / len(models) if leaf else 0.0)
    out = {name: np.array(values) for name, values in held.items()}
    out["threshold"] = out["threshold"].astype(np.float32)
    base = np.mean([float(np.ravel(model._baseline_prediction)[0]) for model in models])
    return out | {"base": np.array(base), "depth": np.array(depth)}


def save(model: Trees, path: Path, **further: float) -> None:
    """Writes an ensemble where the package reads it, with `further` numbers by name."""
    np.savez_compressed(
        path, feature=model.feature.astype(np.int16), threshold=model.threshold, left=model.left.astype(np.int32),
        right=model.right.astype(np.int32), missing_left=model.missing_left, value=model.value.astype(np.float32),
        starts=model.starts.astype(np.int32), base=np.array(model.base), depth=np.array(model.depth),
        **{name: np.array(value) for name, value in further.items()},
    )  # fmt: skip
