// How the map looks: layers, and colours taken from the page's variables, light or dark.
// Comes in: overview.css's variables. Goes out: MapLibre layers.

const NAMES = { sea: "--sea", land: "--land", border: "--border", province: "--province", river: "--river", bubble: "--bubble",
  rim: "--rim", area: "--area", lit: "--focus" };

export function colours() {
  // A probe resolves light-dark() to the colour of the theme in force.
  const probe = document.createElement("i");
  probe.hidden = true;
  document.body.append(probe);
  const found = {};
  for (const [name, variable] of Object.entries(NAMES)) {
    probe.style.color = `var(${variable})`;
    found[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return found;
}

const from = (property) => ["<=", ["get", property], ["zoom"]];
const grows = (small, large) => ["interpolate", ["linear"], ["zoom"], 2, small, 9, large];
const share = ["coalesce", ["feature-state", "share"], 0];
const whenShared = (most, least) => ["case", [">", share, 0], ["+", least, ["*", most - least, share]], 0];

const PAINT = (colour) => ({
  sea: { "background-color": colour.sea },
  land: { "fill-color": colour.land, "fill-antialias": false },
  rivers: { "line-color": colour.river, "line-width": grows(0.5, 1.6) },
  provinces: { "line-color": colour.province, "line-width": grows(0.4, 1.1) },
  borders: { "line-color": colour.border, "line-width": grows(0.6, 1.8) },
  disputed: { "line-color": colour.border, "line-width": grows(0.7, 1.8), "line-dasharray": [3, 2] },
  "areas-fill": { "fill-color": colour.area, "fill-opacity": ["*", whenShared(0.34, 0.07), ["case", ["==", ["get", "circle"], 1], 0.5, 1]] },
  "areas-line": { "line-color": colour.area, "line-width": 1.3, "line-dasharray": [2, 2], "line-opacity": whenShared(0.9, 0.5) },
  bubbles: { "circle-color": colour.bubble, "circle-radius": ["get", "radius"], "circle-opacity": 0.9,
    "circle-stroke-color": colour.rim, "circle-stroke-width": 1.5 },
  lit: { "circle-color": "rgba(0,0,0,0)", "circle-radius": 17, "circle-stroke-color": colour.lit, "circle-stroke-width": 3 },
});

export function layers() {
  const paints = PAINT(colours());
  const line = (id, source, more = {}) => ({ id, type: "line", source, layout: { "line-join": "round" }, paint: paints[id], ...more });
  return [
    { id: "land", type: "fill", source: "land", paint: paints.land },
    line("rivers", "rivers", { filter: from("z") }),
    line("provinces", "provinces", { filter: from("z") }),
    line("borders", "borders", { filter: ["==", ["get", "disputed"], 0] }),
    line("disputed", "borders", { filter: ["==", ["get", "disputed"], 1] }),
    { id: "areas-fill", type: "fill", source: "areas", paint: paints["areas-fill"] },
    line("areas-line", "areas"),
    { id: "bubbles", type: "circle", source: "bubbles", paint: paints.bubbles },
    { id: "lit", type: "circle", source: "lit", paint: paints.lit },
  ];
}

// The same layers in the colours of the theme that is now in force.
export function paint(map) {
  for (const [layer, values] of Object.entries(PAINT(colours()))) {
    for (const [name, value] of Object.entries(values)) map.setPaintProperty(layer, name, value);
  }
}
