// The timeline: bars of events over time, and a brush that picks days.
// Comes in: the store, masks, the picked days. Goes out: "picked" with {from, to, done}, days or null.

import { axis, extent, fillBins, reach, ticks } from "./bins.js";
import { textOf } from "./data.js";

const HIGH = 96; // pixels of the bars; the labels take FOOT more
const FOOT = 20;
const SVG = "http://www.w3.org/2000/svg";

function make(name, attributes = {}) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

export class Timeline extends EventTarget {
  constructor(box, ends) {
    super();
    this.box = box;
    this.ends = ends; // the two buttons to what the axis leaves off
    this.picked = [null, null];
    this.svg = make("svg", { class: "bars", height: HIGH + FOOT, role: "group", "aria-label": "Days of the events" });
    this.bars = ["spread", "exact"].map((name) => this.svg.appendChild(make("path", { class: name })));
    this.marks = this.svg.appendChild(make("g", { class: "ticks" }));
    this.shade = this.svg.appendChild(make("rect", { class: "brush", y: 0, height: HIGH }));
    this.grips = ["From", "To"].map((name, side) => this.grip(name, side));
    box.append(this.svg);
    this.svg.addEventListener("pointerdown", (event) => this.drag(event));
    this.svg.addEventListener("dblclick", () => this.pick([null, null], true));
    ends.forEach((button, side) => button.addEventListener("click", () => this.pick(side ? [this.axis.to + 1, null] : [null, this.axis.from - 1], true)));
    new ResizeObserver(() => this.draw()).observe(box);
  }

  grip(name, side) {
    const grip = this.svg.appendChild(make("rect", { class: "grip", y: 0, width: 8, height: HIGH, rx: 3, tabindex: 0,
      role: "slider", "aria-label": `${name} day`, "aria-orientation": "horizontal" }));
    grip.addEventListener("keydown", (event) => this.key(event, side));
    return grip;
  }

  hold(data) {
    this.data = data;
    this.range = extent(data.first, data.last);
    this.box.hidden = !this.range;
  }

  show(mask, bit, picked) {
    this.mask = mask;
    this.bit = bit;
    this.picked = picked;
    this.draw();
  }

  draw() {
    const pixels = Math.floor(this.box.clientWidth);
    if (!this.range || !this.mask || pixels < 40) return;
    this.svg.setAttribute("viewBox", `0 0 ${pixels} ${HIGH + FOOT}`);
    this.svg.setAttribute("width", pixels);
    this.axis = axis(reach(this.range, this.picked), pixels);
    this.pixels = pixels;
    const { exact, spread, beyond } = fillBins(this.data, this.mask, this.bit, this.axis);
    let most = 1;
    for (let n = 0; n < exact.length; n++) most = Math.max(most, exact[n] + spread[n]);
    const wide = (pixels * this.axis.width) / this.axis.span;
    const path = (values, below) => {
      let found = "";
      for (let n = 0; n < values.length; n++) {
        if (!values[n]) continue;
        const high = Math.max(0.7, (values[n] / most) * (HIGH - 14));
        const foot = HIGH - (below ? (below[n] / most) * (HIGH - 14) : 0);
        found += `M${(n * wide).toFixed(1)} ${foot.toFixed(1)}v${(-high).toFixed(1)}h${Math.max(1, wide - (wide > 4 ? 1 : 0)).toFixed(1)}v${high.toFixed(1)}z`;
      }
      return found;
    };
    this.bars[0].setAttribute("d", path(spread, exact));
    this.bars[1].setAttribute("d", path(exact, null));
    const written = ticks(this.axis, pixels).filter(([day]) => this.x(day) < pixels - 30);
    this.marks.replaceChildren(...written.flatMap(([day, text]) => {
      const label = make("text", { x: this.x(day) + 3, y: HIGH + 14, class: "faint" });
      label.textContent = text;
      return [make("line", { x1: this.x(day), x2: this.x(day), y1: HIGH, y2: HIGH + 6 }), label];
    }), Object.assign(make("text", { x: 2, y: 10, class: "faint" }), { textContent: `${Math.ceil(most).toLocaleString("en")} a ${this.axis.unit}` }));
    this.ends.forEach((button, side) => {
      button.hidden = !beyond[side];
      button.textContent = side ? `${beyond[1].toLocaleString("en")} after ${textOf(this.axis.to)} ▸` : `◂ ${beyond[0].toLocaleString("en")} before ${textOf(this.axis.from)}`;
    });
    this.drawBrush();
  }

  x(day) {
    return ((day - this.axis.from) / this.axis.span) * this.pixels;
  }

  drawBrush() {
    const { from, to } = this.axis;
    const clamp = (day) => Math.max(from, Math.min(to + 1, day));
    const low = clamp(this.picked[0] ?? from);
    const high = clamp((this.picked[1] ?? to) + 1);
    const set = this.picked.some((day) => day !== null);
    this.shade.setAttribute("x", this.x(low));
    this.shade.setAttribute("width", Math.max(2, this.x(high) - this.x(low)));
    this.svg.classList.toggle("picked", set);
    [low, high].forEach((day, side) => {
      const grip = this.grips[side];
      const known = side ? Math.min(day, to + 1) - 1 : day;
      grip.setAttribute("x", Math.max(0, Math.min(this.pixels - 8, this.x(day) - 4)));
      grip.setAttribute("aria-valuemin", from);
      grip.setAttribute("aria-valuemax", to);
      grip.setAttribute("aria-valuenow", Math.max(from, Math.min(to, known)));
      grip.setAttribute("aria-valuetext", this.picked[side] === null ? "not set" : textOf(this.picked[side]));
    });
  }

  key(event, side) {
    const step = Math.max(1, Math.round(this.axis.width)) * (event.shiftKey ? 10 : 1);
    const now = this.picked[side] ?? (side ? this.axis.to : this.axis.from);
    const moved = { ArrowLeft: now - step, ArrowDown: now - step, ArrowRight: now + step, ArrowUp: now + step,
      Home: this.axis.from, End: this.axis.to }[event.key];
    if (event.key === "Escape") this.pick([null, null], true);
    else if (moved !== undefined) {
      const next = [...this.picked];
      next[side] = Math.max(this.axis.from, Math.min(this.axis.to, moved));
      if (next[0] !== null && next[1] !== null && next[0] > next[1]) next[1 - side] = next[side];
      this.pick(next, true);
    } else return;
    event.preventDefault();
  }

  drag(down) {
    if (down.button || !this.axis) return;
    const left = this.svg.getBoundingClientRect().left;
    const day = (event) => Math.max(this.axis.from, Math.min(this.axis.to, Math.floor(this.axis.from + ((event.clientX - left) / this.pixels) * this.axis.span)));
    const side = this.grips.indexOf(down.target);
    // A grip moves its end against the other one; anywhere else starts a new stretch.
    const fixed = side < 0 ? day(down) : (this.picked[1 - side] ?? (side ? this.axis.from : this.axis.to));
    const moved = (event, done) => this.pick([Math.min(fixed, day(event)), Math.max(fixed, day(event))], done);
    const moving = (event) => { if (Math.abs(event.clientX - down.clientX) > 3) moved(event, false); };
    this.svg.setPointerCapture(down.pointerId);
    this.svg.addEventListener("pointermove", moving);
    const end = (event) => {
      this.svg.removeEventListener("pointermove", moving);
      if (event.type === "pointerup" && Math.abs(event.clientX - down.clientX) > 3) moved(event, true);
    };
    for (const name of ["pointerup", "pointercancel"]) this.svg.addEventListener(name, end, { once: true });
  }

  pick([from, to], done) {
    const same = this.picked[0] === from && this.picked[1] === to;
    if (same && !done) return;
    this.dispatchEvent(new CustomEvent("picked", { detail: { from, to, done } }));
  }
}
