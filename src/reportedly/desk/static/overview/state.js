// The filters between the link, the form and the views.
// Comes in: a query or the form. Goes out: the filters as a plain object, and the link that restores them with the map's view.

import { dayOf, textOf } from "./data.js";

const WORDS = ["actor", "source", "outlet", "place", "country", "text", "incident"];

const numbers = (text) => text.split(",").map(Number);

function range(text) {
  if (!text) return [null, null];
  const [low, high] = text.includes("-") ? text.split("-") : [text, text];
  return [low === "" ? null : Number(low), high === "" ? null : Number(high)];
}

function toll(text) {
  if (!text) return null;
  const colon = text.lastIndexOf(":");
  return [colon < 0 ? "" : text.slice(0, colon), Number(text.slice(colon + 1))];
}

function box(text) {
  const given = text ? numbers(text) : [];
  return given.length === 4 && given.every(Number.isFinite) ? given : null;
}

// `pairs`: URLSearchParams, or the form's fields as such.
export function parse(pairs) {
  const one = (name) => (pairs.get(name) ?? "").trim();
  const wanted = {
    types: pairs.getAll("type"),
    certainty: pairs.getAll("certainty"),
    missing: pairs.getAll("missing"),
    roots: range(one("roots")),
    toll: toll(one("toll")),
    sure: Number(one("sure")) || 0,
    bbox: box(one("bbox")),
    from: dayOf(one("from")),
    to: dayOf(one("to")),
    asked: null,
  };
  for (const name of WORDS) wanted[name] = one(name);
  wanted.country = wanted.country.toUpperCase();
  return wanted;
}

// The fields in the order in which `Filters.query` has them.
export function pairsOf(wanted) {
  const pairs = [...wanted.types.map((one) => ["type", one]), ...wanted.certainty.map((one) => ["certainty", one])];
  for (const name of WORDS) if (wanted[name]) pairs.push([name, wanted[name]]);
  const [low, high] = wanted.roots;
  if (low !== null || high !== null) pairs.push(["roots", low === high ? `${low}` : `${low ?? ""}-${high ?? ""}`]);
  if (wanted.toll) pairs.push(["toll", wanted.toll[0] ? wanted.toll.join(":") : `${wanted.toll[1]}`]);
  if (wanted.sure) pairs.push(["sure", `${wanted.sure}`]);
  if (wanted.bbox) pairs.push(["bbox", wanted.bbox.map((one) => Number(one.toFixed(4))).join(",")]);
  if (wanted.from !== null) pairs.push(["from", textOf(wanted.from)]);
  if (wanted.to !== null) pairs.push(["to", textOf(wanted.to)]);
  wanted.missing.forEach((one) => pairs.push(["missing", one]));
  return pairs;
}

export const queryOf = (wanted) => new URLSearchParams(pairsOf(wanted)).toString();

// Where the map stands: `at=lon,lat,zoom`, which the filters pass over.
export function viewOf(query) {
  const [lon, lat, zoom] = numbers(new URLSearchParams(query).get("at") ?? "");
  const sound = Math.abs(lon) <= 180 && Math.abs(lat) <= 90 && zoom >= 0 && zoom <= 24;
  return sound ? { center: [lon, lat], zoom } : null;
}

export function link(wanted, view) {
  const pairs = pairsOf(wanted);
  if (view) pairs.push(["at", [view.center[0].toFixed(3), view.center[1].toFixed(3), view.zoom.toFixed(2)].join(",")]);
  return `/${pairs.length ? "?" : ""}${new URLSearchParams(pairs)}`;
}

// Puts the filters into the form; a choice that a link made and no option has becomes one.
export function fill(form, wanted) {
  const given = new URLSearchParams(pairsOf(wanted));
  for (const field of form.elements) {
    if (!field.name) continue;
    if (field.type === "checkbox") {
      field.checked = given.getAll(field.name).includes(field.value);
    } else {
      const value = given.get(field.name) ?? "";
      if (field.tagName === "SELECT" && ![...field.options].some((one) => one.value === value)) {
        field.add(new Option(value, value));
      }
      if (field.value !== value) field.value = value;
    }
  }
}

export const read = (form) => parse(new URLSearchParams(new FormData(form)));

const SAID = { type: "", certainty: "told as ", actor: "actor ", source: "source ", outlet: "outlet ", place: "place ",
  country: "country ", text: "text ", incident: "incident ", roots: "roots ", toll: "toll from ", sure: "confidence from ",
  bbox: "", from: "from ", to: "to ", missing: "without " };

// The filters that are set, for people: [name, value, words].
export const chips = (wanted) => pairsOf(wanted).map(([name, value]) =>
  [name, value, SAID[name] + (name === "bbox" ? "what the map showed" : value)]);

// The filters without one of their values.
export const without = (wanted, name, value) =>
  parse(new URLSearchParams(pairsOf(wanted).filter(([key, one]) => key !== name || one !== value)));
