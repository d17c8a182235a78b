// The map: the basemap, bubbles for clusters, areas for places that are not known to the point.
// Comes in: spots and counts. Goes out: what was pressed, hovered, and which part of the world is shown.

import { cluster, halfWidth, ring, spots } from "./clusters.js";
import { Labels } from "./labels.js";
import { colours, layers, paint } from "./style.js";

const FARTHEST = 10.5;
const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

export class EventMap extends EventTarget {
  // Raises what MapLibre raises where there is no WebGL.
  constructor(container, labels, view) {
    super();
    this.spots = null;
    this.counts = null;
    this.drawn = -1;
    this.lit = null;
    this.map = new maplibregl.Map({
      container, style: { version: 8, sources: {}, layers: [{ id: "sea", type: "background", paint: { "background-color": colours().sea } }] },
      maxZoom: FARTHEST, minZoom: 0.5, dragRotate: false, pitchWithRotate: false, attributionControl: false, fadeDuration: 0,
      renderWorldCopies: true, ...(view ?? { center: [20, 25], zoom: 1.2 }),
      locale: { "Map.Title": "Map of events. The list holds the same events." },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
    this.map.addControl(new maplibregl.AttributionControl({ compact: true, customAttribution: "Natural Earth · GeoNames CC BY 4.0" }));
    this.labels = new Labels(this.map, labels);
    this.ready = new Promise((done) => { this.map.once("load", done); }).then(() => this.build());
    this.map.on("zoom", () => { if (Math.round(this.map.getZoom() * 2) !== this.drawn) this.draw(); });
    this.map.on("moveend", (event) => this.dispatchEvent(new CustomEvent("moved", { detail: { byHand: Boolean(event.originalEvent) } })));
    document.addEventListener("theme", () => this.ready.then(() => paint(this.map)));
  }

  build() {
    for (const name of ["land", "borders", "provinces", "rivers"]) {
      this.map.addSource(name, { type: "geojson", data: `/basemap/${name}.json`, tolerance: 0.5 });
    }
    const empty = { type: "FeatureCollection", features: [] };
    this.map.addSource("areas", { type: "geojson", data: empty, promoteId: "key" });
    this.map.addSource("bubbles", { type: "geojson", data: empty });
    this.map.addSource("lit", { type: "geojson", data: empty });
    for (const layer of layers()) this.map.addLayer(layer);
    for (const layer of ["bubbles", "areas-fill"]) {
      this.map.on("mouseenter", layer, () => { this.map.getCanvas().style.cursor = "pointer"; });
      this.map.on("mouseleave", layer, () => { this.map.getCanvas().style.cursor = ""; });
    }
    this.map.on("click", (event) => this.press(event.point));
  }

  // Once: the places of the store and the polygons of those that have one.
  hold(places, polygons) {
    this.spots = spots(places);
    const known = new Map(polygons.features.map((one) => [one.properties.key, one.geometry]));
    const features = this.spots.list.filter((one) => one.kilometres).sort((one, other) => other.kilometres - one.kilometres)
      .map((one) => ({ type: "Feature", properties: { key: one.key, spot: one.index },
        geometry: known.get(one.key) ?? { type: "Polygon", coordinates: [ring(one)] } }));
    this.ready.then(() => this.map.getSource("areas").setData({ type: "FeatureCollection", features }));
  }

  show(counts) {
    this.counts = counts;
    this.draw();
  }

  draw() {
    const source = this.map.getSource("bubbles");
    if (!source || !this.counts) return;
    this.drawn = Math.round(this.map.getZoom() * 2);
    const { clusters, areas } = cluster(this.spots.list, this.counts, this.drawn / 2);
    this.clusters = clusters;
    const most = Math.max(1, ...areas.map((one) => this.counts[one.index]));
    const seen = new Set(areas);
    for (const spot of this.spots.list) {
      if (!spot.kilometres) continue;
      // The wider an area is, the fainter: the same count says less of each part of it, and it must not flood the screen.
      const faint = Math.min(1, 100 / spot.kilometres, 250 / halfWidth(spot, this.drawn / 2));
      const share = seen.has(spot) ? Math.sqrt(this.counts[spot.index] / most) * faint + 0.02 : 0;
      this.map.setFeatureState({ source: "areas", id: spot.key }, { share });
    }
    const said = clusters.map((one) => ({ lon: one.lon, lat: one.lat, kind: "count", radius: radius(one.count),
      text: one.count > 1 ? short.format(one.count) : "" }));
    for (const one of areas.sort((a, b) => this.counts[b.index] - this.counts[a.index])) {
      said.push({ lon: one.lon, lat: one.lat, kind: "area", radius: halfWidth(one, this.drawn / 2),
        text: `${one.name} · ${short.format(this.counts[one.index])}` });
    }
    this.labels.say(said);
    source.setData({ type: "FeatureCollection", features: clusters.map((one, n) => ({
      type: "Feature", id: n, properties: { radius: radius(one.count) },
      geometry: { type: "Point", coordinates: [one.lon, one.lat] } })) });
  }

  press(point) {
    // Bubbles by their own places, not by what is rendered: that comes a moment after their numbers.
    const away = (one) => Math.hypot(...Object.values(this.map.project([one.lon, one.lat]).sub(point))) - radius(one.count);
    const bubble = this.clusters?.filter((one) => away(one) < 4).sort((one, other) => away(one) - away(other))[0];
    const found = bubble ? bubble.spots : this.map.queryRenderedFeatures(point, { layers: ["areas-fill"] })
      .filter((one) => one.state.share).map((one) => this.spots.list[one.properties.spot]).slice(0, 1);
    this.dispatchEvent(new CustomEvent("pressed", { detail: { spots: found.map((one) => one.index), area: !bubble } }));
  }

  // Rings the place of one event, or nothing.
  light(place) {
    const spot = place >= 0 && this.spots ? this.spots.list[this.spots.ofPlace[place]] : null;
    if (this.lit === spot || !this.map.getSource("lit")) return;
    this.lit = spot;
    const geometry = spot && { type: "Point", coordinates: [spot.lon, spot.lat] };
    this.map.getSource("lit").setData({ type: "FeatureCollection", features: geometry ? [{ type: "Feature", properties: {}, geometry }] : [] });
  }

  bbox() {
    const bounds = this.map.getBounds();
    const [west, east] = [bounds.getWest(), bounds.getEast()];
    const wide = east - west >= 360;
    const turn = (lon) => ((((lon + 180) % 360) + 360) % 360) - 180;
    return [wide ? -180 : turn(west), Math.max(-90, bounds.getSouth()), wide ? 180 : turn(east), Math.min(90, bounds.getNorth())];
  }

  view() {
    const { lng, lat } = this.map.getCenter().wrap();
    return { center: [lng, lat], zoom: this.map.getZoom() };
  }

  go(view) {
    this.map.jumpTo(view);
  }

  frame([west, south, east, north]) {
    this.map.fitBounds([[west, south], [east < west ? east + 360 : east, north]], { duration: 0 });
  }

  // Brings these spots into view; without motion for those who asked for none.
  fit(indices, animate = true) {
    const bounds = new maplibregl.LngLatBounds();
    for (const n of indices) bounds.extend([this.spots.list[n].lon, this.spots.list[n].lat]);
    if (bounds.isEmpty()) return;
    const still = !animate || matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map.fitBounds(bounds, { padding: 50, maxZoom: 8, duration: still ? 0 : 500 });
  }
}

const radius = (count) => (count > 1 ? Math.min(28, 8 + 2.3 * Math.log2(count)) : 5.5);
