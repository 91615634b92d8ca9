// Draws one line of a chat.

import { alive, button, el } from "./dom.js";
import { zone } from "./now.js";
import { say } from "./words.js";

const clock = new Intl.DateTimeFormat("ru", { hour: "2-digit", minute: "2-digit", timeZone: zone });

// `does` is what one can do with a line: reply, edit, press, say (a command), show (a photo), find (the line it answers).
export function drawLine(line, group, answered, does) {
  const kind = line.own ? "own" : line.author ? "other" : "bot";
  const bubble = el("div", { class: "bubble" }, author(line, group), quote(line, answered, does), photos(line, does));
  if (line.text) bubble.append(el("div", { class: "text" }, ...words(line, group, does)));
  bubble.append(foot(line, group, does));
  return el("article", { class: `line ${kind}`, "data-id": line.id, tabindex: -1 }, bubble, keys(line, does));
}

// A line on its way: not kept by the server yet.
export function drawPending(draft, again, forget) {
  const words = [draft.text, draft.files.length ? `${say("page-chosen-photos")}: ${draft.files.length}` : ""];
  const state = el("span", { class: "state" }, say("page-sending"));
  const bubble = el("div", { class: "bubble" });
  bubble.append(el("div", { class: "text" }, words.filter(Boolean).join("\n") || say("page-place-sent")));
  bubble.append(el("div", { class: "foot" }, state));
  const article = el("article", { class: "line own pending" }, bubble);
  const far = el("progress", { max: 1, value: 0, "aria-label": say("page-sending") });
  const halt = button(say("page-cancel-sending"), {}, () => stopping.abort());
  let stopping = null;
  // Only photos take long enough to be watched, and to be thought better of.
  const stop = () => {
    stopping = new AbortController();
    state.after(halt);
    state.parentNode.before(far);
    return stopping.signal;
  };
  const watch = (share) => {
    far.value = share;
    state.textContent = `${say("page-sent-percent")} ${Math.round(share * 100)}`;
    if (share >= 1) (halt.remove(), (state.textContent = say("page-sending")));
  };
  const fail = (why) => {
    far.remove();
    halt.remove();
    article.classList.add("failed");
    state.textContent = why;
    state.after(button(say("page-resend"), {}, again), button(say("page-remove"), {}, forget));
  };
  const retry = () => {
    article.classList.remove("failed");
    state.textContent = say("page-sending");
    while (state.nextSibling) state.nextSibling.remove();
  };
  return { article, fail, retry, stop, watch };
}

export function excerpt(line) {
  return line.text.split("\n")[0].slice(0, 120) || say("page-photo");
}

function author(line, group) {
  const name = line.own ? say("page-you") : line.author || say("page-bot");
  return el("p", { class: group && !line.own ? "author" : "unseen" }, name);
}

// In a group the bot quotes residents, whose words must not turn into commands of officials.
function words(line, group, does) {
  return line.author ? [line.text] : alive(line.text, group ? null : does.say);
}

function quote(line, answered, does) {
  if (line.reply_to === null || !answered) return null;
  return button(excerpt(answered), { class: "quote" }, () => does.find(answered.id));
}

function photos(line, does) {
  if (!line.photos.length) return null;
  const shown = line.photos.map((url, index) => {
    const alt = line.photos.length > 1 ? `${say("page-photo")} ${index + 1}` : say("page-photo");
    const image = el("img", { src: url, alt, decoding: "async" });
    image.addEventListener("load", does.grown);
    return button(image, { class: "photo", title: say("page-open-photo") }, () => does.show(url));
  });
  return el("div", { class: line.photos.length > 1 ? "photos" : "photos one" }, ...shown);
}

function foot(line, group, does) {
  const often = group && !line.author ? "act always" : "act";
  const reply = button(`↩ ${say("page-reply")}`, { class: often }, () => does.reply(line));
  const mine = line.own && !group && line.text;
  const edit = mine ? button(say("page-edit"), { class: "act" }, () => does.edit(line)) : null;
  return el("div", { class: "foot" }, reply, edit, el("time", { datetime: line.at }, clock.format(new Date(line.at))));
}

function keys(line, does) {
  if (!line.keyboard.length) return null;
  const rows = line.keyboard.map((row) =>
    el("div", {}, ...row.map((key) => button(el("span", {}, ...alive(key.label)), {}, (event) => does.press(line, key.data, event.currentTarget)))),
  );
  return el("div", { class: "keys" }, ...rows);
}
