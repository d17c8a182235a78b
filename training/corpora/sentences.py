"""Sentences written for the project, where corpora are thin, as passages: `training/sentences/*.txt`.

Blocks are separated by blank lines; a line that starts with # is a comment:

    text: Rebels have retaken Harim, the governor said, and may push on to Salqin.
    A the governor | said | Rebels have retaken Harim | asserts
    E retaken | CONTROL/recapture | occurred
      actor: Rebels
      place: Harim
    E push | MOBILIZE/troops | hypothetical
      place: Salqin

A line A holds source (or -), cue, content and stance; a line E trigger, type with mode (or -) and status; roles are
actor, recipient, place, time and the tolls killed, injured, missing, captured, displaced. A span is a quotation that
stands once in the text; where it stands more often, context is given around it and the span marked: `in «Harim» on`.
A text runs over one line; a paragraph break in it is written ¶.
"""

from collections.abc import Iterator
from pathlib import Path

from training.passages import Frame, Passage

FOLDER = Path(__file__).parents[1] / "sentences"
ROLES = ("actor", "recipient", "place", "time", "killed", "injured", "missing", "captured", "displaced")


def span(text: str, quoted: str) -> tuple[int, int]:
    """Where a quotation stands. Raises ValueError when it stands nowhere or more than once."""
    before, wanted, after = "", quoted.strip(), ""
    if "«" in wanted and "»" in wanted:
        before, rest = wanted.split("«", 1)
        wanted, after = rest.split("»", 1)
    context = before + wanted + after
    if text.count(context) != 1:
        raise ValueError(f"expected {context!r} once, found it {text.count(context)} times in {text[:60]!r}")
    start = text.index(context) + len(before)
    return start, start + len(wanted)


def parse(block: str, name: str) -> Passage:
    """One block as a passage. Raises ValueError that names what is wrong."""
    lines = [line for line in block.splitlines() if line.strip() and not line.startswith("#")]
    if not lines[0].startswith("text: "):
        raise ValueError(f"{name}: expected 'text: …' first, got {lines[0][:60]!r}")
    text = lines[0].removeprefix("text: ").strip().replace(" ¶ ", "\n\n")
    passage = Passage(name, text, {"triggers": [], "cues": []}, corpus="sentences")
    by_cue: dict[tuple[int, int], Frame] = {}
    frame: Frame | None = None
    for line in lines[1:]:
        if line.startswith("A "):
            source, cue, content, stance = (part.strip() for part in line[2:].split(" | "))
            at = span(text, cue)
            quote = by_cue.setdefault(at, Frame("attribution", *at, classes={"stance": stance}))
            quote.roles.append((*span(text, content), "content"))
            if source != "-" and not any(role == "source" for *_, role in quote.roles):
                quote.roles.append((*span(text, source), "source"))
        elif line.startswith("E "):
            trigger, kind, status = (part.strip() for part in line[2:].split(" | "))
            at = span(text, trigger)
            mode = kind if "/" in kind else f"{kind}/-"
            frame = Frame("event", *at, classes={"status": status, "mode": mode})
            passage.frames.append(frame)
            passage.tags["triggers"].append((*at, kind.split("/")[0]))
        else:
            role, _, quoted = line.strip().partition(": ")
            if role not in ROLES or frame is None:
                raise ValueError(f"{name}: expected a role of an event, got {line!r}")
            frame.roles.append((*span(text, quoted), role))
    passage.frames += by_cue.values()
    passage.tags["cues"] = [(*at, "cue") for at in by_cue]
    return passage


def read(folder: Path = FOLDER) -> Iterator[Passage]:
    """All blocks of all files, in order."""
    for path in sorted(folder.glob("*.txt")):
        blocks = path.read_text(encoding="utf-8").split("\n\n")
        for number, block in enumerate(
            b for b in blocks if b.strip() and any(not x.startswith("#") for x in b.splitlines() if x.strip())
        ):
            yield parse(block.strip("\n"), f"{path.stem}-{number + 1}")
