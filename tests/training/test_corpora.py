"""The corpus readers on small samples written for the tests."""

import gzip
import io
import json
import random
import tarfile
from pathlib import Path

import pytest

from training.corpora import events, gold, polnear, propbank, sentences
from training.encode import Labels
from training.passages import Frame, Passage, join_tokens, nearest, occurrences, role_head, role_heads


def spans(passage: Passage, frame: Frame) -> list[tuple[str, str]]:
    return [(role, passage.text[start:end]) for start, end, role in frame.roles]


def test_occurrences_are_whole_words() -> None:
    assert list(occurrences("he said the heron heard he", "he")) == [0, 24]
    assert nearest("he said the heron heard he", "he", 20) == (24, 26)
    assert nearest("nobody", "he", 0) is None


def test_tokens_join_with_their_offsets() -> None:
    text, offsets = join_tokens(["The", "U.S.", "said"])
    assert [text[a:b] for a, b in offsets] == ["The", "U.S.", "said"]


def test_an_events_kinds_of_role_have_heads_of_their_own() -> None:
    assert role_head("event", "killed") == "toll"
    assert role_head("event", "place") == "place"
    assert role_head("location", "place") == "location"
    assert role_head("kairos", "Attacker") == "kairos"
    assert set(role_heads("event")) == {"participants", "place", "time", "toll"}


def test_brat_spans_are_linked_and_split_ones_become_their_hull() -> None:
    text = "The aide, she said, left. It rained."
    ann = "T1\tSource 10 13\tshe\nT2\tCue 14 18\tsaid\nT3\tContent 0 8;20 24\tThe aide left\nT4\tAttribution 14 18\tsaid\nE1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n"
    tags, frames = polnear.parse_ann(text, ann)
    named = lambda head: [text[a:b] for a, b, _ in tags[head]]
    assert named("cues_polnear") == ["said"]
    assert named("contents_polnear") == ["The aide", "left"]
    assert spans(Passage("x", text), frames[0]) == [("content", text[0:24]), ("source", "she")]


def test_short_pieces_never_end_inside_a_content_and_keep_their_labels() -> None:
    text = "Rain fell. The mayor said it was late. It was a bad year. Crops failed. Nobody knew why."
    start, end = text.index("it was late"), text.index(" Crops")
    said = (text.index("said"), text.index("said") + 4)
    passage = Passage(
        "x", text,
        {"cues_polnear": [(*said, "cue")], "sources_polnear": [], "contents_polnear": [(start, end, "content")]},
        [Frame(polnear.LAYER, *said, [(start, end, "content")])],
    )  # fmt: skip
    for seed in range(8):
        pieces = list(polnear.short(passage, random.Random(seed)))
        assert len(pieces) >= 2
        (holder,) = [p for p in pieces if p.frames]
        assert spans(holder, holder.frames[0]) == [("content", text[start:end])]
        assert [holder.text[a:b] for a, b, _ in holder.tags["cues_polnear"]] == ["said"]


def test_gold_records_of_one_trigger_are_one_frame_with_all_places() -> None:
    text = "Strikes hit Idlib and Hama, killing four, the army said."
    event = {"trigger": {"text": "Strikes"}, "type": "ASSAULT", "mode": "aerial", "status": "occurred", "actors": [], "recipients": [], "when": None, "casualties": [{"outcome": "killed", "text": "four", "low": 4, "high": 4}]}  # fmt: skip
    said = {
        "source": {"text": "the army"},
        "cue": {"text": "said"},
        "content": {"text": "Strikes hit Idlib and Hama, killing four"},
        "stance": "asserts",
    }
    annotated = {
        "events": [event | {"place": {"text": "Idlib"}}, event | {"place": {"text": "Hama"}, "casualties": []}],
        "attributions": [said],
    }
    passage = gold.to_passage("doc", text, annotated)
    assert passage.tags["triggers"] == [(0, 7, "ASSAULT")]
    assert spans(passage, passage.frames[0]) == [("place", "Idlib"), ("killed", "four"), ("place", "Hama")]
    assert passage.frames[0].classes == {"status": "occurred", "type": "ASSAULT", "mode": "ASSAULT/aerial"}
    assert ("source", "the army") in spans(passage, passage.frames[1])


def test_a_written_block_is_read_and_a_wrong_one_named() -> None:
    block = "text: Rebels retook Harim, the mayor said. The town was shelled.\nA the mayor | said | Rebels retook Harim | asserts\nE retook | CONTROL/recapture | occurred\n  actor: Rebels\n  place: Harim\nE shelled | ASSAULT/heavy-weapons | occurred\n  place: The town"
    passage = sentences.parse(block, "block-1")
    assert [(passage.text[a:b], label) for a, b, label in passage.tags["triggers"]] == [
        ("retook", "CONTROL"),
        ("shelled", "ASSAULT"),
    ]
    assert [f.layer for f in passage.frames] == ["event", "event", "attribution"]
    with pytest.raises(ValueError, match="found it 0 times"):
        sentences.parse("text: Nothing here.\nE attack | ASSAULT | occurred", "block-2")
    with pytest.raises(ValueError, match="expected a role"):
        sentences.parse("text: Nothing here.\nfoo: bar", "block-3")


def test_the_sentences_of_the_project_are_all_well_formed() -> None:
    for passage in sentences.read():
        for start, end, _ in [s for tags in passage.tags.values() for s in tags]:
            assert passage.text[start:end].strip()


def write_gz(path: Path, rows: list[dict]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)


def test_wikievents_triggers_go_to_the_occurrence_with_the_arguments(tmp_path: Path) -> None:
    tokens = (
        ["The", "attack", "on", "ads", "."] + ["filler"] * 80 + ["An", "attack", "killed", "guards", "in", "Lagos", "."]
    )
    event = {"event_type": "Conflict.Attack.Unspecified", "trigger": {"text": "attack", "start_idx": 1, "end_idx": 2}, "arguments": [{"text": "guards", "role": "Target"}, {"text": "Lagos", "role": "Place"}]}  # fmt: skip
    write_gz(
        tmp_path / "wikievents" / "wiki-train-human.jsonl.gz",
        [{"docid": "d", "tokens": tokens, "sentences": [], "event_mentions": [event]}],
    )
    (passage,) = events.wikievents_train(tmp_path)
    (frame,) = passage.frames
    assert frame.start > 100
    assert spans(passage, frame) == [("Target", "guards"), ("Place", "Lagos")]
    assert passage.tags["kairos"][0][2] == "Conflict.Attack"


def test_voa_leaves_out_what_it_is_told_to(tmp_path: Path) -> None:
    words = ["Police", "arrested", "Ann", "Lee", "in", "Accra", "."]
    sentence = {"words": words, "entities": [{"entity-type": "PER", "start": 2, "end": 4}, {"entity-type": "PER", "start": 6, "end": 7}], "events": [{"type": "Justice:Arrest-Jail", "trigger": {"start": 1, "end": 2}, "arguments": [{"role": "Place", "start": 5, "end": 6}]}]}  # fmt: skip
    write_gz(
        tmp_path / "voa.jsonl.gz",
        [{"id": "v1", "sentences": [sentence, sentence]}, {"id": "v2", "sentences": [sentence]}],
    )
    (passage,) = events.voa(tmp_path, leave_out=["v2"])
    assert [passage.text[a:b] for a, b, _ in passage.tags["entities"]] == ["Ann Lee", "Ann Lee"]
    assert [spans(passage, f) for f in passage.frames] == [[("Place", "Accra")]] * 2


def test_re3d_keeps_names_apart_from_quantities(tmp_path: Path) -> None:
    doc = {"_id": "A1", "title": "T", "text": "The army left Mosul in May."}
    entities = [
        {"documentId": "A1", "begin": 14, "end": 19, "type": "Location"},
        {"documentId": "A1", "begin": 23, "end": 26, "type": "Temporal"},
    ]
    with tarfile.open(tmp_path / "re3d.tar.gz", "w:gz") as tar:
        for name, rows in (("documents", [doc]), ("entities", entities)):
            data = "\n".join(json.dumps(r) for r in rows).encode()
            info = tarfile.TarInfo(f"re3d/CENTCOM/{name}.json")
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    (passage,) = events.re3d(tmp_path)
    assert passage.tags == {"entities": [(14, 19, "place")], "quantities": [(23, 26, "time")]}


def test_propbank_gets_its_words_back_from_the_treebank() -> None:
    struck = [("NN", "(ARG0*)"), ("VBD", "(V*)"), ("DT", "(ARG1*"), ("NN", "*)"), ("NN", "(ARGM-TMP*)"), (".", "*")]
    roleset = lambda role: "take.01" if role == "(V*)" else "-"
    skeleton = "\n".join(
        f"a.xml 0 {i} [WORD] {pos} * {'take' if role == '(V*)' else '-'} {roleset(role)} {role}"
        for i, (pos, role) in enumerate(struck)
    )
    words = ["Rebels", "took", "the", "town", "yesterday", "."]
    conllu = "# sent_id = 1\n1-2\tx\n" + "\n".join(f"{i + 1}\t{word}\t_" for i, word in enumerate(words))
    (passage,) = propbank.passages("a", skeleton, conllu)
    (frame,) = passage.frames
    assert passage.text[frame.start : frame.end] == "took"
    assert spans(passage, frame) == [("arg0", "Rebels"), ("arg1", "the town"), ("when", "yesterday")]
    assert list(propbank.passages("a", skeleton, conllu.rsplit("\n", 1)[0])) == []  # words and roles would not meet


def test_a_later_stage_keeps_the_labels_that_an_earlier_one_knew() -> None:
    known = Labels(tags={"cues": ["O", "B-cue", "I-cue"]}, classes={"status": ["a", "b"]}, scores=["UW"])
    both = Labels(tags={"cues": ["O"], "names": ["O", "B-x"]}, roles={"kairos": ["O"]}, scores=[]).behind(known)
    assert both.tags == {"cues": ["O", "B-cue", "I-cue"], "names": ["O", "B-x"]}
    assert (both.roles, both.classes, both.scores) == ({"kairos": ["O"]}, {"status": ["a", "b"]}, ["UW"])


def test_a_place_given_by_indices_of_words_is_found() -> None:
    text = "Gunmen fired on a bus in Old Qadira, near U.S. posts."
    at = text.index("Old Qadira")
    assert events.place_of(text, at, at + 10) == (at, at + 10)  # characters, as it should be
    assert events.place_of(text, 6, 7) == (at, at + 10)  # the seventh and eighth word
    assert events.place_of(text, 7, 7) == (at + 4, at + 10)  # one word: an empty span
    assert events.place_of(text, 3, 3) is None  # "a" is no place
    assert events.place_of(text, 40, 40) is None
