// Names on the map as HTML: MapLibre would need glyph files for its own.
// Comes in: the map, name columns, and what the events need said. Goes out: elements over the map, none over another.

const PAD = 3; // pixels around each label
const FONT = { town: 12, capital: 13, country: 12, area: 12.5, count: 12 };
const MOST = 140;
const BESIDE = [[0, 0], [0, 0.4], [0, -0.4], [0.4, 0], [-0.4, 0], [0, 0.8], [0, -0.8], [0.5, 0.5], [-0.5, 0.5], [0.5, -0.5], [-0.5, -0.5]];

const canvas = document.createElement("canvas").getContext("2d");
const widths = new Map();

function width(text, kind) {
  const key = `${kind} ${text}`;
  let known = widths.get(key);
  if (known === undefined) {
    canvas.font = `600 ${FONT[kind]}px system-ui, sans-serif`;
    known = canvas.measureText(text).width * (kind === "country" ? 1.25 : 1); // country names are spaced out
    widths.set(key, known);
  }
  return known;
}

export class Labels {
  constructor(map, container) {
    this.map = map;
    this.container = container;
    this.pool = [];
    this.columns = null;
    this.said = []; // {lon, lat, text, kind: "count" | "area", radius}
    this.waiting = false;
    for (const event of ["move", "resize", "load"]) map.on(event, () => this.ask());
  }

  names({ towns, countries }) {
    const numeric = (columns) => ({ ...columns, lon: Float32Array.from(columns.lon), lat: Float32Array.from(columns.lat),
      z: Uint8Array.from(columns.z) });
    this.columns = [["country", numeric(countries)], ["town", numeric(towns)]];
    this.ask();
  }

  say(said) {
    this.said = said;
    this.ask();
  }

  ask() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.place();
    });
  }

  place() {
    const { clientWidth, clientHeight } = this.container;
    const taken = [];
    const shown = [];
    const put = (text, kind, x, y, left, top, wide, high, must) => {
      if (x + left > clientWidth || y + top > clientHeight || x + left + wide < 0 || y + top + high < 0) return false;
      const box = [x + left - PAD, y + top - PAD, x + left + wide + PAD, y + top + high + PAD];
      if (!must && taken.some((one) => box[0] < one[2] && box[2] > one[0] && box[1] < one[3] && box[3] > one[1])) return false;
      taken.push(box);
      shown.push([text, kind, x + left, y + top]);
      return true;
    };
    for (const one of this.said) {
      const { x, y } = this.map.project([one.lon, one.lat]);
      const wide = width(one.text, one.kind);
      if (one.kind === "count") {
        if (x > -one.radius && y > -one.radius && x < clientWidth + one.radius && y < clientHeight + one.radius) {
          taken.push([x - one.radius, y - one.radius, x + one.radius, y + one.radius]);
        }
        if (one.text) put(one.text, "count", x, y, -wide / 2, -8, wide, 16, true);
      } else {
        // In its middle, else beside it where no bubble stands.
        const reach = Math.min(one.radius * 0.75, clientHeight / 3);
        BESIDE.some(([right, down]) => put(one.text, "area", x, y, reach * right - wide / 2, reach * down - 9, wide, 18, false));
      }
    }
    for (const [kind, columns] of this.columns ?? []) this.candidates(kind, columns, put, shown);
    this.draw(shown);
  }

  candidates(kind, { name, lon, lat, z, capital }, put, shown) {
    const zoom = this.map.getZoom();
    const bounds = this.map.getBounds();
    const [west, south, east, north] = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    if (kind === "country" && zoom > 7) return;
    for (let n = 0; n < z.length && shown.length < MOST; n++) {
      if (z[n] > zoom + 0.2 || lat[n] < south || lat[n] > north) continue;
      const around = lon[n] < west ? lon[n] + 360 : lon[n] > east ? lon[n] - 360 : lon[n];
      if (around < west || around > east) continue;
      const { x, y } = this.map.project([around, lat[n]]);
      const style = capital?.[n] ? "capital" : kind;
      const wide = width(kind === "country" ? name[n].toUpperCase() : name[n], style);
      if (kind === "country") put(name[n], style, x, y, -wide / 2, -9, wide, 18, false);
      else put(name[n], style, x, y, -4, -9, wide + 12, 18, false);
    }
  }

  draw(shown) {
    while (this.pool.length < shown.length) {
      const element = document.createElement("bdi");
      this.container.append(element);
      this.pool.push(element);
    }
    this.pool.forEach((element, n) => {
      const one = shown[n];
      element.hidden = !one;
      if (!one) return;
      const [text, kind, x, y] = one;
      if (element.textContent !== text) element.textContent = text;
      if (element.className !== kind) element.className = kind;
      element.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
    });
  }
}
