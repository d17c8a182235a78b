"""How large an installed environment is: `python -m tools.install_size SITE_PACKAGES`.

Sums the sizes of all files but pip's and setuptools' own, compiled Python included; prints the ten largest parts, and
last one JSON object with the total in MB (10^6 bytes).
"""

import json
import os
import sys
from collections import Counter
from pathlib import Path

NOT_OURS = ("pip", "setuptools", "pkg_resources", "_distutils_hack", "wheel")


def sizes(folder: Path) -> Counter[str]:
    """Bytes by top-level part of a site-packages folder."""
    found: Counter[str] = Counter()
    for path, _, names in os.walk(folder):
        parts = Path(path).relative_to(folder).parts
        for name in names:
            top = parts[0] if parts else name
            if top.split("-")[0] not in NOT_OURS:
                found[top] += (Path(path) / name).lstat().st_size
    return found


if __name__ == "__main__":
    parts = sizes(Path(sys.argv[1]))
    for name, size in parts.most_common(10):
        print(f"{size / 1e6:7.1f} MB  {name}")
    print(json.dumps({"mb": round(sum(parts.values()) / 1e6, 1), "parts": len(parts)}))
