// Days into bars.
// Comes in: days of events. Goes out: the axis, its bins, and how many events each may hold.

import { textOf } from "./data.js";

const WIDTHS = [1, 7, 30.4375, 91.3125, 365.25, 3652.5]; // days: day, week, month, quarter, year, decade
const NAMES = ["day", "week", "month", "quarter", "year", "decade"];
const FEWEST = 3; // pixels a bar
const ASIDE = 0.04; // so small a share at either end is left off the axis when it would stretch it fivefold

// The days that the axis covers: all of them, or without a few far ones.
export function extent(first, last) {
  const days = [];
  for (let n = 0; n < first.length; n++) if (first[n] !== -0x80000000) days.push(first[n]);
  if (!days.length) return null;
  days.sort((one, other) => one - other);
  const ends = [days[0], Math.max(days[days.length - 1], ...sample(last))];
  const few = [days[Math.floor(days.length * ASIDE)], days[Math.ceil(days.length * (1 - ASIDE)) - 1]];
  const pad = Math.max(3, Math.round((few[1] - few[0]) * 0.03));
  const inner = [Math.max(ends[0], few[0] - pad), Math.min(ends[1], few[1] + pad)];
  const whole = ends[1] - ends[0] <= 5 * Math.max(30, inner[1] - inner[0]);
  return { ends, shown: whole ? ends : inner };
}

// The largest of many numbers in pieces: spreading a long array into a call overflows the stack.
function sample(values) {
  let most = -0x80000000;
  for (const value of values) if (value > most) most = value;
  return [most];
}

// What of it to show when these days are picked: further when they lie beyond, or all of that side.
export function reach({ ends, shown }, [from, to]) {
  if (from === null && to !== null && to < shown[0]) return [ends[0], to];
  if (to === null && from !== null && from > shown[1]) return [from, ends[1]];
  const within = [from, to].filter((day) => day !== null && day >= ends[0] && day <= ends[1]);
  return [Math.min(shown[0], ...within), Math.max(shown[1], ...within)];
}

export function axis([from, to], pixels) {
  const span = to - from + 1;
  const at = WIDTHS.findIndex((width) => (pixels * width) / span >= FEWEST);
  const width = WIDTHS[at < 0 ? WIDTHS.length - 1 : at];
  return { from, to, span, width, count: Math.max(1, Math.ceil(span / width)), unit: NAMES[at < 0 ? NAMES.length - 1 : at] };
}

// Events a bin: `exact` for those whose days lie within one bin, `spread` for those that are known less well, shared
// out evenly over the bins that they may touch.
export function fillBins({ first, last, dated }, mask, bit, { from, to, width, count }) {
  const exact = new Float64Array(count);
  const steps = new Float64Array(count + 1);
  const beyond = [0, 0];
  const bin = (day) => Math.floor((day - from) / width);
  for (let n = 0; n < first.length; n++) {
    if (mask[n] & ~bit || !dated[n]) continue;
    if (last[n] < from) beyond[0]++;
    else if (first[n] > to) beyond[1]++;
    else {
      const low = Math.max(0, bin(first[n]));
      const high = Math.min(count - 1, bin(last[n]));
      if (low === high) exact[low]++;
      else {
        steps[low] += 1 / (high - low + 1);
        steps[high + 1] -= 1 / (high - low + 1);
      }
    }
  }
  const spread = new Float64Array(count);
  let running = 0;
  for (let n = 0; n < count; n++) {
    running += steps[n];
    spread[n] = Math.max(0, running);
  }
  return { exact, spread, beyond };
}

// Where to write dates below the bars: [day, text], not nearer than `least` pixels.
export function ticks({ from, to, span }, pixels, least = 80) {
  const wanted = (span / pixels) * least;
  const months = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200].find((one) => one * 30 >= wanted) ?? 2400;
  const marks = [];
  if (wanted < 25) {
    const step = [1, 2, 5, 7, 14].find((one) => one >= wanted) ?? 14;
    for (let day = from; day <= to; day += step) marks.push([day, textOf(day).slice(5)]);
    return marks;
  }
  const start = new Date(from * 86_400_000);
  const at = start.getUTCFullYear() * 12 + start.getUTCMonth();
  for (let month = Math.ceil(at / months) * months; ; month += months) {
    const day = Math.round(Date.UTC(Math.floor(month / 12), month % 12, 1) / 86_400_000);
    if (day > to) return marks;
    if (day >= from) marks.push([day, textOf(day).slice(0, months >= 12 ? 4 : 7)]);
  }
}
