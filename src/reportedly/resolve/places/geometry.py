"""Points: moving one in a direction, middles, and the stretch of a river nearest to other places.

Comes in: latitudes and longitudes in degrees. Goes out: the same.
Knows nothing of names or reports.
"""

import math

import numpy as np
import numpy.typing as npt

KM_PER_DEGREE = 111.2


def moved(lat: float, lon: float, way: tuple[float, float], km: float) -> tuple[float, float]:
    """The point `km` kilometres from (lat, lon) along the unit vector (north, east)."""
    north, east = way
    y = max(-89.9, min(89.9, lat + north * km / KM_PER_DEGREE))
    x = lon + east * km / (KM_PER_DEGREE * max(0.05, math.cos(math.radians(lat))))
    return y, (x + 180) % 360 - 180


def middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    """The middle of a few points, on the sphere."""
    phi = np.radians([p[0] for p in points])
    lam = np.radians([p[1] for p in points])
    x, y, z = (np.cos(phi) * np.cos(lam)).mean(), (np.cos(phi) * np.sin(lam)).mean(), np.sin(phi).mean()
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def weighted_median(values: npt.NDArray[np.float64], weights: npt.NDArray[np.float64]) -> float:
    """The value up to which half of the weight lies. At least one value."""
    order = np.argsort(values, kind="stable")
    held = np.cumsum(weights[order])
    return float(values[order][int(np.searchsorted(held, held[-1] / 2))])


def nearest_on(line: npt.NDArray[np.float64], points: list[tuple[float, float]]) -> tuple[float, float]:
    """The vertex of `line` (n × 2: lat, lon) nearest to any of `points`; its middle vertex when there are none."""
    if not points:
        at = len(line) // 2
    else:
        there = np.array(points, np.float64)
        scale = np.cos(np.radians(there[:, 0]))[None, :]
        gaps = (line[:, :1] - there[None, :, 0]) ** 2 + ((line[:, 1:] - there[None, :, 1]) * scale) ** 2
        at = int(gaps.min(axis=1).argmin())
    return float(line[at, 0]), float(line[at, 1])
