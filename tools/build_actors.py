"""Distil the PETRARCH2 actor and agent dictionaries into the tables of `resolve/data/`.

    python tools/build_actors.py DICTIONARIES_DIR

DICTIONARIES_DIR holds `Phoenix.*.actors.txt` and `Phoenix.agents.txt` of the Open Event Data Alliance's PETRARCH2
(https://github.com/openeventdata/Dictionaries, MIT). Writes `actors.tsv.gz` (names with country, sector and years of
office) and `agents.tsv` (nouns with sector) into `src/reportedly/resolve/data/`. Needs pycountry.
Kept: names with a role after 1999. CAMEO country codes that are no ISO 3166 codes are translated or dropped.
"""

import gzip
import re
import sys
from pathlib import Path

import pycountry

DATA = Path(__file__).parent.parent / "src" / "reportedly" / "resolve" / "data"
FIRST_YEAR = 2000
SECTORS = {
    "GOV",
    "MIL",
    "REB",
    "OPP",
    "PAR",
    "COP",
    "JUD",
    "LEG",
    "CVL",
    "MED",
    "NGO",
    "IGO",
    "BUS",
    "REL",
    "SPY",
    "CRM",
}
AS_SECTOR = {"UAF": "REB", "IMG": "REB", "PTY": "OPP", "MNC": "BUS", "NGM": "NGO", "REF": "CVL", "EDU": "CVL", "HLH": "CVL",
             "LAB": "CVL", "AGR": "CVL", "ENV": "NGO", "HRI": "NGO", "DEV": "NGO", "CHR": "REL", "MUS": "REL", "HIN": "REL",
             "BUD": "REL", "JEW": "REL", "SEP": "REB", "INS": "REB", "RAD": "REB", "PPL": "CVL", "ELI": ""}  # fmt: skip
COUNTRIES = {"TMP": "TLS", "ROM": "ROU", "ZAR": "COD", "KSV": "XKX", "SUN": "RUS", "USR": "RUS", "DDR": "DEU", "FRN": "FRA",
             "KNT": "KNA", "SRP": "SRB", "KRJ": "HRV"}  # fmt: skip
ISO = {country.alpha_3 for country in pycountry.countries} | {"XKX"}
CODE = re.compile(r"\[([A-Z~]{3,})\s*([<>]?)\s*(\d{6,8})?\s*-?\s*(\d{6,8})?\s*\]")
HEADER = """# {title}
# Source: distilled by tools/build_actors.py from the PETRARCH2 dictionaries of the Open Event Data Alliance
# (https://github.com/openeventdata/Dictionaries), MIT licence, Copyright (c) 2014 Open Event Data Alliance.
# Columns: {columns}
"""


def year(digits: str | None) -> str:
    """The year of a date written YYMMDD or YYYYMMDD, as four digits; "" for none."""
    if not digits:
        return ""
    if len(digits) >= 8 or (digits[:2] in ("19", "20") and len(digits) > 6):
        return digits[:4]
    return ("20" if int(digits[:2]) < 40 else "19") + digits[:2]


def read_code(code: str) -> tuple[str, str] | None:
    """(country, sector) of a CAMEO actor code, either of them maybe ""; None when it says neither."""
    parts = [code[i : i + 3] for i in range(0, len(code), 3)]
    country = COUNTRIES.get(parts[0], parts[0])
    country = country if country in ISO else ""
    sectors = [AS_SECTOR.get(part, part) for part in (parts[1:] if country else parts)]
    sector = next((part for part in sectors if part in SECTORS), "")
    return (country, sector) if country or sector else None


def spell(phrase: str) -> str:
    """A dictionary's PHRASE_IN_CAPITALS_ as lower-case words."""
    words = re.sub(r"[_-]", " ", phrase.strip().strip("_")).replace(".", "").lower().split()
    return " ".join(words[1:] if words[:1] == ["the"] else words)


def read_names(path: Path) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Each block's spellings with its codes: [(phrase, [(code, from year, to year)])]."""
    rows: list[tuple[list[str], list[tuple[str, str, str]]]] = []
    for raw in path.read_text(encoding="utf-8", errors="replace").splitlines():
        line = raw.split("#")[0].rstrip()
        if not line.strip():
            continue
        codes = []
        for code, sign, first, second in CODE.findall(line):
            begin, end = (first, second) if not sign else ((first, "") if sign == ">" else ("", first))
            codes.append((code, year(begin), year(end)))
        phrase = spell(line.split("[")[0].lstrip("+"))
        if line[0] not in "+\t ":
            rows.append(([], []))
        if rows:
            if phrase and not line.startswith(("\t", " ")):
                rows[-1][0].append(phrase)
            rows[-1][1].extend(codes)
    return [(phrase, codes) for phrases, codes in rows for phrase in phrases]


def main(folder: Path) -> None:
    """Read the dictionaries in `folder` and write both tables."""
    actors: dict[tuple[str, str, str, str], tuple[str, str]] = {}
    for name in ("Phoenix.Countries.actors.txt", "Phoenix.MilNonState.actors.txt", "Phoenix.International.actors.txt"):
        for phrase, codes in read_names(folder / name):
            if not re.fullmatch(r"[\w'’. -]{3,60}", phrase):
                continue
            person = any(begin or end or "ELI" in code for code, begin, end in codes)
            for code, begin, end in codes:
                read = read_code(code)
                if read is None or (end and int(end) < FIRST_YEAR) or (person and " " not in phrase):
                    continue
                if " " not in phrase and (read[1] or not read[0] or len(phrase) < 4):
                    continue  # one word that names an organization is too often a common word
                if not read[1] and person:
                    continue
                key = (phrase, "person" if person else "organization" if read[1] else "place", *read)
                old = actors.get(key)
                if old:  # one row an office, from its first to its last year
                    begin = min(begin, old[0]) if begin and old[0] else ""
                    end = max(end, old[1]) if end and old[1] else ""
                actors[key] = (begin, end)
    lines = ["\t".join((*key, *span)) for key, span in sorted(actors.items())]
    columns = "name in lower case, kind, country (ISO 3166-1 alpha-3), sector, first year, last year (empty: open)"
    text = HEADER.format(title="Names of political and armed actors.", columns=columns) + "\n".join(lines) + "\n"
    (DATA / "actors.tsv.gz").write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    agents: dict[str, str] = {}
    for raw in (folder / "Phoenix.agents.txt").read_text(encoding="utf-8", errors="replace").splitlines():
        line = raw.split("#")[0]
        found = re.search(r"\[~([A-Z]+)\]", line)
        if not found or line.startswith("!"):
            continue
        sector = next(
            (
                s
                for s in (AS_SECTOR.get(found[1][i : i + 3], found[1][i : i + 3]) for i in range(0, len(found[1]), 3))
                if s in SECTORS
            ),
            "",
        )
        plural = re.search(r"\{([^}]+)\}", line)
        for phrase in (spell(re.split(r"[\[{!]", line)[0]), spell(plural[1]) if plural else ""):
            if sector and len(phrase) > 2 and re.fullmatch(r"[\w' -]+", phrase):
                agents.setdefault(phrase, sector)
    text = HEADER.format(title="Nouns for kinds of actors.", columns="noun in lower case, sector")
    (DATA / "agents.tsv").write_text(text + "\n".join(f"{k}\t{v}" for k, v in sorted(agents.items())) + "\n")
    print(f"{len(lines)} actors, {len(agents)} agents")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
