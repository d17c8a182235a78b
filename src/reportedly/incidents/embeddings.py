"""How alike two happenings are by the encoder's embeddings of their triggers and sentences.

Comes in: embeddings as records hold them. Goes out: rows of numbers, and for pairs of rows log-odds that they are of one happening.
Knows nothing of the encoder, nor of what else is known of a pair.
"""

from base64 import b64decode
from binascii import Error
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

import numpy as np
import numpy.typing as npt

from reportedly.incidents.words import Floats

Bytes = npt.NDArray[np.int8]


class Comparison:
    """A small network over the products and differences of two embeddings; symmetric in them.

    `mark`: of the weights whose embeddings it compares; `scale` (K): what a product of two coordinates counts; `apart` (K): what
    a difference counts; `base`: log-odds before either; `into` (2 K, M), `into_bias` (M), `out` (M): a hidden layer over both.
    """

    def __init__(self, arrays: dict[str, npt.NDArray[np.generic]]) -> None:
        self.mark = int(arrays["mark"].item())
        self.scale, self.apart, self.into, self.into_bias, self.out = (
            arrays[name].astype(np.float32) for name in ("scale", "apart", "into", "into_bias", "out")
        )
        self.base = float(arrays["base"].item())

    @property
    def size(self) -> int:
        """Numbers of an embedding."""
        return len(self.scale)

    def rows(self, held: Sequence[str | None]) -> Bytes:
        """The embeddings as rows of numbers; zeros for none and for those that other weights made."""
        out = np.zeros((len(held), self.size), np.int8)
        begins = self.mark.to_bytes(4, "little")
        for at, one in enumerate(held):
            try:
                raw = b64decode(one or "", validate=True)
            except (Error, ValueError):  # a record made elsewhere: as if it had none
                continue
            if len(raw) == 4 + self.size and raw.startswith(begins):
                out[at] = np.frombuffer(raw, np.int8, offset=4)
        return out

    def log_odds(self, first: Bytes, second: Bytes) -> Floats:
        """That first[i] and second[i] (N, K) are of one happening; nan where either is all zeros."""
        one, other = first.astype(np.float32), second.astype(np.float32)
        product, apart = one * other, np.abs(one - other)
        hidden = np.maximum(np.concatenate((product, apart), axis=1) @ self.into + self.into_bias, 0)
        out: Floats = product @ self.scale + apart @ self.apart + hidden @ self.out + np.float32(self.base)
        out[~(first.any(axis=1) & second.any(axis=1))] = np.nan
        return out


@lru_cache(maxsize=1)
def comparison() -> Comparison:
    """That in `data/embeddings.npz`, made by `training.incidents.train` with the reader's projection."""
    with np.load(BytesIO((files("reportedly.incidents") / "data" / "embeddings.npz").read_bytes())) as held:
        return Comparison(dict(held))
