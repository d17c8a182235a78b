"""The shipped reader: one small encoder in ONNX, one pass over each window, several heads.

Comes in: text. Goes out: `Reading`. Knows nothing of gazetteers, dates, storage, nor of how the weights were made.

Each window is run alone, unpadded and on one thread: int8 activations are scaled by what stands in the batch, so any
batching would let one report's neighbours change its records.
"""

import hashlib
import re
from collections.abc import Sequence
from functools import cached_property
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import onnxruntime

from reportedly.errors import ReaderError
from reportedly.reader import decode
from reportedly.reader.embedding import Embedder, Floats, Stretch, inputs
from reportedly.reader.overlap import Run, Scores, shared
from reportedly.reader.reading import Hint, Mention, Quotation, Reading, Role, Trigger
from reportedly.reader.sifting import Candidate, Sifter, joined
from reportedly.reader.windows import REACH, Window, cut, sentence_of, sentences
from reportedly.reader.wordpiece import WordPiece

WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
VERSION = 1
POSSIBLE = (
    0.03  # what the encoder must give a hint to be any happening; a rule and a doubt together are right more often
)
HINTED = (
    0.7  # the score of a trigger by hint: of 26 in the golds' dev parts 20 stood where the annotators have an event
)
TOGETHER = 24  # windows, some 3,000 words, whose triggers are sifted together: bounds what is held of a long text
FORCE = frozenset(("ASSAULT", "COERCE"))  # types of happenings that kill and injure
SURE = 0.5  # what the encoder must give another type for it to stand against a word that names force
SIFTING = ("sifting.npz", "trigger_words.tsv")  # of `sifting`; weights may do without
EMBEDDING = "embedding.npz"  # of `embedding`; weights may do without
Labels = dict[str, list[str]]


class Head(msgspec.Struct, forbid_unknown_fields=True):
    """How a head's scores are turned into decisions: fitted on development data, kept with the weights."""

    temperature: float = 1.0
    bias: float = 0.0


class Inventory(msgspec.Struct):
    """labels.json: what each output of the two graphs means."""

    version: int
    tags: Labels
    roles: Labels
    classes: Labels
    scores: list[str]
    probe_roles: Labels = {}  # of probes.onnx, the graph of `layers`
    probe_classes: Labels = {}
    heads: dict[str, Head] = {}


class Encoder:
    """A `Reader` over a folder of weights. Safe to use in processes; each makes its own."""

    def __init__(self, weights: Path | None = None) -> None:
        """`weights`: a folder as written by the training; the package's own by default. Raises ReaderError."""
        self.folder = weights or Path(str(resources.files("reportedly.reader") / "weights"))
        try:
            self.inventory = msgspec.json.decode((self.folder / "labels.json").read_bytes(), type=Inventory)
        except (OSError, msgspec.DecodeError) as error:
            raise ReaderError(f"expected the reader's weights in {self.folder}, got: {error}") from error
        if self.inventory.version != VERSION:
            raise ReaderError(f"expected weights of version {VERSION}, got {self.inventory.version} in {self.folder}")
        # Named by what it holds: an archive must notice new weights, or it would keep what the old ones read.
        digest = hashlib.sha256()
        for name in (
            "labels.json",
            "encoder.onnx",
            "pairs.onnx",
            *SIFTING,
            EMBEDDING,
        ):  # not probes.onnx: reading does not use it
            if (self.folder / name).is_file():
                digest.update((self.folder / name).read_bytes())
        self.name = f"encoder-{self.inventory.version}-{digest.hexdigest()[:8]}"

    @cached_property
    def _tokenizer(self) -> WordPiece:
        return WordPiece(self.folder / "vocab.txt")

    def _session(self, name: str) -> Any:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            return onnxruntime.InferenceSession(str(self.folder / name), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime raises its own, undocumented classes
            raise ReaderError(f"expected an ONNX graph in {self.folder / name}, got: {error}") from error

    @cached_property
    def _encoder(self) -> Any:
        return self._session("encoder.onnx")

    @cached_property
    def _pairs(self) -> Any:
        return self._session("pairs.onnx")

    @cached_property
    def _sifter(self) -> Sifter | None:
        return Sifter(self.folder) if all((self.folder / name).is_file() for name in SIFTING) else None

    @cached_property
    def _embedder(self) -> Embedder | None:
        return Embedder(self.folder) if (self.folder / EMBEDDING).is_file() else None

    def _head(self, name: str) -> Head:
        return self.inventory.heads.get(name, Head())

    def read(self, text: str, hints: Sequence[Hint] = ()) -> Reading:
        """The reading of one text; an empty one for an empty text.

        A hint is taken for a trigger where its sentence has none and the encoder holds it possible (`POSSIBLE`); and it
        needs another event of that type in the text, so that the dead of a flood make no attack. A hint whose sentence
        names force needs neither: it is an assault.
        """
        mentions: list[Mention] = []
        triggers: list[Trigger] = []
        quotations: list[Quotation] = []
        runs = shared(self._run(window) for window in cut(text, self._tokenizer, reach=REACH))
        while together := list(islice(runs, TOGETHER)):
            for run, happened in zip(together, self.happened(text, together, hints), strict=True):
                window = run.window
                mine = [h for h in hints if window.own_low <= h.start < window.own_high]
                self._read_window(text, run, happened, mine, mentions, triggers, quotations)
        taken = {(h.start, h.end) for h in hints if not h.violent}
        seen = {t.type for t in triggers if t.score != HINTED or (t.start, t.end) not in taken}
        triggers = [t for t in triggers if t.type in seen]
        order = lambda x: (x.start, x.end)
        return Reading(sorted(mentions, key=order), sorted(triggers, key=order), sorted(quotations, key=order))

    def read_many(self, texts: list[str]) -> list[Reading]:
        """The readings of several texts, in order."""
        return [self.read(text) for text in texts]

    def inputs(self, text: str, spans: Sequence[Stretch]) -> Floats:
        """What embeddings of words of a text are made of, one row a span: see `embedding.inputs`."""
        bounds = sentences(text)
        rows: dict[Stretch, Floats] = {}
        for window in cut(text, self._tokenizer, reach=REACH):
            mine = [s for s in spans if window.own_low <= s[0] < window.own_high]
            if mine:
                hidden = self._run(window).hidden
                rows |= {s: inputs(hidden, window.offsets, s, sentence_of(bounds, s[0])) for s in mine}
        return np.stack([rows[span] for span in spans]) if spans else np.zeros((0, 0), np.float32)

    def embeddings(self, text: str, spans: Sequence[Stretch]) -> list[str | None]:
        """The embeddings of words of a text, as `read` gives them to triggers; None without a projection."""
        if self._embedder is None or not spans:
            return [None] * len(spans)
        return [*self._embedder.embeddings(list(self.inputs(text, spans)))]

    def _run(self, window: Window) -> Run:
        hidden, *logits = self._encoder.run(None, {"ids": window.ids[None]})
        return Run(window, hidden, logits)

    def happened(self, text: str, runs: Sequence[Run], hints: Sequence[Hint] = ()) -> list[list[decode.Found]]:
        """The triggers of each window, by its pieces; their scores are probabilities that they are some.

        With a sifter, more are taken for possible than `heads` would have, and those stay that it holds likely.
        """
        found = self.candidates(text, runs)
        if self._sifter is None:
            return [[piece for piece, _ in one] for one in found]
        flat = [candidate for one in found for _, candidate in one]
        likely = iter(self._sifter.probabilities(text, sentences(text), flat, [(h.start, h.end) for h in hints]))
        sifted = [[(first, last, kind, next(likely)) for (first, last, kind, _), _ in one] for one in found]
        return [[one for one in window if one[3] >= self._sifter.least] for window in sifted]

    def candidates(
        self, text: str, runs: Sequence[Run], looser: float = 0.0
    ) -> list[list[tuple[decode.Found, Candidate]]]:
        """What may be triggers in each window, and what the encoder says of it. `looser`: added to the bias."""
        if self._sifter is not None:
            looser = self._sifter.looser
        held = self._head("triggers")
        labels = self.inventory.tags["triggers"]
        out = []
        for window, _, logits in runs:
            tags = dict(zip(self.inventory.tags, logits, strict=True))
            found = decode.tagged(tags["triggers"], labels, held.temperature, held.bias + looser)
            if self._sifter is not None or looser:
                found = joined(found)
            kept = self._one_a_word(text, window, self._owned(window, found))
            likely, cues, names = (
                np.exp(decode.log_softmax(tags[head], self._head(head).temperature))
                for head in ("triggers", "cues", "entities")
            )
            rows = []
            for one in kept:
                first, last, kind, score = one
                kinds: dict[str, float] = {}
                for label, share in zip(labels[1:], likely[first, 1:].tolist(), strict=True):
                    kinds[label[2:]] = kinds.get(label[2:], 0.0) + share
                candidate = Candidate(
                    *self._chars(text, window, first, last), kind, score,
                    nothing=float(likely[first, 0]), second=max(v for k, v in kinds.items() if k != kind),
                    cue=1 - float(cues[first, 0]), name=1 - float(names[first, 0]),
                    nothing_before=float(likely[first - 1, 0]), nothing_after=float(likely[min(last + 1, len(likely) - 1), 0]),
                )  # fmt: skip
                rows.append((one, candidate))
            out.append(rows)
        return out

    @staticmethod
    def _owned(window: Window, found: list[decode.Found]) -> list[decode.Found]:
        starts, stops = window.offsets[:, 0], window.offsets[:, 1]
        return [f for f in found if window.own_low <= starts[f[0]] < window.own_high and stops[f[0]] > starts[f[0]]]

    def _read_window(
        self,
        text: str,
        run: Run,
        happened: list[decode.Found],
        hints: Sequence[Hint],
        mentions: list[Mention],
        triggers: list[Trigger],
        quotations: list[Quotation],
    ) -> None:
        window, hidden, logits = run
        tags = dict(zip(self.inventory.tags, logits, strict=True))

        def tagged(head: str) -> list[decode.Found]:
            settings = self._head(head)
            found = decode.tagged(tags[head], self.inventory.tags[head], settings.temperature, settings.bias)
            return self._owned(window, found)

        for head in ("entities", "quantities"):
            for first, last, kind, score in tagged(head):
                start, end = self._chars(text, window, first, last)
                mentions.append(Mention(kind, start, end, round(score, 4)))  # type: ignore[arg-type]
        happened = sorted([*happened, *self._taken(window, hints, happened, tags["triggers"])])
        said = self._one_a_word(text, window, tagged("cues"))
        predicates = happened + said
        if not predicates:
            return
        ends = np.array([p[:2] for p in predicates], dtype=np.int64)
        outputs = self._pairs.run(None, {"hidden": hidden, "first": ends[:, 0], "last": ends[:, 1]})
        names = [*self.inventory.roles, *self.inventory.classes]
        by_head = dict(zip(names, outputs, strict=False))
        scores = outputs[-1]
        count = len(happened)
        if count:
            made = self._triggers(text, window, happened, {h: v[:count] for h, v in by_head.items()}, scores[:count])
            triggers += self._embedded(text, window, hidden, made)
        if said:
            quotations += self._quotations(text, window, said, {h: v[count:] for h, v in by_head.items()})

    def _taken(
        self, window: Window, hints: Sequence[Hint], happened: list[decode.Found], logits: Scores
    ) -> list[decode.Found]:
        """The hints whose sentences hold no trigger, as found spans of the type that is likeliest there.

        Where a sentence tells of something else ("320,000 have been killed since it began with protests"), those that are
        likeliest an assault: nobody is killed by a protest, a capture or a statement.
        """
        if not hints:
            return []
        starts, stops = window.offsets[:, 0], window.offsets[:, 1]
        told = [(int(starts[first]), kind) for first, _, kind, _ in happened]
        likely = np.exp(decode.log_softmax(logits, self._head("triggers").temperature))
        labels = self.inventory.tags["triggers"]
        taken: list[decode.Found] = []
        for hint in hints:
            inside = np.flatnonzero((stops > hint.start) & (starts < hint.end) & (stops > starts))
            beside_it = {kind for at, kind in told if hint.low <= at < hint.high}
            if not len(inside) or beside_it & FORCE:
                continue
            beside = likely[inside].mean(0)
            kinds: dict[str, float] = {}
            for label, share in zip(labels[1:], beside[1:], strict=True):
                kinds[label[2:]] = kinds.get(label[2:], 0.0) + float(share)
            kind = max(kinds, key=lambda k: kinds[k])
            if hint.violent and kind != "ASSAULT" and kinds[kind] < SURE:
                kind = "ASSAULT"
            if beside_it and kind != "ASSAULT":
                continue
            if hint.violent or kinds[kind] >= POSSIBLE:
                taken.append((int(inside[0]), int(inside[-1]), kind, HINTED))
                told.append((hint.start, kind))
        return taken

    def _one_a_word(self, text: str, window: Window, found: list[decode.Found]) -> list[decode.Found]:
        """The found spans without those that share a word with a surer one: pieces of one word may be at odds."""
        kept: list[tuple[int, int, decode.Found]] = []
        for one in sorted(found, key=lambda f: (-f[3], f[0])):
            start, end = self._chars(text, window, one[0], one[1])
            if not any(start < high and low < end for low, high, _ in kept):
                kept.append((start, end, one))
        return sorted(one for *_, one in kept)

    def _fill(self, head: str, logits: Scores) -> list[list[decode.Found]]:
        settings = self._head(head)
        return decode.filled(logits, self.inventory.roles[head], settings.temperature, settings.bias)

    def _choose(self, head: str, logits: Scores, allowed: list[int] | None = None) -> tuple[str, float]:
        """The best label of a class head (L) and its probability, among the allowed ones."""
        scores = np.exp(decode.log_softmax(logits, self._head(head).temperature))
        options = allowed or list(range(len(scores)))
        best = max(options, key=lambda i: scores[i])
        return self.inventory.classes[head][best], float(scores[best] / scores[options].sum())

    def _triggers(
        self,
        text: str,
        window: Window,
        found: list[decode.Found],
        by_head: dict[str, Scores],
        scores: Scores,
    ) -> list[Trigger]:
        roles: list[list[Role]] = [[] for _ in found]
        for head in ("participants", "place", "time", "toll"):
            for mine, spans in zip(roles, self._fill(head, by_head[head]), strict=True):
                for first, last, role, score in spans:
                    start, end = self._chars(text, window, first, last)
                    if end > start:
                        mine.append(Role(role, start, end, round(score, 4)))  # type: ignore[arg-type]
        made = []
        author = self.inventory.scores.index("factuality_UW") if "factuality_UW" in self.inventory.scores else 0
        for row, (first, last, kind, score) in enumerate(found):
            start, end = self._chars(text, window, first, last)
            modes = [i for i, m in enumerate(self.inventory.classes["mode"]) if m.startswith(kind + "/")]
            mode, mode_score = self._choose("mode", by_head["mode"][row], modes)
            status, status_score = self._choose("status", by_head["status"][row])
            made.append(
                Trigger(
                    start=start, end=end, score=round(score, 4), type=kind, type_score=round(score, 4),
                    mode=None if mode.endswith("/-") else mode.split("/")[1], mode_score=round(mode_score, 4),
                    status=status, status_score=round(status_score, 4),
                    factuality=round(float(np.clip(scores[row, author], -3, 3)), 2), roles=roles[row],
                )
            )  # fmt: skip
        return made

    def _embedded(self, text: str, window: Window, hidden: Scores, made: list[Trigger]) -> list[Trigger]:
        if self._embedder is None:
            return made
        bounds = sentences(text)
        rows = [inputs(hidden, window.offsets, (t.start, t.end), sentence_of(bounds, t.start)) for t in made]
        told = self._embedder.embeddings(rows)
        return [msgspec.structs.replace(t, embedding=one) for t, one in zip(made, told, strict=True)]

    def _quotations(
        self, text: str, window: Window, found: list[decode.Found], by_head: dict[str, Scores]
    ) -> list[Quotation]:
        made = []
        for row, spans in enumerate(self._fill("attribution", by_head["attribution"])):
            sources = [s for s in spans if s[2] == "source"]
            contents = [s for s in spans if s[2] == "content"]
            # The source nearest to its cue: a far second one is nearly always another cue's.
            source = min(
                sources, key=lambda s: (min(abs(s[0] - found[row][1]), abs(s[1] - found[row][0])), -s[3]), default=None
            )
            stance, stance_score = self._choose("stance", by_head["stance"][row])
            for content in contents:
                start, end = self._chars(text, window, content[0], content[1])
                if end - start < 2:
                    continue
                made.append(
                    Quotation(
                        start=start, end=end, score=round(min(found[row][3], content[3]), 4),
                        cue=self._chars(text, window, found[row][0], found[row][1]),
                        source=self._chars(text, window, source[0], source[1]) if source else None,
                        source_score=round(source[3], 4) if source else 0.0,
                        stance=stance, stance_score=round(stance_score, 4),
                    )
                )  # fmt: skip
        return made

    @staticmethod
    def _chars(text: str, window: Window, first: int, last: int) -> tuple[int, int]:
        """Code points of the pieces first … last, widened to whole words."""
        start, end = int(window.offsets[first, 0]), int(window.offsets[last, 1])
        for found in WORD.finditer(text, max(0, start - 40), min(len(text), end + 40)):
            if found.start() < start < found.end():
                start = found.start()
            if found.start() < end < found.end():
                end = found.end()
                break
        return start, end
