// Where events lie, gathered: one spot for each place, and clusters of spots for a zoom.
// Comes in: the store's places and counts. Goes out: spots with counts, clusters, and areas large enough to be drawn.

const CELL = 52; // pixels: spots nearer than this share a cluster
const AREA = 16; // pixels: an area whose half-width is less is too small to be seen as one
const COVERED = 0.9; // of the smaller half-width: centres nearer than this are one circle
const MOST_CIRCLES = 500; // to look for a cover among
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
      list.push({ key, index: list.length, polygon: false,
        name: place.precision === "region" ? place.text : place.name, // "northern …" says more than the country's name
        lon: place.lon, lat: place.lat, x, y,
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
  return { clusters: gather(held, counts, world), areas: overlap(areas, counts, zoom, world) };
}

// Circles that mostly cover one another and are about as wide are one: the one with the most events stands for them.
function overlap(areas, counts, zoom, world) {
  areas.sort((one, other) => counts[other.index] - counts[one.index] || one.index - other.index);
  const groups = [];
  const circles = [];
  for (const spot of areas) {
    const group = { spot, spots: [spot], count: counts[spot.index], halfWidth: halfWidth(spot, zoom) };
    const found = spot.polygon ? null : circles.find((one) =>
      one.spot.kilometres <= 2 * spot.kilometres && spot.kilometres <= 2 * one.spot.kilometres &&
      Math.hypot(one.spot.x - spot.x, one.spot.y - spot.y) * world < COVERED * Math.min(one.halfWidth, group.halfWidth));
    if (found) {
      found.count += group.count;
      found.spots.push(spot);
      continue;
    }
    groups.push(group);
    if (!spot.polygon && circles.length < MOST_CIRCLES) circles.push(group);
  }
  return groups;
}

function gather(held, counts, world) {
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
  return clusters;
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
