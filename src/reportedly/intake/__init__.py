"""Intake: bytes become reports.

Comes in: files, folders, standard input. Goes out: `Report`, `SetAside` or `Failed`, one for each item read.
Knows nothing of the model, of what is read from a report, or of where it is kept.
"""

from reportedly.intake.counting import count_inputs
from reportedly.intake.dates import parse_published
from reportedly.intake.outcome import LIMITS, Failed, Limits, Read, SetAside
from reportedly.intake.read import read_inputs
from reportedly.intake.reports import make_report

__all__ = [
    "LIMITS",
    "Failed",
    "Limits",
    "Read",
    "SetAside",
    "count_inputs",
    "make_report",
    "parse_published",
    "read_inputs",
]
