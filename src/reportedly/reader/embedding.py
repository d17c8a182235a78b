"""A happening in few numbers: what the encoder makes of a trigger and its sentence, so that tellings can be compared.

Comes in: an encoder's hidden states and where the triggers stand. Goes out: an embedding for each, as it stands in a record.
Knows nothing of incidents, nor of how two embeddings are compared: `reportedly.incidents.embeddings` does that.

The numbers are those in which two tellings of one happening are most alike (training/incidents/embeddings.py). They mean
something only beside others of the same weights, so each carries a mark of its weights.
"""

from base64 import b64encode
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt

from reportedly.errors import ReaderError

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.int8]
FULL = 254.0
"""What a coordinate of a unit vector is multiplied by before it is rounded: from .5 on it is cut, which is rare."""
MOST = 127
Stretch = tuple[int, int]


def inputs(hidden: Floats, offsets: npt.NDArray[np.int64], trigger: Stretch, sentence: Stretch) -> Floats:
    """The mean hidden state of the trigger's pieces, then that of its sentence's, as far as the window holds it: (2 H).

    `hidden`: (1, T, H) as the encoder gives it; `offsets`: (T, 2) code points; both stretches in code points. Zeros where no
    piece meets a stretch.
    """
    hidden = hidden.reshape(-1, hidden.shape[-1])
    starts, stops = offsets[:, 0], offsets[:, 1]
    means = []
    for low, high in (trigger, sentence):
        inside = (stops > low) & (starts < high) & (stops > starts)
        means.append(hidden[inside].mean(axis=0) if inside.any() else np.zeros(hidden.shape[1], np.float32))
    out: Floats = np.concatenate(means).astype(np.float32)
    return out


def projected(rows: Floats, weights: Floats, bias: Floats) -> Bytes:
    """The rows (N, 2 H) by `weights` (2 H, K) and `bias` (K), at length one, as whole numbers from -127 to 127: (N, K)."""
    made = rows @ weights + bias
    made = made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-9)
    out: Bytes = np.clip(np.rint(made * FULL), -MOST, MOST).astype(np.int8)
    return out


def written(mark: int, row: Bytes) -> str:
    """One embedding as it stands in a record: base64 of the mark (4 bytes, little end first) and the numbers, a byte each."""
    return b64encode(mark.to_bytes(4, "little") + row.tobytes()).decode()


class Embedder:
    """Embeddings by the projection in a folder of weights."""

    def __init__(self, folder: Path) -> None:
        """`folder`: weights with `embedding.npz`. Raises ReaderError when it can't be read."""
        try:
            with np.load(BytesIO((folder / "embedding.npz").read_bytes())) as held:
                self.weights: Floats = held["weights"].astype(np.float32)
                self.bias: Floats = held["bias"].astype(np.float32)
                self.mark = int(held["mark"])
        except (OSError, ValueError, KeyError) as error:
            raise ReaderError(f"expected a projection in {folder / 'embedding.npz'}, got: {error}") from error

    def embeddings(self, rows: Sequence[Floats]) -> list[str]:
        """The embeddings of some `inputs`, in order."""
        if not len(rows):
            return []
        return [written(self.mark, row) for row in projected(np.stack(rows), self.weights, self.bias)]
