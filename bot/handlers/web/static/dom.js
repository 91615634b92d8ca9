// Makes elements; text only ever becomes text, never markup.

export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export const button = (label, attributes, onclick) => el("button", { type: "button", ...attributes, onclick }, label);

// Whole addresses, numbers and /commands in the bot's own lines; what stands after an address in a sentence is not part
// of it.
const LIVE = /https?:\/\/[^\s<>«»"]+|(?:№ )?\d\d-\d{5,9}(?!\d)|(?:^|[\s(«])\/[\p{L}_]{2,}/gu;
const TAIL = /[.,;:!?)\]]+$/;

// `command` is what a command does when pressed; without it commands stay words.
export function alive(text, command) {
  const parts = [];
  let done = 0;
  for (const found of text.matchAll(LIVE)) {
    const address = found[0].startsWith("http");
    const number = /^[№\d]/.test(found[0]);
    const start = address || number ? found.index : found.index + found[0].indexOf("/");
    const words = address ? found[0].replace(TAIL, "") : text.slice(start, found.index + found[0].length);
    if (!address && !number && !command) continue;
    const made = address
      ? el("a", { href: words, rel: "noopener noreferrer", target: "_blank" }, words)
      : number
        ? el("span", { class: "number" }, words)
        : button(words, { class: "command" }, () => command(words));
    parts.push(text.slice(done, start), made);
    done = start + words.length;
  }
  return [...parts, text.slice(done)];
}
