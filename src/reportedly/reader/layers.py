"""The encoder's further layers, asked one by one: for measuring, and for texts whose predicates are already marked.

Comes in: a text, and where wanted the places of its predicates. Goes out: spans by layer, in code points of the text.
Knows nothing of records. The layers learnt from public corpora in the corpora's own terms (PolNeAR's attributions,
KAIROS roles, PLOVER roots) stand beside those that reading uses, in a graph of their own that reading never loads.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from reportedly.errors import ReaderError
from reportedly.reader import decode
from reportedly.reader.encoder import Encoder
from reportedly.reader.spans import whole
from reportedly.reader.windows import Window, cut

SHUT = -1e4  # a logit that no label with it wins
SPAN_KINDS = {"cue": "cues_polnear", "source": "sources_polnear", "content": "contents_polnear"}
"""The kinds of span that spans.onnx scores, in its order, and the tag head that it sees of each."""
Span = tuple[int, int, str, float]  # start, end, label, mean probability


@dataclass
class Filled:
    """What the layers say of one predicate: role spans by head, label probabilities by class head, numbers by name."""

    roles: dict[str, list[Span]] = field(default_factory=dict)
    classes: dict[str, dict[str, float]] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)


class _Thresholds(msgspec.Struct):
    """spans.json."""

    thresholds: dict[str, float]


class Layers(Encoder):
    """An `Encoder` whose layers can be asked by name."""

    _last: tuple[str, list[tuple[Window, list[npt.NDArray[np.floating]]]]] | None = None

    @cached_property
    def _probes(self) -> Any:
        return self._session("probes.onnx")

    @cached_property
    def _spans(self) -> Any:
        return self._session("spans.onnx")

    @cached_property
    def thresholds(self) -> dict[str, float]:
        """The likelihood that a span of each kind needs, fitted with spans.onnx. Raises ReaderError when spans.json is no such file."""
        try:
            return msgspec.json.decode((self.folder / "spans.json").read_bytes(), type=_Thresholds).thresholds
        except (OSError, msgspec.DecodeError) as error:
            raise ReaderError(f"expected thresholds in {self.folder / 'spans.json'}, got: {error}") from error

    def _encoded(self, text: str) -> list[tuple[Window, list[npt.NDArray[np.floating]]]]:
        """The windows of a text with all outputs of the encoder; those of the last text are kept."""
        if self._last is None or self._last[0] != text:
            runs = [(w, self._encoder.run(None, {"ids": w.ids[None]})) for w in cut(text, self._tokenizer)]
            self._last = (text, runs)
        return self._last[1]

    def tag(self, text: str, head: str) -> list[Span]:
        """The spans of one tag head over the whole text, in order. Raises ReaderError for a head the weights lack."""
        if head not in self.inventory.tags:
            raise ReaderError(f"expected one of the layers {', '.join(self.inventory.tags)}, got {head!r}")
        at = list(self.inventory.tags).index(head)
        settings = self._head(head)
        found: list[Span] = []
        for window, outputs in self._encoded(text):
            logits = outputs[1 + at]
            for first, last, label, score in decode.tagged(
                logits, self.inventory.tags[head], settings.temperature, settings.bias
            ):
                starts, stops = window.offsets[first], window.offsets[last]
                if window.own_low <= starts[0] < window.own_high and stops[1] > starts[0]:
                    found.append((*self._chars(text, window, first, last), label, score))
        return found

    def span_inputs(self, outputs: list[npt.NDArray[np.floating]]) -> npt.NDArray[np.floating]:
        """What the scorer of whole spans is given of a window, (T, H + 9): hidden states, and the flat layers' logits."""
        names = list(self.inventory.tags)
        return np.concatenate([outputs[0], *(outputs[1 + names.index(head)] for head in SPAN_KINDS.values())], -1)

    def attributed(self, text: str) -> dict[str, list[Span]]:
        """PolNeAR's outermost attributions: the spans of every "source", "cue" and "content", in order."""
        found: dict[str, list[Span]] = {kind: [] for kind in SPAN_KINDS}
        for window, outputs in self._encoded(text):
            labels, scores = self._spans.run(None, {"given": self.span_inputs(outputs)})
            for at, kind in enumerate(SPAN_KINDS):
                for first, last, likelihood in whole(labels[:, at], scores[at], self.thresholds[kind]):
                    starts, stops = window.offsets[first], window.offsets[last]
                    if window.own_low <= starts[0] < window.own_high and stops[1] > starts[0]:
                        found[kind].append((*self._chars(text, window, first, last), kind, likelihood))
        return found

    @staticmethod
    def _inside(window: Window, predicates: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
        """(number, first piece, last piece) of the predicates that the window owns and that hold a piece."""
        offsets = window.offsets
        mine: list[tuple[int, int, int]] = []
        for number, (start, end) in enumerate(predicates):
            if window.own_low <= start < window.own_high:
                inside = np.flatnonzero(
                    (offsets[:, 1] > start) & (offsets[:, 0] < end) & (offsets[:, 1] > offsets[:, 0])
                )
                if len(inside):
                    mine.append((number, int(inside[0]), int(inside[-1])))
        return mine

    def fill(
        self,
        text: str,
        predicates: list[tuple[int, int]],
        allowed: dict[str, list[set[str]]] | None = None,
    ) -> list[Filled]:
        """What every layer says of the given predicates (start, end), in their order.

        `allowed`: by role head, for each predicate the roles that it can have (where its kind is known). A predicate that
        holds no word piece gets an empty `Filled`.
        """
        answers = [Filled() for _ in predicates]
        inventory = self.inventory
        for window, (hidden, *_) in self._encoded(text):
            offsets = window.offsets
            mine = self._inside(window, predicates)
            if not mine:
                continue
            ends = np.array([m[1:] for m in mine], dtype=np.int64)
            given = {"hidden": hidden, "first": ends[:, 0], "last": ends[:, 1]}
            outputs: dict[str, npt.NDArray[np.floating]] = {}
            for graph, roles, classes in (
                (self._pairs, inventory.roles, inventory.classes),
                (self._probes, inventory.probe_roles, inventory.probe_classes),
            ):
                rows = graph.run(None, given)
                outputs |= dict(zip([*roles, *classes, "scores"], rows, strict=True))
            for head, labels in (inventory.roles | inventory.probe_roles).items():
                settings = self._head(head)
                for row, (number, *_) in enumerate(mine):
                    if allowed and head in allowed:
                        shut = [i for i, label in enumerate(labels) if i and label[2:] not in allowed[head][number]]
                        outputs[head][row][:, shut] = SHUT
                filled = decode.filled(outputs[head], labels, settings.temperature, settings.bias)
                for (number, *_), spans in zip(mine, filled, strict=True):
                    answers[number].roles[head] = [
                        (*self._chars(text, window, first, last), label, score)
                        for first, last, label, score in spans
                        if offsets[last, 1] > offsets[first, 0]
                    ]
            for head, labels in (inventory.classes | inventory.probe_classes).items():
                likely = np.exp(decode.log_softmax(outputs[head], self._head(head).temperature))
                for row, (number, *_) in enumerate(mine):
                    answers[number].classes[head] = dict(zip(labels, map(float, likely[row]), strict=True))
            for row, (number, *_) in enumerate(mine):
                answers[number].scores = dict(zip(inventory.scores, map(float, outputs["scores"][row]), strict=True))
        return answers
