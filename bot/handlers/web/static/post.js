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

// Something small that is no chat's.
export const own = (content) => ({
  method: "POST",
  headers: { "X-Otklik": "page", "Content-Type": "application/json" },
  body: JSON.stringify(content),
});

export class Stopped extends Error {}

// Photos travel long: `watch` hears how far they are, from 0 to 1, and `stop`, an AbortSignal, ends it.
export function upload(pane, form, watch, stop) {
  const request = new XMLHttpRequest();
  request.open("POST", `/api/chat/${pane}/message`);
  request.setRequestHeader("X-Otklik", "page");
  request.upload.addEventListener("progress", ({ loaded, total }) => watch(total ? loaded / total : 0));
  stop.addEventListener("abort", () => request.abort());
  const sent = new Promise((done, failed) => {
    request.addEventListener("load", () => done(new Response(request.response, { status: request.status })));
    request.addEventListener("error", failed);
    request.addEventListener("abort", () => failed(new Stopped()));
  });
  request.send(form);
  return answerOf(sent);
}

export async function read(panes, query = "") {
  return answerOf(fetch(`/api/chat/${panes}/lines${query}`));
}

export async function answerOf(asked) {
  let answer;
  try {
    answer = await asked;
  } catch (error) {
    throw error instanceof Stopped ? error : new Failure(say("page-error-offline"));
  }
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw Object.assign(new Failure(content.error ?? say("page-error-server")), { status: answer.status });
  return content;
}
