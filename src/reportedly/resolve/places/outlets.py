"""Where an outlet is at home: its country, and its town where the name or address tells.

Comes in: an outlet's name or web address. Goes out: a country number and an entry, or none.
Knows nothing of reports.
"""

import re
from functools import lru_cache

from reportedly.resolve.places.gazetteer import Gazetteer
from reportedly.resolve.places.names import key
from reportedly.resolve.places.supplement import rows

_GENERIC = {"com", "org", "net", "info", "gov", "edu", "co", "int", "tv", "me", "io", "news", "eu"}
_ADDRESS = re.compile(r"^(?:https?://)?(?:www\d?\.)?([a-z0-9.-]+\.[a-z]{2,})(?:[/:].*)?$", re.I)
MIN_TOWN = 3.7
"""log10 of the people a town needs before an outlet's address is read as its name."""


class Outlets:
    """Looks outlets up: the curated table first, then place names in the name or address, then the address's ending."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        from reportedly.resolve.places.gazetteer import DATA

        self._known: dict[str, tuple[str, str]] = {}
        for _, (names, iso3, town, _source) in rows(DATA / "outlets.tsv", 4):
            for name in names.split("|"):
                self._known[self._plain(name)] = (iso3, town)
        self._cached = lru_cache(maxsize=4096)(self._find)

    @staticmethod
    def _plain(name: str) -> str:
        match = _ADDRESS.match(name.strip())
        text = match[1].lower() if match else key(name)
        return text.removeprefix("the ")

    def home(self, outlet: str | None) -> tuple[int, int]:
        """(country number or -1, entry of the home town or -1)."""
        return self._cached(outlet[:200]) if outlet else (-1, -1)

    def _find(self, outlet: str) -> tuple[int, int]:
        g = self.gazetteer
        match = _ADDRESS.match(outlet.strip())
        plain = self._plain(outlet)
        parts = plain.split(".") if match else []
        for asked in [plain, *(".".join(parts[i:]) for i in range(1, len(parts) - 1))]:
            if asked in self._known:
                iso3, seat = self._known[asked]
                country = g.by_iso3.get(iso3, -1)
                return country, self._town(key(seat), country) if seat else -1
        country = -1
        if match:
            ending = parts[-1].upper()
            if parts[-1] not in _GENERIC or (len(parts) > 2 and parts[-2] in ("gov", "mil")):
                country = g.by_iso2.get("GB" if ending == "UK" else ending, -1)
            names = [p for p in parts[:-1] if p not in _GENERIC]
            town = self._inside(names[-1].replace("-", ""), country) if names else -1
        else:
            town = self._words(plain, country)
        if town >= 0 and country < 0:
            country = int(g.country[town])
        return country, town

    def _town(self, name: str, country: int) -> int:
        """The largest settlement or unit of this name (in `country` unless -1), or -1."""
        g = self.gazetteer
        best, size = -1, MIN_TOWN
        for packed in g.lookup(name):
            entry = packed >> 2
            feature = g.features[g.feature[entry]]
            if (packed & 3) > 1 or (country >= 0 and g.country[entry] != country):
                continue
            if (
                feature in ("admin1", "capital", "admin1 seat", "admin2 seat", "seat", "settlement")
                and g.log_population[entry] > size
            ):
                best, size = entry, float(g.log_population[entry])
        return best

    def _words(self, name: str, country: int) -> int:
        words = name.split(" ")
        for width in (3, 2, 1):
            for at in range(len(words) - width + 1):
                run = " ".join(words[at : at + width])
                if len(run) >= 4 and (found := self._town(run, country)) >= 0:
                    return found
        return -1

    def _inside(self, label: str, country: int) -> int:
        """The longest place name at the start, else anywhere, in a run-together address label; at least six letters."""
        label = label[:40]
        for size in range(len(label), 4, -1):
            for at in range(len(label) - size + 1):
                run = label[at : at + size]
                if size < 6 and at:
                    continue
                found = self._town(run, country)
                if found >= 0:
                    return found
        return -1
