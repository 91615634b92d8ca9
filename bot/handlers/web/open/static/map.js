// A map to move about, only when somebody asks for it: without it the drawing of the page says the same.
const map = document.getElementById("map");
const button = document.getElementById("map-open");

if (map && button) {
  button.hidden = false;
  button.addEventListener("click", open, { once: true });
}

async function open() {
  button.disabled = true;
  const { points, tiles, credit, leaflet } = map.dataset;
  const [shapes] = await Promise.all([
    fetch(points).then((answer) => answer.json()),
    added("link", { rel: "stylesheet", href: `${leaflet}leaflet.css` }),
    added("script", { src: `${leaflet}leaflet.js` }),
  ]);
  map.replaceChildren();
  map.classList.add("moving");
  draw(shapes, tiles, credit);
  button.hidden = true;
  map.focus();
}

function added(name, properties) {
  return new Promise((done, failed) => {
    const element = Object.assign(document.createElement(name), properties, { onload: done, onerror: failed });
    document.head.append(element);
  });
}

function draw(shapes, tiles, credit) {
  const L = window.L;
  const shown = L.map(map, { attributionControl: Boolean(tiles), zoomSnap: tiles ? 1 : 0.25 });
  if (tiles) {
    shown.attributionControl.setPrefix(false);
    L.tileLayer(tiles, { attribution: credit.replace(/[<>&]/g, ""), maxZoom: 18 }).addTo(shown);
  }
  const layer = L.geoJSON(shapes, {
    style: (feature) =>
      feature.geometry.type === "Point"
        ? { color: "#fff", weight: 2, fillColor: "#17706e", fillOpacity: 0.85 }
        : { color: "#5c767c", weight: 1.5, fillColor: "#dfe9ea", fillOpacity: tiles ? 0.1 : 0.9 },
    onEachFeature: (feature, shape) => {
      if (feature.properties.settlement) shape.bindTooltip(feature.properties.settlement, { sticky: true });
    },
    pointToLayer: (feature, where) =>
      L.circleMarker(where, {
        radius: Math.min(6 + 2 * feature.properties.solved, 18),
      }).bindTooltip(feature.properties.title),
  }).addTo(shown);
  shown.fitBounds(layer.getBounds(), { padding: [12, 12] });
}
