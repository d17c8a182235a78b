"""When an event happened: the days that its own words, its sentence, or another telling of it give.

Comes in: a trigger's time roles, the report's time expressions, and the anchor day. Goes out: a `When`, or None.
Knows nothing of places, participants or files.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date

import msgspec

from reportedly.reader import Role, Trigger
from reportedly.records import When, Zone
from reportedly.resolve.named_days import Tense
from reportedly.resolve.times import find_times, may_date, resolve_time

TENSES: dict[str, Tense] = {"occurred": "past", "ongoing": "past", "planned": "future", "predicted": "future"}
AHEAD = ("planned", "predicted", "hypothetical")  # of those that their sentence dates, one in six is dated rightly
FAR = 160  # code points between an event and a time of its sentence
FAR_BEHIND = 120  # the same where another event stands between the two
CLOSE = 60  # the same where a sentence ends between the two
_VAGUE = re.compile(r"\b(?:recent|few|several|coming)\b", re.IGNORECASE)
_LASTS = re.compile(r"\w-(?:minute|hour|day|week|month|year|decade)s?(?:[ -](?:old|long))?\b", re.IGNORECASE)
_LASTING = re.compile(r"(?:[ -]long)?(?:\s+[\w-]+){0,2}\s*")  # "a two-year local truce"
_AGED_EVENT = re.compile(r"(?:[ -]old)?(?:\s+civil)?\s*")  # "a ten-day-old assault"
_AGED = re.compile(r"[ -]old\b")
_FULL = re.compile(r"\d{1,2},? (?:19|20)\d\d$|^\d{1,2} [A-Z][a-z]+\.? (?:19|20)\d\d$")
_ENDS = re.compile(r"\.?(?:\s*\n|\s*$|\s+\(|[.;])")
_APART = re.compile(r"\n|(?:[^\W\dA-Z]|\d|[)\"”’])[.?!][\"”’)]?\s")


def best_times(roles: Sequence[Role]) -> list[Role]:
    """The time roles, best first."""
    return sorted((r for r in roles if r.role == "time"), key=lambda r: (-r.score, r.start))


def dated(when: When) -> bool:
    """Whether it fixes a first or a last day."""
    return bool(when.earliest or when.latest)


class Days:
    """The days of one report's events, one after the other in text order."""

    def __init__(self, text: str, anchor: date | None, zones: Sequence[Zone], triggers: Sequence[Trigger]) -> None:
        """`anchor`: the day the report was written; `triggers`: all of the report's."""
        self.text, self.anchor, self.zones = text, anchor, zones
        self.times = find_times(text)
        self._ends = [end for _, end in self.times]
        self._told: list[date | None] = []
        self._starts = sorted(one.start for one in triggers)

    def whole(self, start: int, end: int) -> tuple[int, int]:
        """The span with the time expressions that it is a part of: of "Feb. 16, 2016" a reader may see "Feb." alone."""
        low, high = start, end
        for first, last in self.times[bisect_left(self._ends, start + 1) :]:
            if first >= end:
                break
            low, high = min(low, first), max(high, last)
        return low, high

    def _before(self, at: int) -> date | None:
        """The day or first day that the text told of last, up to `at`: what "then" and "a day later" count from."""
        count = bisect_right(self._ends, at)
        while len(self._told) < count:
            start, end = self.times[len(self._told)]
            last = self._told[-1] if self._told else None
            first = None
            if may_date(self.text, start, self.zones) and not _LASTS.search(self.text, start, end):
                first = resolve_time(self.text[start:end], self.anchor, tense_hint="past", context=last).earliest
            self._told.append(first or last)
        return self._told[count - 1] if count else None

    def _value(self, start: int, end: int, status: str) -> When:
        value = resolve_time(
            self.text[start:end], self.anchor, tense_hint=TENSES.get(status), context=self._before(start)
        )
        earliest, latest, granularity = value.iso()
        words = self.text[start:end]
        return When(
            text=words, start=start, end=end, earliest=earliest, latest=latest, granularity=granularity,
            flags=["vague"] if earliest and _VAGUE.search(words) else [],
        )  # fmt: skip

    def own(self, trigger: Trigger, sentence: tuple[int, int] | None) -> When | None:
        """The day or days of the event's best time expression that has any, else of the nearest in its sentence."""
        roles, status = trigger.roles, trigger.status
        found: When | None = None
        for role in best_times(roles):
            if not may_date(self.text, role.start, self.zones) or self._told_apart(trigger, role):
                continue
            when = self._value(*self.whole(role.start, role.end), status)
            if not dated(when):
                when = self._value(role.start, role.end, status)
            if not dated(when):
                when = self._inside(role, status) or when
            if dated(when):
                found = when
                break
            found = found or when
        if found is None and sentence and status not in AHEAD:
            found = self._nearby(trigger, status, sentence)
        return found

    def _inside(self, role: Role, status: str) -> When | None:
        """The first time expression inside a span that as a whole says nothing: of "a lightning 2014", the year."""
        for start, end in self.times[bisect_left(self._ends, role.start + 1) :]:
            if end > role.end:
                break
            when = self._value(start, end, status)
            if start >= role.start and dated(when):
                return when
        return None

    def _between(self, trigger: Trigger, start: int, end: int) -> tuple[int, int, int]:
        """What lies between an event and a time: from where, to where, and how many other events."""
        low, high = (end, trigger.start) if end <= trigger.start else (trigger.end, start)
        return low, high, max(0, bisect_left(self._starts, high) - bisect_left(self._starts, low))

    def _told_apart(self, trigger: Trigger, role: Role) -> bool:
        """Whether a time stands in another sentence than the event: hardly any of these are the event's.

        But for one that the sentence before ends with, as captions do, when no event is told in between.
        """
        low, high, others = self._between(trigger, role.start, role.end)
        if not _APART.search(self.text[low : high + 1]):
            return False
        return others > 0 or role.start > trigger.start or high - low > CLOSE

    def _nearby(self, trigger: Trigger, status: str, sentence: tuple[int, int]) -> When | None:
        """The nearest time expression of the sentence that no other event stands nearer to, flagged "same-sentence"."""
        near: tuple[int, When] | None = None
        for start, end in self._around(trigger, sentence):
            low, high, others = self._between(trigger, start, end)
            if (others > 1 or high - low > (FAR_BEHIND if others else FAR)) and not self._captioned(start, end):
                continue
            if high < low or (_LASTS.search(self.text, start, end) and not self._lasted(trigger, end, others)):
                continue
            if not may_date(self.text, start, self.zones) or (near and near[0] <= high - low):
                continue
            when = self._value(start, end, status)
            if when.earliest:
                near = high - low, when
        return msgspec.structs.replace(near[1], flags=[*near[1].flags, "same-sentence"]) if near else None

    def _lasted(self, trigger: Trigger, end: int, others: int) -> bool:
        """Whether a length before its noun, "six-year", is the event's own: the event is that noun, "a six-year civil war".

        Else it tells how old or long something else is: "an 18-year old man was killed", "sentenced to a 12-year term".
        """
        if others or trigger.start < end:
            return False
        between = self.text[end : trigger.start]
        aged = _AGED.search(self.text, end - 4, end + 4) is not None
        return (_AGED_EVENT if aged else _LASTING).fullmatch(between) is not None

    def _captioned(self, start: int, end: int) -> bool:
        """Whether a full date stands after a comma at the end of its line or sentence, as under photographs: "…, Oslo, May 2, 2016"."""
        return _FULL.search(self.text, start, end) is not None and _ENDS.match(self.text, end) is not None

    def _around(self, trigger: Trigger, sentence: tuple[int, int]) -> list[tuple[int, int]]:
        """The time expressions of a sentence that stand within `FAR` of an event, and the sentence's last."""
        begin = bisect_left(self._ends, max(sentence[0], trigger.start - FAR))
        stop = bisect_left(self.times, (sentence[1], 0))
        near = bisect_right(self.times, (trigger.end + FAR, len(self.text)))
        found = [span for span in self.times[begin : min(near, stop)] if span[0] >= sentence[0]]
        return found + self.times[max(begin, near, stop - 1) : stop]
