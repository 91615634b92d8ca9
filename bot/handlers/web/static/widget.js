// The reception on another site: a round button in the corner, and the chat in a frame above it.
//
// Styles are set from the script, and the frame's page is ours: the site's own policy needs to allow nothing but this
// address. Nothing is asked of the site, nothing is told to it.

(function () {
  const told = "FILLED IN BY THE SERVER";
  const base = new URL(document.currentScript.src).origin;
  const small = matchMedia("(max-width: 480px), (max-height: 400px)");
  const PATIENCE = 8000;
  const STYLE = `
    :host { all: initial; }
    * { box-sizing: border-box; letter-spacing: normal; word-spacing: normal; text-transform: none; text-indent: 0; font-family: system-ui, -apple-system, "Segoe UI", Roboto, "PT Sans", sans-serif; }
    button, a { cursor: pointer; }
    :focus-visible { outline: 3px solid #d97a00; outline-offset: 2px; }
    .open { position: fixed; z-index: 2147483000; right: 20px; bottom: 20px; width: 64px; height: 64px; padding: 0;
      border: 2px solid #fff; border-radius: 50%; background: #17706e; color: #fff;
      box-shadow: 0 4px 16px rgb(0 0 0 / 30%); }
    .open:hover { background: #105553; }
    .open svg { display: block; width: 30px; height: 30px; margin: auto; fill: none; stroke: currentcolor;
      stroke-width: 1.8; stroke-linejoin: round; }
    .panel { position: fixed; z-index: 2147483001; right: 20px; bottom: 100px; display: flex; flex-direction: column;
      width: min(420px, calc(100vw - 40px)); height: min(680px, calc(100vh - 120px)); overflow: hidden;
      border-radius: 16px; background: #fff; box-shadow: 0 10px 40px rgb(0 0 0 / 35%); }
    [hidden] { display: none !important; }
    .top { display: flex; align-items: center; gap: 8px; padding: 6px 8px 6px 16px; background: #1d4f5c; color: #fff; }
    .top b { flex: 1; white-space: nowrap; font-size: 16px; font-weight: 600; }
    .top a { padding: 10px 6px; color: #fff; font-size: 14px; }
    .close { width: 44px; height: 44px; border: 0; border-radius: 8px; background: none; color: #fff; font-size: 24px; }
    .close:hover { background: rgb(255 255 255 / 15%); }
    iframe { flex: 1; width: 100%; min-height: 0; border: 0; background: #fff; }
    .blocked { margin: 0; padding: 24px; color: #1b2a31; font-size: 17px; line-height: 1.45; }
    .blocked a { color: #105553; }
    @media print { .open, .panel { display: none; } }`;

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  function icon() {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    const path = document.createElementNS(space, "path");
    path.setAttribute("d", "M4 5h16v11H10l-4 4v-4H4z M8 9h8 M8 12h5");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    svg.append(path);
    return svg;
  }

  const inNewTab = () => make("a", { href: base + "/", target: "_blank", rel: "noopener" }, told.words.tab);
  const opener = make("button", { type: "button", class: "open", "aria-label": told.words.open, title: told.words.open }, icon());
  const close = make("button", { type: "button", class: "close", "aria-label": told.words.close }, "×");
  const heading = make("b", {}, told.words.title);
  const panel = make("div", { class: "panel", role: "dialog", "aria-label": told.words.title, hidden: "" });
  panel.append(make("div", { class: "top" }, heading, inNewTab(), close));
  let frame = null;

  function framed() {
    frame = make("iframe", { src: base + "/embed", title: told.words.title, allow: "geolocation" });
    panel.append(frame);
    frame.waiting = setTimeout(instead, PATIENCE);
  }

  // The site is not listed, or the browser lets a frame keep nothing: the same reception in a tab of its own.
  function instead() {
    if (!frame) return;
    clearTimeout(frame.waiting);
    frame.replaceWith(make("p", { class: "blocked" }, told.words.blocked + " ", inNewTab()));
    frame = null;
  }

  function show() {
    if (small.matches || !told.framed) return void window.open(base + "/", "_blank", "noopener");
    panel.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    if (!frame && !panel.querySelector(".blocked")) framed();
    (frame || close).focus();
  }

  function hide() {
    panel.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    opener.focus();
  }

  opener.addEventListener("click", () => (panel.hidden ? show() : hide()));
  close.addEventListener("click", hide);
  panel.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  addEventListener("message", (event) => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== base) return;
    if (event.data === "otklik:ready") clearTimeout(frame.waiting);
    else if (event.data === "otklik:no-session") instead();
    else if (event.data === "otklik:close") hide();
  });

  function place() {
    const host = document.createElement("div");
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    if (told.framed) opener.setAttribute("aria-expanded", "false");
    root.append(opener, panel);
    document.body.append(host);
  }

  if (document.body) place();
  else addEventListener("DOMContentLoaded", place);
})();
