// The map: borders of settlements, markers of what is open, tiles only where a setting names them.

const box = document.querySelector("#map");
const drawn = JSON.parse(box.dataset.drawn);

const map = L.map(box, { attributionControl: Boolean(drawn.tiles), scrollWheelZoom: false, zoomSnap: 0.5 });
map.attributionControl?.setPrefix(false);
const credit = document.createElement("span");
credit.textContent = drawn.credit;
if (drawn.tiles) L.tileLayer(drawn.tiles, { attribution: credit.innerHTML, maxZoom: 18 }).addTo(map);
else box.classList.add("bare");

// Elements of markers are there only once the map knows what it shows.
const points = [...drawn.areas.flatMap(({ rings }) => rings.flat()), ...drawn.markers.map(({ at }) => at)];
if (points.length) map.fitBounds(L.latLngBounds(points), { padding: [16, 16], maxZoom: 14 });
else map.setView([55.75, 37.6], 8);

const names = [];
for (const { name, rings, label } of drawn.areas) {
  L.polygon(rings, { className: "area", fillRule: "evenodd", interactive: false }).addTo(map);
  const words = L.divIcon({ className: "area-name", iconSize: [160, 20], iconAnchor: [80, 10], html: "" });
  const marker = L.marker(label, { icon: words, interactive: false, keyboard: false, zIndexOffset: -1000 }).addTo(map);
  marker.getElement().appendChild(document.createElement("span")).textContent = name;
  names.push(marker.getElement());
}

// A name that would lie over another one waits until one comes nearer.
function part() {
  const taken = [];
  for (const name of names) {
    const box = name.firstChild.getBoundingClientRect();
    const over = taken.some((other) => box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top);
    name.style.visibility = over ? "hidden" : "";
    if (!over) taken.push(box);
  }
}
map.on("zoomend", part);
part();

function bubble(one) {
  const list = document.createElement("ul");
  for (const { number, topic, late } of one.items) {
    const item = list.appendChild(document.createElement("li"));
    const link = item.appendChild(document.createElement("a"));
    link.href = `/office/a/${number}`;
    link.textContent = `№ ${number}`;
    item.append(` ${topic}`);
    if (late) item.appendChild(document.createElement("b")).textContent = ` ${late}`;
  }
  if (one.more) list.appendChild(document.createElement("li")).textContent = `${drawn.words.more}: ${one.more}`;
  const whole = document.createElement("div");
  if (!one.sure) whole.appendChild(document.createElement("p")).textContent = drawn.words.rough;
  whole.append(list);
  return whole;
}

for (const one of drawn.markers) {
  const kind = `pin ${one.late ? "late" : "open"}${one.sure ? "" : " rough"}`;
  const icon = L.divIcon({ className: kind, iconSize: [34, 34], popupAnchor: [0, -14] });
  const marker = L.marker(one.at, { icon, title: one.title, alt: one.title, riseOnHover: true }).addTo(map);
  const element = marker.getElement();
  element.setAttribute("aria-label", one.title);
  element.appendChild(document.createElement("span")).textContent = one.count;
  marker.bindPopup(bubble(one), { maxWidth: 280 });
}

box.dataset.ready = "";
