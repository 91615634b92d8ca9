// The lines of a chat in their order, with days between them; keeps to the bottom while one reads the bottom.

import { el } from "./dom.js";
import { drawLine } from "./line.js";
import { dayNumber, now, zone } from "./now.js";
import { say } from "./words.js";

const dayAndMonth = new Intl.DateTimeFormat("ru", { day: "numeric", month: "long", timeZone: zone });
const NEAR = 80;

export class Log {
  constructor(root, group, does) {
    this.root = root.querySelector(".log");
    this.list = root.querySelector(".lines");
    this.newer = root.querySelector(".newer");
    this.empty = root.querySelector(".empty");
    this.group = group;
    this.lines = new Map();
    this.drawn = new Map();
    this.follows = true;
    this.does = { ...does, find: (id) => this.find(id), grown: () => this.settle() };
    this.root.addEventListener("scroll", () => this.scrolled());
    this.list.addEventListener("click", (event) => this.choose(event));
    this.newer.addEventListener("click", () => this.toBottom());
    new ResizeObserver(() => this.settle()).observe(this.root);
  }

  // True if the line was not here before.
  put(line) {
    const known = this.lines.get(line.id);
    if (known && known.rev >= line.rev) return false;
    this.lines.set(line.id, line);
    const article = drawLine(line, this.group, this.lines.get(line.reply_to), this.does);
    const before = this.drawn.get(line.id);
    this.drawn.set(line.id, article);
    if (before) this.replace(before, article);
    else this.insert(line.id, article);
    this.empty.hidden = true;
    if (!known) this.days();
    this.settle();
    return !known;
  }

  // Whoever stood on it with the keyboard goes on standing there.
  replace(before, article) {
    const held = before.contains(document.activeElement);
    if (before.classList.contains("chosen")) article.classList.add("chosen");
    before.replaceWith(article);
    if (held) article.focus({ preventScroll: true });
  }

  insert(id, article) {
    const next = [...this.list.querySelectorAll("article[data-id]")].reverse();
    const before = next.find((other) => Number(other.dataset.id) < id);
    if (before) before.after(article);
    else this.list.prepend(article);
  }

  days() {
    let shown = "";
    for (const article of this.list.querySelectorAll("article[data-id]")) {
      const day = dayOf(new Date(this.lines.get(Number(article.dataset.id)).at));
      const above = article.previousElementSibling;
      const stands = above?.classList.contains("day");
      if (stands && (day === shown || above.textContent !== day)) above.remove();
      if (day !== shown && !(stands && above.isConnected)) article.before(el("p", { class: "day" }, day));
      shown = day;
    }
  }

  // What is on its way stands below everything.
  append(article) {
    this.empty.hidden = true;
    this.list.append(article);
    this.toBottom();
  }

  // Lines from before must not move what one is reading.
  prepend(lines) {
    const fromBottom = this.root.scrollHeight - this.root.scrollTop;
    lines.forEach((line) => this.put(line));
    this.root.scrollTop = this.root.scrollHeight - fromBottom;
  }

  oldest() {
    return Math.min(...this.lines.keys());
  }

  find(id) {
    const article = this.drawn.get(id);
    article?.scrollIntoView({ block: "center" });
    article?.classList.add("found");
    setTimeout(() => article?.classList.remove("found"), 1600);
  }

  choose(event) {
    if (event.target.closest("button, a")) return;
    const line = event.target.closest(".line");
    this.list.querySelectorAll(".chosen").forEach((other) => other !== line && other.classList.remove("chosen"));
    line?.classList.toggle("chosen");
  }

  scrolled() {
    // Only a person scrolls up; a photo that has grown moves the bottom away and must not stop the following.
    const up = this.root.scrollTop < (this.lastTop ?? 0);
    this.lastTop = this.root.scrollTop;
    const near = this.root.scrollHeight - this.root.scrollTop - this.root.clientHeight < NEAR;
    this.follows = near || (this.follows && !up);
    if (this.follows) this.newer.hidden = true;
  }

  settle() {
    if (this.follows) this.root.scrollTop = this.root.scrollHeight;
  }

  // A long line is read from its beginning.
  toTop(id) {
    this.follows = false;
    this.drawn.get(id).scrollIntoView({ block: "start" });
    this.lastTop = this.root.scrollTop;
  }

  toBottom() {
    this.follows = true;
    this.newer.hidden = true;
    this.settle();
  }
}

function dayOf(moment) {
  const days = dayNumber(now()) - dayNumber(moment);
  return days === 0 ? say("page-today") : days === 1 ? say("page-yesterday") : dayAndMonth.format(moment);
}
