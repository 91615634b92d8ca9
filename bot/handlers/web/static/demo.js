// What only the demo has: ready words and photos to try, and new residents.

import { Chat } from "./chat.js";
import { read } from "./post.js";
import { config, say } from "./words.js";

const GUESTS = "otklik-guests";

export function examplesFor(chat, resident) {
  const texts = say("page-demo-examples").split("\n").filter(Boolean);
  const words = texts.map((text) => [text, (composer) => composer.fill(text)]);
  const before = [say("page-demo-photo-before"), (composer) => attach(composer, "before.jpg")];
  const after = [say("page-demo-photo-after"), (composer) => attach(composer, "after.jpg")];
  chat.offer(resident ? [words[0], before, ...words.slice(1)] : [after]);
}

async function attach(composer, name) {
  const answer = await fetch(`/static/samples/${name}`);
  composer.add([new File([await answer.blob()], name, { type: "image/jpeg" })]);
  composer.box.focus();
}

// Residents that this browser made before come back with it.
export const knownGuests = () => Math.min(Number(localStorage.getItem(GUESTS)) || 0, 20);

export const guestPane = (number) => ({
  id: `guest-${number}`,
  title: `${say("page-demo-guest")} ${number}`,
  column: "resident",
  group: false,
});

export async function newGuest(chats, tabs, live) {
  const number = knownGuests() + 1;
  localStorage.setItem(GUESTS, number);
  const pane = guestPane(number);
  const chat = new Chat(pane, () => {});
  chats.set(pane.id, chat);
  examplesFor(chat, true);
  const tab = tabs.add(chat, pane.title, pane.column);
  const { panes } = await read(pane.id);
  chat.begin(panes[pane.id]);
  tabs.arrange();
  tabs.open(tab);
  live.listen();
  chat.composer.box.focus();
}
