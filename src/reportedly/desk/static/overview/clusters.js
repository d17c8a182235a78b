// Where events lie, gathered: one spot for each place, and clusters of spots for a zoom.
// Comes in: the store's places and counts. Goes out: spots with counts, clusters, and areas large enough to be drawn.

const CELL = 52; // pixels: spots nearer than this share a cluster
const AREA = 16; // pixels: an area whose half-width is less is too small to be seen as one
const EARTH = 40_075; // kilometres around the equator

export const mercator = (lon, lat) => {
  const sine = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
};

// Spots by place: places that are the same on the map are one.
export function spots(places) {
  const byKey = new Map();
  const list = [];
  const ofPlace = Int32Array.from(places, (place) => {
    if (!place.placed) return -1;
    const key = place.area || `${place.lat},${place.lon},${place.kilometres}`;
    if (!byKey.has(key)) {
      byKey.set(key, list.length);
      const [x, y] = mercator(place.lon, place.lat);
      list.push({ key, index: list.length, name: place.name, lon: place.lon, lat: place.lat, x, y,
        kilometres: place.area && !place.kilometres ? 60 : place.kilometres });
    }
    return byKey.get(key);
  });
  return { list, ofPlace };
}

export function count(ofPlace, size, column, mask, bit) {
  const counts = new Uint32Array(size);
  for (let n = 0; n < mask.length; n++) {
    if ((mask[n] & ~bit) === 0 && column[n] >= 0) {
      const spot = ofPlace[column[n]];
      if (spot >= 0) counts[spot]++;
    }
  }
  return counts;
}

// Half the width in pixels that a spot's area has at a zoom.
export const halfWidth = (spot, zoom) =>
  (spot.kilometres / (EARTH * Math.max(0.05, Math.cos((spot.lat * Math.PI) / 180)))) * 512 * 2 ** zoom;

// The largest spots gather those near them. An area that can be seen as one stands for itself.
export function cluster(list, counts, zoom) {
  const world = 512 * 2 ** zoom;
  const areas = [];
  const held = [];
  for (const spot of list) {
    if (!counts[spot.index]) continue;
    if (spot.kilometres && halfWidth(spot, zoom) >= AREA) areas.push(spot);
    else held.push(spot);
  }
  held.sort((one, other) => counts[other.index] - counts[one.index] || one.index - other.index);
  const cells = new Map();
  const clusters = [];
  for (const spot of held) {
    const column = Math.floor((spot.x * world) / CELL);
    const row = Math.floor((spot.y * world) / CELL);
    const found = near(cells, column, row, spot, world);
    if (found) {
      found.count += counts[spot.index];
      found.spots.push(spot);
    } else {
      const made = { x: spot.x, y: spot.y, lon: spot.lon, lat: spot.lat, count: counts[spot.index], spots: [spot] };
      clusters.push(made);
      const key = column * 1e7 + row;
      if (cells.has(key)) cells.get(key).push(made);
      else cells.set(key, [made]);
    }
  }
  return { clusters, areas };
}

function near(cells, column, row, spot, world) {
  let best = null;
  let distance = CELL;
  for (let left = column - 1; left <= column + 1; left++) {
    for (let top = row - 1; top <= row + 1; top++) {
      for (const one of cells.get(left * 1e7 + top) ?? []) {
        const away = Math.hypot(one.x - spot.x, one.y - spot.y) * world;
        if (away < distance) [best, distance] = [one, away];
      }
    }
  }
  return best;
}

// A circle on the ground as a ring of [lon, lat].
export function ring(spot, corners = 48) {
  const angle = (spot.kilometres / 6371) * (180 / Math.PI);
  const wide = angle / Math.max(0.05, Math.cos((spot.lat * Math.PI) / 180));
  return Array.from({ length: corners + 1 }, (_, n) => {
    const turn = (2 * Math.PI * n) / corners;
    return [spot.lon + wide * Math.cos(turn), Math.max(-89, Math.min(89, spot.lat + angle * Math.sin(turn)))];
  });
}
