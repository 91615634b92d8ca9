// Tells the server something; the same id may be told again after a failure and counts once.

import { say } from "./words.js";

export class Failure extends Error {}

// randomUUID is not there on plain http, where a demo in an office network stands.
export function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function post(pane, what, content) {
  const form = content instanceof FormData;
  const headers = form ? { "X-Otklik": "page" } : { "X-Otklik": "page", "Content-Type": "application/json" };
  const body = form ? content : JSON.stringify(content);
  return answerOf(fetch(`/api/chat/${pane}/${what}`, { method: "POST", headers, body }));
}

export async function read(panes, query = "") {
  return answerOf(fetch(`/api/chat/${panes}/lines${query}`));
}

async function answerOf(asked) {
  let answer;
  try {
    answer = await asked;
  } catch {
    throw new Failure(say("page-error-offline"));
  }
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Failure(content.error ?? say("page-error-server"));
  return content;
}
