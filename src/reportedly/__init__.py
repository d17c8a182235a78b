"""reportedly: who did what to whom, where and when, and on whose word we have it.

    >>> import reportedly
    >>> coded = reportedly.code("Shelling killed three people in Derhachi on Wednesday, the mayor said.", published="2022-05-13")
    >>> [(event.type, event.place.name) for event in coded.events]  # doctest: +SKIP
    [('ASSAULT', 'Derhachi')]

`code` reads one text; a `Coder` is made once and codes many; records are the structs of `reportedly.records`; every
error that is raised on purpose is a `ReportedlyError`.
"""

from typing import Any

from reportedly import errors
from reportedly.errors import ReportedlyError
from reportedly.records import (
    Actor,
    Attribution,
    CodedReport,
    Event,
    Place,
    Report,
    Source,
    Span,
    Toll,
    When,
    from_json,
    to_json,
)

__version__ = "0.1.0"
__all__ = [
    "Actor", "Attribution", "CodedReport", "Coder", "Event", "Place", "Report", "ReportedlyError", "Source", "Span", "Toll",
    "When", "code", "errors", "from_json", "to_json",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """`code` and `Coder` are loaded when first asked for: onnxruntime takes half a second to import."""
    if name in ("code", "Coder"):
        from reportedly import coder

        return getattr(coder, name)
    raise AttributeError(f"module 'reportedly' has no attribute {name!r}")
