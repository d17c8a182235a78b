// The events as typed arrays, fetched once.
// Comes in: /api/events as columns.py makes it. Goes out: a store that filters and views read, never write.

export const NONE = -0x80000000; // a day that is not known

const days = (values) => Int32Array.from(values, (day) => day ?? NONE);

function lists(values) {
  const starts = new Uint32Array(values.length + 1);
  values.forEach((list, n) => { starts[n + 1] = starts[n] + list.length; });
  return { starts, items: Uint32Array.from(values.flat()) };
}

function tollColumns(rows, count) {
  const low = new Float64Array(count).fill(NaN);
  const high = new Float64Array(count).fill(NaN);
  for (const [event, least, most] of rows) {
    if (least !== null) low[event] = least;
    if (most !== null) high[event] = most;
  }
  return { low, high };
}

export function store(sent) {
  const { columns, dictionaries, count } = sent;
  const whole = {};
  for (const name of ["type", "mode", "status", "certainty", "trigger", "granularity", "outlet", "root", "likelihood",
    "incident", "id", "report", "place", "roots", "confidence", "corrected"]) {
    whole[name] = Int32Array.from(columns[name]);
  }
  const earliest = days(columns.earliest);
  const latest = days(columns.latest);
  // First and last day that an event may touch; a side that is open is as the other.
  const first = new Int32Array(count);
  const last = new Int32Array(count);
  for (let n = 0; n < count; n++) {
    first[n] = earliest[n] !== NONE ? earliest[n] : latest[n];
    last[n] = latest[n] !== NONE ? latest[n] : earliest[n];
  }
  const dated = Uint8Array.from(first, (day) => (day === NONE ? 0 : 1));
  const places = sent.places.map(([name, text, lat, lon, country, admin1, precision, relation, kilometres, area]) =>
    ({ name, text, lat, lon, country, admin1, precision, relation, kilometres, area, placed: lat !== null && lon !== null }));
  const mapped = Uint8Array.from(whole.place, (place) => (place >= 0 && places[place].placed ? 1 : 0));
  return {
    count,
    ...whole,
    first,
    last,
    dated,
    mapped,
    places,
    reports: sent.reports.map(([short, title, published]) => ({ short, title, published })),
    names: dictionaries,
    actors: lists(columns.actors),
    recipients: lists(columns.recipients),
    confidenceSteps: sent.confidence_steps,
    tolls: Object.fromEntries(Object.entries(sent.tolls).map(([name, rows]) => [name, tollColumns(rows, count)])),
  };
}

export async function fetchJSON(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.error ?? `expected an answer from ${address}, got status ${answer.status}`);
  return body;
}

const DAY = 86_400_000;

export const dayOf = (text) => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return Number.isNaN(at) ? null : Math.round(at / DAY);
};

export const textOf = (day) => new Date(day * DAY).toISOString().slice(0, 10);
