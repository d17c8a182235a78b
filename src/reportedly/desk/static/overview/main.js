// The overview: one set of filters, three views of what they let through.
// Comes in: the page. Goes out: nothing; the link in the address bar restores what is seen.

import * as clusters from "./clusters.js";
import { fetchJSON, store } from "./data.js";
import { BIT, pass, tally, total } from "./filter.js";
import { List } from "./list.js";
import { EventMap } from "./map.js";
import * as state from "./state.js";
import { Timeline } from "./timeline.js";

const at = (id) => document.getElementById(id);
const form = at("filters");
const list = new List(at("events"), at("event-row"), at("more"));
const timeline = new Timeline(at("timeline"), [at("before"), at("after")]);
const number = (count) => count.toLocaleString("en");
let data = null;
let map = null;
let mask = null;
let wanted = state.parse(new URLSearchParams(location.search));
let asked = { key: "", events: null };

function openMap() {
  try {
    if (!globalThis.maplibregl) throw new Error("MapLibre was not loaded");
    map = new EventMap(at("map"), at("labels"), state.viewOf(location.search));
  } catch {
    at("map").hidden = true;
    at("labels").hidden = true;
    at("map-tools").hidden = true;
    at("no-map").hidden = false;
  }
}

// The words of texts and the chains of sources are looked up by the server.
async function ask() {
  const key = wanted.text || wanted.source ? new URLSearchParams({ text: wanted.text, source: wanted.source }).toString() : "";
  if (key && key !== asked.key) {
    const { events } = await fetchJSON(`/api/match?${key}`);
    const found = new Uint8Array(data.count);
    for (const n of events) if (n < found.length) found[n] = 1;
    asked = { key, events: found };
  }
  wanted.asked = key ? asked.events : null;
}

function draw() {
  performance.mark("filter-start");
  pass(data, wanted, mask);
  const found = list.show(mask);
  timeline.show(mask, BIT.days, [wanted.from, wanted.to]);
  map?.show(clusters.count(map.spots.ofPlace, map.spots.list.length, data.place, mask, BIT.area));
  say(found);
  performance.measure("filter", "filter-start");
}

function say(found) {
  const query = state.queryOf(wanted);
  at("found").textContent = `${number(found)} of ${number(data.count)} ${data.count === 1 ? "event" : "events"}`;
  for (const [name, missing] of [["place", data.mapped], ["date", data.dated]]) {
    const count = total(mask, BIT.missing, missing);
    at(`without-${name}`).textContent = number(count);
  }
  for (const [name, bit] of [["type", BIT.type], ["certainty", BIT.certainty]]) {
    const counts = tally(data[name], data.names[name].length, mask, bit);
    for (const box of form.querySelectorAll(`input[name="${name}"]`)) {
      const n = data.names[name].indexOf(box.value);
      box.closest("label").querySelector("output").textContent = n < 0 ? "0" : number(counts[n]);
      box.closest("label").hidden = n < 0 && !box.checked; // the archive has none of it
    }
  }
  for (const link of document.querySelectorAll(".exports a")) link.href = link.pathname + (query && `?${query}`);
  at("chips").replaceChildren(...state.chips(wanted).map(([name, value, words]) => {
    const item = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "quiet" });
    button.append(Object.assign(document.createElement("bdi"), { textContent: words }), " ✕");
    button.setAttribute("aria-label", `Remove the filter ${words}`);
    button.addEventListener("click", () => {
      change(state.without(wanted, name, value));
      (at("chips").querySelector("button") ?? at("found")).focus();
    });
    item.append(button);
    return item;
  }));
  at("by-map").checked = wanted.bbox !== null;
}

// `push`: a step that the back button undoes; otherwise the link in the address bar is only kept true. `passing`: a state on
// the way to another, of which the address bar needn't know: browsers bound how often it may be written.
async function change(next, { push = true, filled = false, passing = false } = {}) {
  wanted = next;
  if (!filled) state.fill(form, wanted);
  const address = state.link(wanted, map?.view());
  if (!passing) {
    if (push && address !== location.pathname + location.search) history.pushState(null, "", address);
    else history.replaceState(history.state, "", address);
  }
  try {
    await ask();
    if (wanted !== next) return; // a later change came while the server was asked
    at("fault").hidden = true;
    draw();
  } catch (error) {
    at("fault").hidden = false;
    at("fault").textContent = String(error.message);
  }
}

function pressed({ spots, area }) {
  const names = [...new Set(spots.map((n) => map.spots.list[n].name))];
  const count = spots.reduce((sum, n) => sum + map.counts[n], 0);
  at("card").hidden = !spots.length;
  if (!spots.length) return;
  const near = spots.length > 1 ? `${names.length === 1 ? names[0] : `${names[0]} and ${names.length - 1} near it`}` : names[0];
  at("card-name").textContent = area ? `${near} (somewhere in it)` : near;
  at("card-count").textContent = `${number(count)} ${count === 1 ? "event" : "events"}`;
  at("card-only").hidden = names.length > 1;
  at("card-only").onclick = () => change({ ...wanted, place: names[0] });
  at("card-zoom").onclick = () => map.fit(spots);
}

function listen() {
  let waiting = 0;
  let typing = null; // all that is typed into one field in a row is one step back
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    change(state.read(form), { filled: true });
  });
  form.addEventListener("input", ({ target }) => {
    clearTimeout(waiting);
    const typed = ["text", "search"].includes(target.type);
    waiting = setTimeout(() => {
      change(state.read(form), { filled: true, push: typing !== target });
      typing = typed ? target : null;
    }, typed ? 200 : 0);
  });
  form.addEventListener("focusout", () => { typing = null; });
  at("clear").addEventListener("click", (event) => {
    event.preventDefault();
    change(state.parse(new URLSearchParams()));
  });
  let frame = 0;
  timeline.addEventListener("picked", ({ detail: { from, to, done } }) => {
    cancelAnimationFrame(frame);
    if (done) change({ ...wanted, from, to });
    else frame = requestAnimationFrame(() => change({ ...wanted, from, to }, { passing: true }));
  });
  list.addEventListener("pointed", ({ detail }) => map?.light(detail < 0 ? -1 : data.place[detail]));
  map?.addEventListener("pressed", ({ detail }) => pressed(detail));
  map?.addEventListener("moved", ({ detail: { byHand } }) => {
    if (at("by-map").checked && byHand) change({ ...wanted, bbox: map.bbox() }, { push: false });
    else history.replaceState(history.state, "", state.link(wanted, map.view()));
  });
  at("by-map").addEventListener("change", (event) => change({ ...wanted, bbox: event.target.checked ? map.bbox() : null }));
  at("card-close").addEventListener("click", () => { at("card").hidden = true; });
  addEventListener("popstate", () => {
    const view = state.viewOf(location.search);
    const next = state.parse(new URLSearchParams(location.search));
    wanted = next; // before the map moves, which writes the link anew
    if (map && view) map.go(view);
    change(next, { push: false });
  });
}

async function start() {
  if (matchMedia("(max-width: 60rem)").matches) at("filter-box").open = false;
  const given = state.viewOf(location.search);
  openMap();
  try {
    const [sent, polygons] = await Promise.all([fetchJSON("/api/events"), map ? fetchJSON("/api/areas") : null]);
    data = store(sent);
    mask = new Uint16Array(data.count);
    list.hold(data);
    timeline.hold(data);
    map?.hold(data.places, polygons);
  } catch (error) {
    at("fault").hidden = false;
    at("fault").textContent = `The events can't be shown on the map: ${error.message}`;
    return; // the list that came with the page still stands
  }
  for (const element of document.querySelectorAll("[data-live]")) element.hidden = false;
  for (const element of document.querySelectorAll("[data-still]")) element.hidden = true;
  listen();
  await change(wanted, { push: false });
  if (!map) return;
  fetchJSON("/basemap/labels.json").then((names) => map.labels.names(names));
  await map.ready;
  if (wanted.bbox && !given) map.frame(wanted.bbox);
  else if (!given) map.bulk();
  map.draw();
  document.documentElement.dataset.overview = "ready";
}

start();
