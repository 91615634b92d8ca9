// Small comforts; every page works without them.

// Words that were typed and not sent are kept in this tab, should the page be left by mistake.
for (const form of document.querySelectorAll("form[data-keep]")) {
  const box = form.querySelector("textarea");
  const key = `office:${form.dataset.keep}`;
  if (!box) continue;
  const kept = sessionStorage.getItem(key);
  if (kept && !box.value) {
    box.value = kept;
    form.closest("details").open = true;
  }
  box.addEventListener("input", () => sessionStorage.setItem(key, box.value));
}
if (document.querySelector(".done")) {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith("office:")) sessionStorage.removeItem(key);
}

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }
});

// On a phone the chosen tab may stand beyond the edge.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });

// What stood in the way is read first.
document.querySelector(".amiss[autofocus]")?.focus();
