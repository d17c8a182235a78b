// The list: the events that are let through, the latest first, a part at a time.
// Comes in: the store and a mask. Goes out: rows made of the page's own <template>; "pointed" with an event's number.

import { NONE, textOf } from "./data.js";

const PART = 50;
const OUTCOMES = ["killed", "injured", "missing", "captured", "displaced"];

// Control characters, and those that turn the direction of the text around them, as a mark.
export const visible = (text) => (text ?? "").replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");

// The order of the list: by first day, those without one last, then as in the archive.
export function order({ first, count }) {
  const events = Uint32Array.from({ length: count }, (_, n) => n);
  return events.sort((one, other) => {
    const [a, b] = [first[one], first[other]];
    if (a !== b) return a === NONE ? 1 : b === NONE ? -1 : b - a;
    return one - other;
  });
}

export class List extends EventTarget {
  constructor(list, template, more) {
    super();
    this.list = list;
    this.template = template;
    this.more = more;
    more.addEventListener("click", () => {
      const next = this.list.children.length;
      this.extend();
      this.list.children[next]?.querySelector("a")?.focus();
    });
    const point = (event) => {
      const row = event.target.closest?.("li[data-n]");
      this.dispatchEvent(new CustomEvent("pointed", { detail: row && event.type !== "mouseleave" ? Number(row.dataset.n) : -1 }));
    };
    for (const name of ["mouseover", "mouseleave", "focusin"]) list.addEventListener(name, point);
  }

  hold(data) {
    this.data = data;
    this.order = order(data);
  }

  show(mask) {
    this.found = this.order.filter((n) => mask[n] === 0);
    this.list.replaceChildren();
    this.extend();
    return this.found.length;
  }

  extend() {
    const at = this.list.children.length;
    const rows = Array.from(this.found.subarray(at, at + PART), (n) => this.row(n));
    this.list.append(...rows);
    const left = this.found.length - at - rows.length;
    this.more.hidden = left <= 0;
    this.more.textContent = `Show ${Math.min(PART, left)} more of ${left.toLocaleString("en")}`;
  }

  row(n) {
    const { data } = this;
    const name = (column) => (data[column][n] < 0 ? null : data.names[column][data[column][n]]);
    const row = this.template.content.firstElementChild.cloneNode(true);
    const put = (part, text) => {
      const element = row.querySelector(`[data-part="${part}"]`);
      element.textContent = visible(text);
      element.hidden = !text;
      return element;
    };
    row.dataset.n = n;
    put("days", days(data.first[n], data.last[n]));
    put("type", [name("type"), name("mode")].filter(Boolean).join(" · "));
    const certainty = name("certainty");
    put("certainty", certainty === "stated" ? "" : certainty).classList.toggle("warn", certainty === "denied");
    const report = data.reports[data.report[n]];
    put("what", name("trigger")).href = `/event/${report.short}:${name("id")}`;
    put("actors", parties(data.actors, n, data.names.party));
    put("recipients", parties(data.recipients, n, data.names.party));
    const place = data.places[data.place[n]];
    put("place", place ? place.name + (place.placed ? "" : " (not found on the map)") : "no place");
    const root = name("root");
    put("own", root === null ? `own voice: ${name("outlet") ?? "outlet not given"}` : "");
    put("root", root === null ? "" : root || "no source named");
    put("outlet", root === null ? "" : name("outlet"));
    put("tolls", tolls(data.tolls, n));
    put("roots", `${data.roots[n]} ${data.roots[n] === 1 ? "root" : "roots"}`).href = `/incident/${encodeURIComponent(name("incident"))}`;
    put("title", report.title);
    return row;
  }
}

const parties = ({ starts, items }, n, names) => Array.from(items.subarray(starts[n], starts[n + 1]), (one) => names[one]).join("; ");

function days(first, last) {
  if (first === NONE) return "no date";
  return first === last ? textOf(first) : `${textOf(first)} – ${textOf(last)}`;
}

function tolls(columns, n) {
  const said = [];
  for (const outcome of OUTCOMES) {
    const low = columns[outcome].low[n];
    const high = columns[outcome].high[n];
    if (Number.isNaN(low) && Number.isNaN(high)) continue;
    const figure = Number.isNaN(high) ? `${low.toLocaleString("en")}+` : Number.isNaN(low) ? `up to ${high.toLocaleString("en")}`
      : low === high ? low.toLocaleString("en") : `${low.toLocaleString("en")}–${high.toLocaleString("en")}`;
    said.push(`${figure} ${outcome}`);
  }
  return said.join(", ");
}
