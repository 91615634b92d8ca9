// What the server told the page: its panes, its words, its limits.

export const config = JSON.parse(document.querySelector("#stage").dataset.config);

export const say = (id) => config.words[id] ?? id;
