// What only the demo has: ready words and photos to try, and new residents.

import { Chat } from "./chat.js";
import { read } from "./post.js";
import { config, say } from "./words.js";

const GUESTS = "otklik-guests";

export function examplesFor(chat, resident) {
  const words = say("page-demo-examples").split("\n").map((line) => line.split(": "));
  const ready = words.map(([label, text]) => [label, (composer) => composer.fill(text)]);
  const before = [say("page-demo-photo-before"), (composer) => attach(composer, "before.jpg")];
  const after = [say("page-demo-photo-after"), (composer) => attach(composer, "after.jpg")];
  if (chat.id.startsWith("head")) return;
  chat.offer(resident ? [ready[0], before, ...ready.slice(1)] : [after]);
}

async function attach(composer, name) {
  const answer = await fetch(`/static/samples/${name}`);
  composer.add([new File([await answer.blob()], name, { type: "image/jpeg" })]);
  composer.box.focus();
}

// Residents made in this tab come back with it, and do not outlive the demo for long.
export const knownGuests = () => Math.min(Number(sessionStorage.getItem(GUESTS)) || 0, 20);

export const guestPane = (number) => ({
  id: `guest-${number}`,
  title: `${say("page-demo-guest")} ${number}`,
  column: "resident",
  group: false,
});

// The clock, the scenes and who is who; only where the server has a training ground.
export async function openGround(panes, chats, tabs, live) {
  const { Ground } = await import("./demo_ground.js");
  const { whoIs } = await import("./demo_panes.js");
  for (const pane of panes) whoIs(chats.get(pane.id), pane);
  return new Ground(chats, tabs, live);
}

export async function newGuest(chats, tabs, live) {
  const number = knownGuests() + 1;
  sessionStorage.setItem(GUESTS, number);
  const pane = guestPane(number);
  const chat = new Chat(pane, () => {});
  chats.set(pane.id, chat);
  examplesFor(chat, true);
  const tab = tabs.add(chat, pane.title, pane.column);
  if (config.training) (await import("./demo_panes.js")).whoIs(chat, pane);
  const { panes } = await read(pane.id);
  chat.begin(panes[pane.id]);
  tabs.arrange();
  tabs.open(tab);
  live.listen();
  chat.composer.box.focus();
}
