"""PropBank on the English Web Treebank (weblogs, newsgroups) as passages: which words fill each verb's or noun's roles.

Comes in: PropBank's skeleton files, whose words are struck out, and Universal Dependencies' sources of the same
sentences, which have them. Goes out: one passage a sentence. Knows nothing of events; its layer only helps to train.
"""

import io
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from training.passages import Frame, Passage, join_tokens

LAYER = "propbank"
GENRES = ("weblog", "newsgroup")  # the two that tell of politics and war; e-mails, reviews and answers don't
ROLES = {
    "ARG0": "arg0",
    "ARG1": "arg1",
    "ARG2": "arg2",
    "ARGM-LOC": "where",
    "ARGM-TMP": "when",
    "ARGM-NEG": "negation",
}


def words(conllu: str) -> list[list[str]]:
    """The words of each sentence of a CoNLL-U file; multiword tokens and empty nodes don't count."""
    return [
        [row[1] for line in block.splitlines() if line[:1].isdigit() and (row := line.split("\t"))[0].isdigit()]
        for block in conllu.strip().split("\n\n")
        if block.strip()
    ]


def spans(column: list[str]) -> Iterator[tuple[str, int, int]]:
    """(label, first, last) of each bracketed span of one predicate's column."""
    label, first = "", 0
    for at, cell in enumerate(column):
        if cell.startswith("("):
            label, first = cell[1:].rstrip(")").rstrip("*"), at
        if cell.endswith(")") and label:
            yield label, first, at
            label = ""


def sentence(name: str, tokens: list[str], rows: list[list[str]]) -> Passage:
    """One sentence. Columns of a row: file, sentence, token, struck word, part of speech, tree, lemma, roleset, one a predicate."""
    text, offsets = join_tokens(tokens)
    passage = Passage(name, text, {}, corpus="propbank")
    for column in range(8, min(len(row) for row in rows)):
        found = list(spans([row[column] for row in rows]))
        predicate = next(((first, last) for label, first, last in found if label == "V"), None)
        if predicate is None:
            continue
        frame = Frame(LAYER, offsets[predicate[0]][0], offsets[predicate[1]][1])
        frame.roles = [(offsets[f][0], offsets[n][1], ROLES[label]) for label, f, n in found if label in ROLES]
        passage.frames.append(frame)
    return passage


def passages(name: str, skeleton: str, conllu: str) -> Iterator[Passage]:
    """The sentences of one document that both files hold alike (else words and roles would not meet)."""
    blocks = [[line.split() for line in b.splitlines()] for b in skeleton.strip().split("\n\n") if b.strip()]
    sentences = words(conllu)
    if len(blocks) != len(sentences):
        return
    for number, (rows, tokens) in enumerate(zip(blocks, sentences, strict=True)):
        if len(rows) == len(tokens):
            made = sentence(f"{name}-{number}", tokens, rows)
            if made.frames:
                yield made


def _files(archive: Path, ending: str, genres: Iterable[str]) -> dict[str, str]:
    """The texts of an archive's files of the wanted genres, by "genre/stem"."""
    found = {}
    with tarfile.open(archive) as tar:
        for member in tar:
            path = PurePosixPath(member.name)
            genre = next((g for g in genres if g in path.parts), None)
            if genre and member.isfile() and path.name.endswith(ending):
                content = tar.extractfile(member)
                found[f"{genre}/{path.name[: -len(ending)]}"] = io.TextIOWrapper(content, "utf-8").read()
    return found


def read(corpus: Path) -> Iterator[Passage]:
    """All sentences of both genres that hold a predicate."""
    skeletons = _files(corpus / "propbank_ewt" / "propbank_google_ewt.tar.gz", ".xml.gold_skel", GENRES)
    sources = _files(corpus / "ud_ewt" / "ud_ewt_sources.tar.gz", ".xml.conllu", GENRES)
    for name in sorted(skeletons):
        if name in sources:
            yield from passages(name, skeletons[name], sources[name])
