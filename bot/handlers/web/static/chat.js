// One chat of the page: its log, its typing box, and what passes between them and the server.

import { button } from "./dom.js";
import { Composer } from "./composer.js";
import { drawPending } from "./line.js";
import { Log } from "./log.js";
import { Failure, Stopped, newId, post, read, upload } from "./post.js";
import { say } from "./words.js";

const WAIT_FOR_ANSWER = 6000;

export class Chat {
  constructor({ id, title, group }, unreadChanged) {
    Object.assign(this, { id, unreadChanged, unread: 0, shown: true, sending: 0, held: [], presses: new Map() });
    this.unsent = new Set(); // what goes again by itself as soon as the server is there
    this.root = document.querySelector("#pane").content.firstElementChild.cloneNode(true);
    this.root.dataset.pane = id;
    this.root.querySelector(".log").setAttribute("aria-label", title || say("page-chat"));
    this.said = this.root.querySelector(".notice");
    this.earlier = this.root.querySelector(".earlier");
    this.composer = new Composer(this.root, group, {
      send: (draft) => this.send(draft),
      edit: (line, text) => this.edit(line, text),
      tell: (words) => this.tell(words),
    });
    this.log = new Log(this.root, group, {
      reply: (line) => this.composer.reply(line),
      edit: (line) => this.composer.change(line),
      press: (line, data, key) => this.press(line, data, key),
      say: (text) => this.sayWord(text),
      show: showPhoto,
    });
    this.earlier.addEventListener("click", () => this.readEarlier());
    this.root.querySelectorAll("[data-say]").forEach((key) => key.addEventListener("click", () => this.sayWord(key.dataset.say)));
  }

  // The whole screenful at first; `earlier` says whether there is more above it.
  begin({ lines, earlier }) {
    this.log.empty.hidden = lines.length > 0;
    this.log.root.setAttribute("aria-busy", "true");
    lines.forEach((line) => this.log.put(line));
    this.log.root.removeAttribute("aria-busy");
    this.earlier.hidden = !earlier;
    this.composer.recall();
  }

  async readEarlier() {
    try {
      const { panes } = await read(this.id, `?before=${this.log.oldest()}`);
      this.log.prepend(panes[this.id].lines);
      this.earlier.hidden = !panes[this.id].earlier;
    } catch (failure) {
      this.complain(failure);
    }
  }

  // A line from the stream. Our own ones wait for the answer to our post, so that none is seen twice.
  take(line) {
    if (line.own && this.sending) this.held.push(line);
    else if (this.earlier.hidden || line.id >= this.log.oldest()) this.put(line);
  }

  put(line) {
    const fresh = this.log.put(line);
    if (fresh && !line.own) this.arrived(line);
    if (this.wanted === line.id) this.prompt(line.id);
  }

  arrived(line) {
    this.log.drawn.get(line.id).classList.add("arriving");
    if (!this.log.follows) this.log.newer.hidden = false;
    if (this.shown && !document.hidden) return;
    this.unread += 1;
    this.unreadChanged();
  }

  show(shown) {
    this.shown = shown;
    this.root.hidden = !shown;
    if (shown) this.seen();
    if (shown) this.log.settle();
  }

  seen() {
    this.unread = 0;
    this.unreadChanged();
  }

  sayWord(text) {
    this.send({ text, files: [], point: null, replyTo: null });
  }

  send(draft) {
    this.tell("");
    const form = new FormData();
    form.set("client_id", newId());
    form.set("text", draft.text);
    if (draft.replyTo !== null) form.set("reply_to", draft.replyTo);
    if (draft.point) (form.set("lat", draft.point[0]), form.set("lon", draft.point[1]));
    draft.files.forEach((file) => form.append("photos", file));
    const again = () => (this.unsent.delete(again), pending.retry(), this.deliver(form, pending, draft, again));
    const pending = drawPending(draft, again, () => (this.unsent.delete(again), pending.article.remove()));
    this.log.append(pending.article);
    this.deliver(form, pending, draft, again);
  }

  // In the order in which they were written; a connection that comes and goes asks more than once.
  async sendUnsent() {
    this.asked = true;
    if (this.resending) return;
    this.resending = true;
    while (this.asked) {
      this.asked = false;
      for (const again of [...this.unsent]) if (this.unsent.has(again)) await again();
    }
    this.resending = false;
  }

  async deliver(form, pending, draft, again) {
    this.sending += 1;
    try {
      const photos = draft.files.length > 0;
      const line = await (photos ? upload(this.id, form, pending.watch, pending.stop()) : post(this.id, "message", form));
      pending.article.remove();
      this.put(line);
    } catch (failure) {
      if (failure instanceof Stopped) this.takeBack(draft, pending);
      else if (failure instanceof Failure && !failure.status) (pending.fail(say("page-will-be-sent")), this.unsent.add(again));
      else pending.fail(`${say("page-not-sent")}: ${inSentence(told(failure))}`);
      this.log.settle(); // what is said beneath has made it taller
    }
    this.sending -= 1;
    this.held.splice(0).forEach((line) => this.put(line));
  }

  // Words and photos are in the typing box again, unless something else is there by now.
  takeBack(draft, pending) {
    pending.article.remove();
    this.composer.restore(draft);
    this.tell(say("page-cancelled"));
  }

  async edit(line, text) {
    try {
      this.put(await post(this.id, "edit", { client_id: newId(), line: line.id, text }));
    } catch (failure) {
      this.complain(failure);
      this.composer.change({ ...line, text });
    }
  }

  async press(line, data, key) {
    if (key.getAttribute("aria-disabled")) return;
    const press = newId();
    key.setAttribute("aria-disabled", "true");
    this.presses.set(press, key);
    try {
      await post(this.id, "press", { client_id: press, line: line.id, data });
      setTimeout(() => this.release(press), WAIT_FOR_ANSWER);
    } catch (failure) {
      this.release(press);
      this.complain(failure);
    }
  }

  release(press) {
    this.presses.get(press)?.removeAttribute("aria-disabled");
    this.presses.delete(press);
  }

  toast({ press, text }) {
    this.release(press);
    if (text) this.tell(text);
  }

  // The bot asks this person to answer a line; it may come before the line itself.
  prompt(id) {
    const line = this.log.lines.get(id);
    this.wanted = line ? undefined : id;
    const free = !this.composer.box.value && !this.composer.editing;
    if (line && free) this.composer.reply(line);
  }

  complain(failure) {
    this.tell(asSentence(told(failure)));
  }

  tell(words) {
    clearTimeout(this.hush);
    this.said.textContent = words;
    this.said.hidden = !words;
    this.hush = setTimeout(() => (this.said.hidden = true), 3500 + 50 * words.length);
  }

  offer(examples) {
    const strip = this.root.querySelector(".examples");
    strip.append(...examples.map(([label, use]) => button(label, { class: "chip" }, () => use(this.composer))));
    strip.hidden = false;
  }
}

const asSentence = (words) => words[0].toUpperCase() + words.slice(1);
const inSentence = (words) => words[0].toLowerCase() + words.slice(1);

function told(failure) {
  if (failure instanceof Failure) return failure.message;
  console.error(failure);
  return say("page-error-server");
}

function showPhoto(url) {
  const viewer = document.querySelector("#viewer");
  viewer.querySelector("img").src = url;
  viewer.showModal();
}
