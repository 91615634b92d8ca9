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

// Whole addresses in the bot's own lines; what stands after them in a sentence does not belong to them.
const ADDRESS = /https?:\/\/[^\s<>«»"]+/g;
const TAIL = /[.,;:!?)\]]+$/;

export function withLinks(text) {
  const parts = [];
  let done = 0;
  for (const found of text.matchAll(ADDRESS)) {
    const href = found[0].replace(TAIL, "");
    parts.push(text.slice(done, found.index), el("a", { href, rel: "noopener noreferrer", target: "_blank" }, href));
    done = found.index + href.length;
  }
  return [...parts, text.slice(done)];
}
