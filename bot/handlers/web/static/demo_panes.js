// The head of each pane in the training ground: who this is, and which messenger the chat looks like.

import { button, el } from "./dom.js";
import { told } from "./demo_ground.js";
import { config } from "./words.js";

const LOOKS = ["telegram", "vk", "site"];

export function whoIs(chat, { id, title, group }) {
  const who = config.who[id] ?? { about: told("guest"), look: "site", person: "" };
  const face = el("span", { class: "face", "aria-hidden": "true" }, title.slice(0, 1));
  const name = el("b", {}, group ? who.about : title);
  const office = id.startsWith("head") ? told("above") : `${told("office")} — ${who.person}`;
  const about = el("span", { class: "about" }, group ? office : who.about);
  const head = el("header", { class: "who" }, face, el("p", {}, name, about));
  if (!group) head.append(looks(chat, who.look));
  chat.root.prepend(head);
  chat.log.empty.textContent = told(`empty-${id.split("-")[0]}`);
}

// Only the look: the conversation is the same wherever one writes.
function looks(chat, first) {
  const keys = LOOKS.map((look) => button(told(`look-${look}`), { "data-look": look }, () => choose(look)));
  const choose = (look) => {
    chat.root.dataset.look = look;
    for (const key of keys) key.setAttribute("aria-pressed", String(key.dataset.look === look));
  };
  choose(first);
  return el("div", { class: "looks", role: "group", "aria-label": told("look") }, ...keys);
}
