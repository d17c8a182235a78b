"""Write `resolve/data/iso_countries.tsv`: names of countries from pycountry (ISO 3166-1, Debian iso-codes).

    python tools/build_countries.py

Needs pycountry. Names with a comma (`Bolivia, Plurinational State of`) are kept in their common or first form.
"""

from pathlib import Path

import pycountry

TARGET = Path(__file__).parent.parent / "src" / "reportedly" / "resolve" / "data" / "iso_countries.tsv"


def main() -> None:
    """Write the table, one row a name."""
    lines = [
        "# Names of countries. Source: written by tools/build_countries.py from pycountry (Debian iso-codes, LGPL-2.1: facts only).",
        "# Columns: ISO 3166-1 alpha-3, name",
    ]
    for country in sorted(pycountry.countries, key=lambda item: item.alpha_3):
        names = {country.name.split(",")[0], getattr(country, "common_name", country.name.split(",")[0])}
        if country.alpha_3 in ("PRK", "KOR", "COD", "COG", "VIR", "VGB", "SHN", "UMI", "ESH"):
            names = (
                {getattr(country, "common_name", country.name)}
                if "," not in getattr(country, "common_name", country.name)
                else set()
            )
        lines += [f"{country.alpha_3}\t{name.replace('*', '')}" for name in sorted(names)]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
