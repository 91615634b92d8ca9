// The training ground: its clock and ready scenes above the chats, and what happens there as the server tells it.

import { button, el } from "./dom.js";
import { now, setNow, zone } from "./now.js";
import { answerOf } from "./post.js";
import { config } from "./words.js";

const MOVES = ["hours", "day", "monday"];
const HUSHED = "otklik-demo-hushed";
const wide = matchMedia("(min-width: 980px)");
const day = new Intl.DateTimeFormat("ru", { weekday: "long", day: "numeric", month: "long", timeZone: zone });
const shortDay = new Intl.DateTimeFormat("ru", { weekday: "short", day: "numeric", month: "short", timeZone: zone });
const time = new Intl.DateTimeFormat("ru", { hour: "2-digit", minute: "2-digit", timeZone: zone });

export const told = (id) => config.training[`demo-page-${id}`];

const lastOf = (log) => log.lines.get(Math.max(...log.lines.keys()));

export class Ground {
  constructor(chats, tabs, live) {
    Object.assign(this, { chats, tabs, run: null, going: "", played: [] });
    this.draw();
    live.also("ground", (state) => this.take(state));
    live.also("open", () => this.ask());
    setInterval(() => this.tick(), 1000);
    wide.addEventListener("change", () => (this.arrange(), this.tick()));
  }

  draw() {
    this.clock = el("output", { class: "moment", "aria-label": told("clock") });
    this.moves = MOVES.map((by) => button(told(by), { class: "quiet", "data-move": by }, () => this.post("move", { by })));
    this.scenes = config.scenes.map((scene) => this.sceneKey(scene));
    const again = button("", { class: "again", "aria-label": told("reset") }, () => this.post("reset", {}));
    again.append(el("span", { class: "wide" }, told("reset")), el("span", { class: "narrow" }, told("reset-short")));
    this.again = again;
    document.querySelector(".names p").replaceWith(this.clock);
    this.note = el("p", { class: "note", role: "status" }, told("hint"));
    this.hint = el("div", { class: "hint" }, this.note, button("×", { class: "icon", "aria-label": told("close") }, () => this.hush()));
    const scenes = el("div", { class: "scenes", role: "group", "aria-label": told("scenes") }, el("b", {}, told("scenes")), ...this.scenes);
    this.time = el("div", { class: "moves", role: "group", "aria-label": told("clock") }, ...this.moves);
    document.querySelector("#training").append(this.hint, scenes);
    this.arrange();
  }

  // Time is moved beside the clock where there is room for it.
  arrange() {
    const top = document.querySelector(".top");
    (wide.matches ? top : document.querySelector("#training")).append(this.time);
    top.append(this.again);
  }

  sceneKey({ code, title, short }) {
    const key = button("", { class: "scene", "data-scene": code }, () => this.play(code));
    key.append(el("span", { class: "wide" }, title), el("span", { class: "narrow" }, short));
    return key;
  }

  // The server is asked at the start and after every lost connection: what it whispered meanwhile is gone.
  async ask() {
    this.take(await answerOf(fetch("/api/demo")));
  }

  take(state) {
    if (this.run && this.run !== state.run) return this.begin();
    const moved = this.going.startsWith("move") && !state.going;
    if (!this.going && state.going) this.sizes = new Map([...this.chats].map(([id, chat]) => [id, chat.log.lines.size]));
    if (this.going && !state.going) this.tidy();
    Object.assign(this, { run: state.run, going: state.going, played: state.played.split(" ").filter(Boolean) });
    setNow(state.at);
    this.tick();
    this.show(state);
    if (state.pane) this.follow(state.pane);
    if (moved) this.arrived();
  }

  show({ note, going }) {
    if (note) this.note.textContent = note;
    document.querySelector("#training").classList.toggle("going", Boolean(going));
    this.hint.hidden = !going && sessionStorage.getItem(HUSHED) === this.run;
    for (const key of [...this.moves, ...this.scenes]) {
      const played = this.played.includes(key.dataset.scene);
      key.setAttribute("aria-disabled", String(Boolean(going) || played));
      key.classList.toggle("played", played);
      key.classList.toggle("now", going === key.dataset.scene || going === `move:${key.dataset.move}`);
    }
  }

  play(code) {
    if (this.played.includes(code)) return this.say(told("again"));
    this.post("play", { scene: code });
  }

  async post(what, content) {
    if (this.going && what !== "reset") return;
    const headers = { "X-Otklik": "page", "Content-Type": "application/json" };
    try {
      await answerOf(fetch(`/api/demo/${what}`, { method: "POST", headers, body: JSON.stringify(content) }));
    } catch (failure) {
      this.say(failure.message);
    }
  }

  say(words) {
    this.note.textContent = words;
    this.hint.hidden = false;
  }

  hush() {
    sessionStorage.setItem(HUSHED, this.run);
    this.hint.hidden = true;
  }

  follow(id) {
    this.tabs.follow(id);
    const { log } = this.chats.get(id);
    const last = lastOf(log);
    const tall = last && log.drawn.get(last.id).offsetHeight > log.root.clientHeight;
    if (tall || last?.photos.length) log.toTop(last.id);
    else log.toBottom();
  }

  // Time has gone by: «Сегодня» is another day, and a digest is read from its picture on.
  arrived() {
    this.dates();
    if (!this.tabs.showNews(this.sizes)) return this.say(told("quiet"));
    for (const [id, { log }] of this.chats) if (id.startsWith("head") && lastOf(log)?.photos.length) log.toTop(lastOf(log).id);
  }

  // What a scene has answered is answered, and what one may press now stands below.
  tidy() {
    for (const { composer, log } of this.chats.values()) {
      if (composer.about && !composer.box.value) composer.leave();
      log.toBottom();
    }
  }

  // Everything was emptied, here or in another tab.
  begin() {
    sessionStorage.clear();
    location.reload();
  }

  tick() {
    const moment = now();
    const words = `${(wide.matches ? day : shortDay).format(moment)}, ${time.format(moment)}`;
    if (this.clock.textContent !== words) this.clock.textContent = words;
  }

  dates() {
    for (const chat of this.chats.values()) chat.log.days();
  }
}
