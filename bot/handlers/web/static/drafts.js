// Words typed and not sent: a phone that opens its camera may throw the page away, and draws it anew afterwards.

const NAME = "otklik-draft:";

// A frame of another site may be let keep nothing.
function quietly(ask) {
  try {
    return ask(sessionStorage);
  } catch {
    return null;
  }
}

export const draftOf = (pane) => quietly((store) => store.getItem(NAME + pane)) ?? "";

export const keepDraft = (pane, text) => quietly((store) => (text ? store.setItem(NAME + pane, text) : store.removeItem(NAME + pane)));

export const forgetDrafts = () =>
  quietly((store) => Object.keys(store).forEach((key) => key.startsWith(NAME) && store.removeItem(key)));
