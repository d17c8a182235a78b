"""The texts that the gold stands on, read from the public corpora where a user has them.

Comes in: a corpora folder. Goes out: texts by report id. Knows nothing of annotations.
"""

import gzip
import json
import tarfile
from pathlib import Path


def read_gz(path: Path) -> list[dict]:
    """The rows of a gzipped JSONL file; an empty list when it is not there."""
    if not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read_re3d(path: Path) -> list[dict]:
    """RE3D's documents as rows of id, outlet, published, text (title and body)."""
    rows: list[dict] = []
    if not path.exists():
        return rows
    with tarfile.open(path) as tar:
        for member in sorted(tar.getmembers(), key=lambda m: m.name):
            if member.name.endswith("documents.json"):
                for line in tar.extractfile(member).read().decode().splitlines():
                    doc = json.loads(line)
                    text = doc["title"] + "\n" + doc["text"]
                    rows.append(
                        {"id": f"re3d-{doc['_id']}", "outlet": member.name.split("/")[1], "published": "", "text": text}
                    )
    return rows


def texts(corpus: Path) -> dict[str, str]:
    """Text by report id, as annotated: headline, line break, body; trimmed, with one line break at the end."""
    found: dict[str, str] = {}
    for row in read_gz(corpus / "fakes.jsonl.gz"):
        found[row["id"]] = row["title"] + "\n" + row["text"]
    for row in [*read_gz(corpus / "voa.jsonl.gz"), *read_re3d(corpus / "re3d.tar.gz")]:
        found[row["id"]] = row["text"]
    found = {key: text.strip() + "\n" for key, text in found.items()}
    for path in sorted((corpus / "gold" / "texts").glob("*.txt")):
        found[path.stem] = path.read_text(encoding="utf-8")
    return found
