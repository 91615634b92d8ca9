// Sets the page up: its chats, what they held before, and the stream of what comes.

import { Chat } from "./chat.js";
import { examplesFor, guestPane, knownGuests, newGuest, openGround } from "./demo.js";
import { forgetDrafts } from "./drafts.js";
import { Live } from "./live.js";
import { read } from "./post.js";
import { Tabs } from "./tabs.js";
import { config, say } from "./words.js";

const stage = document.querySelector("#stage");
const title = document.title;
const chats = new Map();
const live = new Live(chats, (connected) => {
  document.querySelector("#offline").hidden = connected;
  if (connected) for (const chat of chats.values()) chat.sendUnsent();
});

function everywhere(words) {
  for (const chat of chats.values()) if (chat.shown) chat.tell(say(words));
}

function countInTitle() {
  const unread = [...chats.values()].reduce((sum, chat) => sum + chat.unread, 0);
  document.title = unread ? `(${unread}) ${title}` : title;
}

function openChats() {
  const tabs = config.guests ? new Tabs(stage) : null;
  const guests = Array.from({ length: config.guests ? knownGuests() : 0 }, (_, index) => guestPane(index + 1));
  for (const pane of [...config.panes, ...guests]) {
    const chat = new Chat(pane, countInTitle);
    chats.set(pane.id, chat);
    if (tabs) (tabs.add(chat, pane.title, pane.column), examplesFor(chat, pane.column === "resident"));
    else stage.append(chat.root);
  }
  tabs?.addExtra("resident", `+ ${say("page-demo-new")}`, () => newGuest(chats, tabs, live));
  tabs?.arrange();
  return config.training ? openGround([...config.panes, ...guests], chats, tabs, live) : Promise.resolve();
}

async function begin(pause = 1000) {
  try {
    const { panes, rev } = await read([...chats.keys()].join(","));
    for (const [id, chat] of chats) chat.begin(panes[id]);
    live.listen(rev);
    stage.dataset.ready = "";
  } catch (failure) {
    chats.values().next().value.tell(failure.message);
    if (failure.status === 401) stage.dataset.closed = "";
    setTimeout(() => begin(Math.min(pause * 2, 30000)), pause);
  }
}

function listen() {
  const only = chats.size === 1 ? chats.values().next().value : null;
  if (matchMedia("(pointer: fine)").matches) only?.composer.box.focus();
  if (document.querySelector("#doors")) import("./reception.js").then(({ receive }) => receive(only));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) for (const chat of chats.values()) if (chat.shown) chat.seen();
  });
  document.querySelectorAll(".menu [data-say]").forEach((key) =>
    key.addEventListener("click", () => (only?.sayWord(key.dataset.say), (key.closest("details").open = false))),
  );
  document.querySelector('form[action="/link/leave"]')?.addEventListener("submit", forgetDrafts);
  document.querySelectorAll("[data-copy]").forEach((key) => key.addEventListener("click", () => copy(key)));
  document.addEventListener("keydown", (event) => event.key === "Escape" && closeMenus());
  document.addEventListener("click", (event) => event.target.closest(".menu") ?? closeMenus());
}

function closeMenus() {
  document.querySelectorAll("details.menu[open]").forEach((menu) => (menu.open = false));
}

async function copy(key) {
  const link = document.querySelector(key.dataset.copy);
  link.select();
  try {
    await navigator.clipboard.writeText(link.value);
    everywhere("page-copied");
  } catch {
    everywhere("page-copy-failed");
  }
}

openChats().then(() => begin());
listen();
