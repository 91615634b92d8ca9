// The typing box: words, photos, a place, what is answered or changed.

import { button, el } from "./dom.js";
import { draftOf, keepDraft } from "./drafts.js";
import { excerpt } from "./line.js";
import { config, say } from "./words.js";

const byTouch = matchMedia("(pointer: coarse)");

export class Composer {
  // `send` takes a draft {text, files, point, replyTo}, `edit` a line and its new text, `tell` shows a notice.
  constructor(root, group, { send, edit, tell }) {
    this.root = root.querySelector(".composer");
    this.box = root.querySelector("textarea");
    this.picker = root.querySelector("input[type=file]");
    this.strip = root.querySelector(".context");
    this.previews = root.querySelector(".previews");
    Object.assign(this, { send, edit, tell, pane: root.dataset.pane, files: [], about: null, editing: false });
    this.listen(root, group);
  }

  listen(root, group) {
    this.root.addEventListener("submit", (event) => (event.preventDefault(), this.submit()));
    this.box.addEventListener("input", () => this.grow());
    this.box.addEventListener("keydown", (event) => this.typed(event));
    this.box.addEventListener("paste", (event) => this.add(event.clipboardData.files));
    this.root.querySelector(".attach").addEventListener("click", () => this.picker.click());
    this.picker.addEventListener("change", () => (this.add(this.picker.files), (this.picker.value = "")));
    this.strip.querySelector(".drop").addEventListener("click", () => this.leave());
    const place = this.root.querySelector(".place");
    place.hidden = group || !window.isSecureContext || !navigator.geolocation;
    place.addEventListener("click", () => this.locate(place));
    for (const kind of ["dragover", "dragleave", "drop"]) root.addEventListener(kind, (event) => this.dragged(root, event));
  }

  typed(event) {
    if (event.key === "Escape") this.leave();
    const newLine = event.shiftKey || event.isComposing || byTouch.matches;
    if (event.key === "Enter" && !newLine) (event.preventDefault(), this.submit());
  }

  dragged(root, event) {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    root.classList.toggle("dragged", event.type === "dragover");
    if (event.type === "drop") this.add(event.dataTransfer.files);
  }

  grow() {
    this.box.style.height = "auto";
    this.box.style.height = `${this.box.scrollHeight + 2}px`;
    if (!this.editing) keepDraft(this.pane, this.box.value);
  }

  // What was typed before the page was left and opened anew.
  recall() {
    this.box.value ||= draftOf(this.pane);
    this.grow();
  }

  fill(text) {
    this.box.value = text;
    this.grow();
    this.box.focus();
  }

  // What was not sent after all; what is being typed meanwhile comes first.
  restore({ text, files }) {
    if (!this.box.value) this.fill(text);
    this.add(files);
  }

  add(files) {
    for (const file of files) {
      if (this.files.length >= config.limits.photos) return this.tell(say("page-error-many-photos"));
      if (file.type && !file.type.startsWith("image/")) this.tell(`«${file.name}»: ${say("page-strange-file")}`);
      else if (file.size > config.limits.photo) this.tell(say("page-error-too-large"));
      else this.keep(file);
    }
  }

  keep(file) {
    const image = el("img", { src: URL.createObjectURL(file), alt: file.name });
    const remove = button("×", { "aria-label": `${say("page-remove-photo")}: ${file.name}` }, () => this.drop(file, item));
    const item = el("li", {}, image, remove);
    image.addEventListener("error", () => image.replaceWith(el("span", {}, file.name)));
    image.addEventListener("load", () => URL.revokeObjectURL(image.src));
    this.files.push(file);
    this.previews.append(item);
    this.previews.hidden = false;
  }

  drop(file, item) {
    this.files = this.files.filter((other) => other !== file);
    item.remove();
    this.previews.hidden = !this.files.length;
    this.box.focus();
  }

  reply(line) {
    this.turnTo(line, false, "page-replying");
  }

  change(line) {
    this.turnTo(line, true, "page-editing");
    this.fill(line.text);
  }

  turnTo(line, editing, words) {
    this.leave();
    Object.assign(this, { about: line, editing });
    this.strip.hidden = false;
    this.strip.querySelector(".what").textContent = say(words);
    this.strip.querySelector(".excerpt").textContent = excerpt(line);
    this.box.focus();
  }

  leave() {
    if (this.editing) this.fill("");
    Object.assign(this, { about: null, editing: false });
    this.strip.hidden = true;
  }

  submit() {
    const text = this.box.value.trim();
    if ([...text].length > config.limits.text) return this.tell(say("page-error-long"));
    if (this.editing) return text && (this.edit(this.about, text), this.leave());
    if (!text && !this.files.length) return this.box.focus();
    this.send({ text, files: this.files, point: null, replyTo: this.about?.id ?? null });
    this.files = [];
    this.previews.replaceChildren();
    this.previews.hidden = true;
    this.leave();
    this.fill("");
  }

  locate(place) {
    place.disabled = true;
    this.tell(say("page-place-waiting"));
    const found = ({ coords }) => {
      place.disabled = false;
      this.tell("");
      this.send({ text: "", files: [], point: [coords.latitude, coords.longitude], replyTo: this.about?.id ?? null });
      this.leave();
    };
    const failed = () => ((place.disabled = false), this.tell(say("page-place-failed")));
    navigator.geolocation.getCurrentPosition(found, failed, { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 });
  }
}
