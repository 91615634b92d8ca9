// The demo's chats as tabs: three columns on a wide page, one on a phone.

import { button, el } from "./dom.js";
import { say } from "./words.js";

const wide = matchMedia("(min-width: 980px)");
const KEYS = { ArrowRight: 1, ArrowLeft: -1 };

// Only tabs stand in the list itself: what else is in the bar is no tab.
const tabBar = () => el("div", { class: "tabs" }, el("div", { class: "list", role: "tablist" }));

export class Tabs {
  constructor(stage) {
    this.bar = tabBar();
    this.columns = new Map();
    this.tabs = [];
    this.stage = el("div", { class: "columns" });
    stage.append(this.bar, this.stage);
    wide.addEventListener("change", () => this.arrange());
  }

  add(chat, title, place) {
    const column = this.column(place);
    const badge = el("span", { class: "unread", hidden: true });
    const name = el("span", { class: "name" }, title);
    const key = button(name, { class: "tab", title, role: "tab", id: `tab-${chat.id}`, "aria-controls": `pane-${chat.id}` });
    key.prepend(badge);
    const tab = { chat, column, key, badge, title };
    key.addEventListener("click", () => this.open(tab));
    key.addEventListener("keydown", (event) => this.walk(tab, event));
    this.place(tab);
    chat.root.id = `pane-${chat.id}`;
    chat.root.setAttribute("role", "tabpanel");
    chat.root.setAttribute("aria-labelledby", key.id);
    column.root.append(chat.root);
    const countElsewhere = chat.unreadChanged;
    chat.unreadChanged = () => (this.count(tab), countElsewhere());
    return tab;
  }

  // New residents stand beside the other residents.
  place(tab) {
    const others = this.tabs.filter((other) => other.column === tab.column);
    const after = others.length ? this.tabs.indexOf(others[others.length - 1]) + 1 : this.tabs.length;
    this.tabs.splice(after, 0, tab);
  }

  column(name) {
    if (!this.columns.has(name)) {
      const bar = tabBar();
      const root = el("section", { class: "column" }, bar);
      this.stage.append(root);
      this.columns.set(name, { root, bar, current: null, extra: null });
    }
    return this.columns.get(name);
  }

  // A button at the end of a column's tabs.
  addExtra(name, label, action) {
    this.column(name).extra = button(label, { class: "tab guest" }, action);
  }

  open(tab) {
    tab.column.current = tab;
    this.current = tab;
    this.show();
    tab.key.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  // Where something happens now; whoever is writing a word of their own is left to it.
  follow(id) {
    const tab = this.tabs.find((one) => one.chat.id === id);
    const written = tab && (wide.matches ? tab.column.current : this.current)?.chat.composer.box.value;
    if (tab && !written) this.open(tab);
  }

  // What came while time went by: a column that shows none of it turns to one that has some, heads first.
  showNews(before) {
    const grown = this.tabs.filter((tab) => tab.chat.log.lines.size > (before.get(tab.chat.id) ?? 0));
    const heads = [...grown].sort((one, other) => this.rank(one) - this.rank(other));
    if (!wide.matches && heads.length) this.follow(heads[0].chat.id);
    if (!wide.matches) return grown.length;
    for (const column of this.columns.values()) {
      const here = heads.filter((tab) => tab.column === column);
      if (here.length && !here.includes(column.current)) this.follow(here[0].chat.id);
    }
    return grown.length;
  }

  rank({ chat }) {
    return ["head", "desk", "resident", "guest"].findIndex((kind) => chat.id.startsWith(kind));
  }

  walk(tab, event) {
    const step = KEYS[event.key];
    if (!step) return;
    event.preventDefault();
    const near = this.tabs.filter((other) => !wide.matches || other.column === tab.column);
    const next = near[(near.indexOf(tab) + step + near.length) % near.length];
    this.open(next);
    next.key.focus();
  }

  arrange() {
    const extras = [];
    for (const column of this.columns.values()) {
      const bar = wide.matches ? column.bar : this.bar;
      bar.firstElementChild.append(...this.tabs.filter((tab) => tab.column === column).map((tab) => tab.key));
      if (column.extra) (wide.matches ? column.bar.append(column.extra) : extras.push(column.extra));
      column.bar.hidden = !wide.matches;
      column.current ??= this.tabs.find((tab) => tab.column === column);
    }
    this.bar.append(...extras);
    this.bar.hidden = wide.matches;
    this.current ??= this.tabs[0];
    this.show();
  }

  show() {
    for (const tab of this.tabs) {
      const open = tab === (wide.matches ? tab.column.current : this.current);
      tab.key.setAttribute("aria-selected", String(open));
      tab.key.tabIndex = open ? 0 : -1;
      tab.column.root.classList.toggle("current", tab.column === this.current.column);
      if (open !== tab.chat.shown || open) tab.chat.show(open);
    }
  }

  count({ chat, key, badge, title }) {
    badge.hidden = !chat.unread;
    badge.textContent = chat.unread;
    key.setAttribute("aria-label", chat.unread ? `${title}, ${say("page-unread")}: ${chat.unread}` : title);
    if (chat.unread) this.waiting().key.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  waiting() {
    return this.tabs.find((tab) => tab.chat.unread);
  }
}
