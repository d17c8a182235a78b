// Which events the filters let through: one pass over typed arrays.
// Comes in: the store and the filters as a plain object. Goes out: for each event a mask of the filters that hold it back.
// The rules are those of filters.py; a test compares the two.

export const BIT = { type: 1, certainty: 2, actor: 4, outlet: 8, place: 16, roots: 32, toll: 64, sure: 128, area: 256,
  days: 512, missing: 1024, asked: 2048, incident: 4096 };

const folded = (text) => (text ?? "").toLowerCase();

// For each value of a dictionary: 1 when it holds the words.
function holding(values, words) {
  const wanted = folded(words);
  return Uint8Array.from(values, (value) => (folded(value).includes(wanted) ? 1 : 0));
}

function among(values, wanted) {
  const set = new Set(wanted);
  return Uint8Array.from(values, (value) => (set.has(value) ? 1 : 0));
}

function inside(place, [west, south, east, north]) {
  if (!place.placed || place.lat < south || place.lat > north) return false;
  return west <= east ? place.lon >= west && place.lon <= east : place.lon >= west || place.lon <= east;
}

const anyOf = ({ starts, items }, n, held) => {
  for (let at = starts[n]; at < starts[n + 1]; at++) if (held[items[at]]) return true;
  return false;
};

// The tests of the filters that are set, as [bit, (event) => true when let through].
function tests(data, wanted) {
  const made = [];
  const byNumber = (bit, column, held) => made.push([bit, (n) => column[n] >= 0 && held[column[n]] === 1]);
  if (wanted.types.length) byNumber(BIT.type, data.type, among(data.names.type, wanted.types));
  if (wanted.certainty.length) byNumber(BIT.certainty, data.certainty, among(data.names.certainty, wanted.certainty));
  if (wanted.outlet) byNumber(BIT.outlet, data.outlet, holding(data.names.outlet, wanted.outlet));
  if (wanted.incident) byNumber(BIT.incident, data.incident, among(data.names.incident, [wanted.incident]));
  if (wanted.actor) {
    const held = holding(data.names.party, wanted.actor);
    made.push([BIT.actor, (n) => anyOf(data.actors, n, held) || anyOf(data.recipients, n, held)]);
  }
  if (wanted.place || wanted.country) {
    const words = folded(wanted.place);
    const held = Uint8Array.from(data.places, (one) =>
      (`${folded(one.name)}\n${folded(one.text)}`.includes(words) && (!wanted.country || one.country === wanted.country) ? 1 : 0));
    byNumber(BIT.place, data.place, held);
  }
  if (wanted.bbox) byNumber(BIT.area, data.place, Uint8Array.from(data.places, (one) => (inside(one, wanted.bbox) ? 1 : 0)));
  const [least, most] = wanted.roots;
  if (least !== null) made.push([BIT.roots, (n) => data.roots[n] >= least]);
  if (most !== null) made.push([BIT.roots, (n) => data.roots[n] <= most]);
  if (wanted.sure) {
    const steps = Math.ceil(wanted.sure * data.confidenceSteps - 1e-6);
    made.push([BIT.sure, (n) => data.confidence[n] >= steps]);
  }
  if (wanted.toll) {
    const [outcome, figure] = wanted.toll;
    const asked = outcome ? [data.tolls[outcome]] : Object.values(data.tolls);
    made.push([BIT.toll, (n) => asked.some(({ low, high }) => (Number.isNaN(high[n]) ? low[n] : high[n]) >= figure)]);
  }
  // A day that is not known is less than every other, so it never reaches `from`; for `to` it is asked for.
  if (wanted.from !== null) made.push([BIT.days, (n) => data.last[n] >= wanted.from]);
  if (wanted.to !== null) made.push([BIT.days, (n) => data.first[n] <= wanted.to && data.dated[n] === 1]);
  if (wanted.missing.includes("place")) made.push([BIT.missing, (n) => data.mapped[n] === 0]);
  if (wanted.missing.includes("date")) made.push([BIT.missing, (n) => data.dated[n] === 0]);
  if (wanted.asked) made.push([BIT.asked, (n) => wanted.asked[n] === 1]);
  return made;
}

// What each event misses of the filters, into `mask` (one Uint16 an event).
export function pass(data, wanted, mask) {
  mask.fill(0);
  for (const [bit, lets] of tests(data, wanted)) {
    for (let n = 0; n < data.count; n++) if (!lets(n)) mask[n] |= bit;
  }
  return mask;
}

// How many events each number of a column has, the column's own filter aside.
export function tally(column, size, mask, bit) {
  const counts = new Uint32Array(size);
  for (let n = 0; n < mask.length; n++) if ((mask[n] & ~bit) === 0 && column[n] >= 0) counts[column[n]]++;
  return counts;
}

export function total(mask, bit = 0, wanted = null) {
  let found = 0;
  for (let n = 0; n < mask.length; n++) if ((mask[n] & ~bit) === 0 && (wanted === null || wanted[n] === 0)) found++;
  return found;
}
