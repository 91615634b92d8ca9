// A place on the map: the map is moved under a cross, by finger, mouse or arrow keys, and the cross is the place.

const CLOSE_BY = 11;
let ready = null;

export async function choosePlace({ tiles, credit, centre }, chosen) {
  const dialog = document.querySelector("#map");
  ready ??= load();
  await ready;
  dialog.showModal();
  dialog.map ??= draw(dialog.querySelector(".canvas"), tiles, credit, centre);
  dialog.map.invalidateSize();
  dialog.querySelector(".canvas").focus();
  dialog.querySelector(".send").onclick = () => {
    const { lat, lng } = dialog.map.getCenter().wrap();
    dialog.close();
    chosen([lat, lng]);
  };
}

function draw(canvas, tiles, credit, centre) {
  const map = window.L.map(canvas, { zoomAnimation: false, attributionControl: Boolean(credit) });
  map.attributionControl?.setPrefix(false);
  const safe = document.createElement("i");
  safe.textContent = credit;
  window.L.tileLayer(tiles, { attribution: new XMLSerializer().serializeToString(safe.firstChild ?? safe), maxZoom: 19 }).addTo(map);
  map.setView([centre.lat, centre.lon], CLOSE_BY);
  return map;
}

function load() {
  const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: "/leaflet/leaflet.css" });
  const script = Object.assign(document.createElement("script"), { src: "/leaflet/leaflet.js" });
  return new Promise((done, failed) => {
    script.addEventListener("load", done);
    script.addEventListener("error", () => ((ready = null), failed(new Error("no map"))));
    document.head.append(style, script);
  });
}
