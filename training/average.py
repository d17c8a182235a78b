"""Average checkpoints into one: `python -m training.average OUT_FOLDER final.pt gold1.pt gold2.pt`.

Comes in: two or more checkpoints of one network, from runs of one stage that started at the same checkpoint and differ in
seed. Goes out: a checkpoint whose every weight is their mean, with the labels of the first. Such a mean reads better than
either run and costs nothing when it reads (Wortsman et al. 2022, arXiv:2203.05482).
"""

import argparse
import shutil
from pathlib import Path

import torch
from torch import Tensor


def mean(states: list[dict[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of each floating-point weight; what is no such weight is the first one's.

    Raises ValueError where the checkpoints don't hold the same weights.
    """
    first, *others = states
    shapes = {name: tuple(weight.shape) for name, weight in first.items()}
    for other in others:
        if {name: tuple(weight.shape) for name, weight in other.items()} != shapes:
            raise ValueError("expected checkpoints of one network, got weights of other names or shapes")
    return {
        name: torch.stack([state[name].float() for state in states]).mean(0).to(weight.dtype)
        if weight.is_floating_point()
        else weight
        for name, weight in first.items()
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("writes", help="name of the checkpoint to write")
    parser.add_argument("checkpoints", nargs="+", help="names of the checkpoints to average")
    options = parser.parse_args()
    paths = [options.folder / name for name in options.checkpoints]
    labels = {path.with_suffix(".json").read_bytes() for path in paths}
    if len(labels) > 1:
        parser.error("expected checkpoints with one set of labels, got several: train them on the same reports")
    written = options.folder / options.writes
    torch.save(mean([torch.load(path) for path in paths]), written.with_suffix(".part"))
    written.with_suffix(".part").replace(written)
    shutil.copyfile(paths[0].with_suffix(".json"), written.with_suffix(".json"))


if __name__ == "__main__":
    main()
