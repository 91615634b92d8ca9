// What only the resident's page has: the private link, going on in a messenger, a place on the map, life in a frame.

import { button } from "./dom.js";
import { Failure, answerOf, own } from "./post.js";
import { config, say } from "./words.js";

const dialog = document.querySelector("#doors");

export function receive(chat) {
  document.querySelector("[data-link]")?.addEventListener("click", () => makeLink(chat));
  document.querySelectorAll("[data-way]").forEach((key) => key.addEventListener("click", () => move(chat, key.dataset.way)));
  if (config.map) offerMap(chat);
  if (config.embedded) liveInFrame();
}

async function asked(chat, path, content) {
  document.querySelectorAll("details.menu[open]").forEach((menu) => (menu.open = false));
  try {
    return await answerOf(fetch(path, own(content)));
  } catch (failure) {
    chat.tell(failure instanceof Failure ? failure.message : say("page-error-server"));
    return null;
  }
}

async function makeLink(chat, renew = false) {
  const made = await asked(chat, "/api/link", { renew });
  if (!made) return;
  show("page-link-how", made.url ? "link" : "there");
  if (made.url) Object.assign(dialog.querySelector(".link"), { value: made.url }).select();
  else dialog.querySelector(".renew").onclick = () => (dialog.close(), makeLink(chat, true));
}

async function move(chat, way) {
  const offered = await asked(chat, "/api/move", { way });
  if (!offered) return;
  show("page-move-how", "way");
  const link = dialog.querySelector("a.send");
  link.href = offered.url;
  link.textContent = say(`page-move-open-${way}`);
  dialog.querySelector(".code").textContent = `${say("page-move-code")}: ${offered.code}`;
}

// One dialog with three faces; those parts are shown that name this one.
function show(words, face) {
  dialog.querySelector(".how").textContent = say(face === "there" ? "page-link-there" : words);
  dialog.querySelectorAll("[data-face]").forEach((part) => (part.hidden = part.dataset.face !== face));
  dialog.showModal();
}

function offerMap(chat) {
  const key = button(say("page-map"), { class: "quiet on-map" }, async () => {
    const { choosePlace } = await import("./map.js");
    choosePlace(config.map, (point) => chat.send({ text: "", files: [], point, replyTo: chat.composer.about?.id ?? null }))
      .catch(() => chat.tell(say("page-map-failed")));
  });
  chat.root.querySelector(".bar").append(key);
}

// The site's own script waits for a word; it is told nothing that is anybody's.
function liveInFrame() {
  const stage = document.querySelector("#stage");
  const tell = (word) => parent.postMessage(`otklik:${word}`, "*");
  const look = () => ("ready" in stage.dataset ? tell("ready") : "closed" in stage.dataset && tell("no-session"));
  new MutationObserver(look).observe(stage, { attributes: true });
  look();
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !document.querySelector("dialog[open], .context:not([hidden])")) tell("close");
  });
}
