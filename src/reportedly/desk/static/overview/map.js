// The map: the basemap, bubbles for clusters, areas for places that are not known to the point.
// Comes in: spots and counts. Goes out: what was pressed, hovered, and which part of the world is shown.

import { cluster, ring, spots } from "./clusters.js";
import { Labels } from "./labels.js";
import { colours, layers, paint } from "./style.js";

const FARTHEST = 10.5;
const NAMED = 60; // areas that get a name, those with the most events first
const BULK = 0.04; // so small a share at each side doesn't widen what is shown first
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
    for (const one of this.spots.list) one.polygon = known.has(one.key);
    const features = this.spots.list.filter((one) => one.kilometres).sort((one, other) => other.kilometres - one.kilometres)
      .map((one) => ({ type: "Feature", properties: { key: one.key, spot: one.index, circle: Number(!one.polygon) },
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
    this.areas = new Map(areas.map((one) => [one.spot, one]));
    const most = areas.reduce((sofar, one) => Math.max(sofar, one.count), 1);
    for (const spot of this.spots.list) {
      if (!spot.kilometres) continue;
      // The wider an area is, the fainter: the same count says less of each part of it, and it must not flood the screen.
      const area = this.areas.get(spot);
      const share = area ? Math.sqrt(area.count / most) * Math.min(1, 100 / spot.kilometres, 250 / area.halfWidth) + 0.02 : 0;
      if (share !== spot.share) this.map.setFeatureState({ source: "areas", id: spot.key }, { share });
      spot.share = share;
    }
    const said = clusters.map((one) => ({ lon: one.lon, lat: one.lat, kind: "count", radius: radius(one.count),
      text: one.count > 1 ? short.format(one.count) : "" }));
    for (const { spot, count, halfWidth } of areas.sort((one, other) => other.count - one.count).slice(0, NAMED)) {
      said.push({ lon: spot.lon, lat: spot.lat, kind: "area", radius: halfWidth, text: `${spot.name} · ${short.format(count)}` });
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
    const found = bubble?.spots ?? this.map.queryRenderedFeatures(point, { layers: ["areas-fill"] })
      .map((one) => this.areas.get(this.spots.list[one.properties.spot])).find(Boolean)?.spots ?? [];
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

  // Brings most of the events into view, without a few far ones.
  bulk() {
    const bounds = ["lon", "lat"].map((side) => {
      const held = this.spots.list.filter((one) => this.counts[one.index]).sort((one, other) => one[side] - other[side]);
      const all = held.reduce((sum, one) => sum + this.counts[one.index], 0);
      let sum = 0;
      const inner = held.filter((one) => {
        const before = sum;
        sum += this.counts[one.index];
        return sum > all * BULK && before < all * (1 - BULK);
      });
      return inner.length ? [inner[0][side], inner[inner.length - 1][side]] : null;
    });
    if (bounds[0]) this.map.fitBounds([[bounds[0][0], bounds[1][0]], [bounds[0][1], bounds[1][1]]], { padding: 60, maxZoom: 7, duration: 0 });
  }

  // Brings these spots into view; without motion for those who asked for none.
  fit(indices) {
    const bounds = new maplibregl.LngLatBounds();
    for (const n of indices) bounds.extend([this.spots.list[n].lon, this.spots.list[n].lat]);
    if (bounds.isEmpty()) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map.fitBounds(bounds, { padding: 50, maxZoom: 8, duration: still ? 0 : 500 });
  }
}

const radius = (count) => (count > 1 ? Math.min(28, 8 + 2.3 * Math.log2(count)) : 5.5);
