// Listens to the server for all the chats of the page at once: a browser opens few connections to one place.

export class Live {
  constructor(chats, connected) {
    Object.assign(this, { chats, connected, rev: 0, pause: 1000, others: new Map() });
    addEventListener("offline", () => connected(false));
    addEventListener("online", () => this.source && this.listen());
  }

  // Another kind of event that somebody listens to; «open» is every new connection.
  also(kind, hear) {
    this.others.set(kind, hear);
  }

  // From `rev` on; what comes twice is known by its own rev.
  listen(rev = this.rev) {
    this.rev = rev;
    this.source?.close();
    this.source = new EventSource(`/api/chat/${[...this.chats.keys()].join(",")}/stream?after=${rev}`);
    this.source.addEventListener("open", () => ((this.pause = 1000), this.connected(true)));
    this.source.addEventListener("error", () => this.lost());
    for (const [kind, hear] of this.others) this.source.addEventListener(kind, ({ data }) => hear(data && JSON.parse(data)));
    for (const kind of ["line", "toast", "prompt"]) this.source.addEventListener(kind, (event) => this.heard(kind, event));
  }

  heard(kind, event) {
    const content = JSON.parse(event.data);
    const chat = this.chats.get(content.pane);
    if (kind === "line") (chat?.take(content), (this.rev = Number(event.lastEventId)));
    else if (kind === "toast") chat?.toast(content);
    else chat?.prompt(content.line);
  }

  // The browser comes back by itself from a cut line, but not from an answer that refuses it.
  lost() {
    this.connected(false);
    if (this.source.readyState !== EventSource.CLOSED) return;
    this.pause = Math.min(this.pause * 2, 30000);
    setTimeout(() => this.listen(), this.pause);
  }
}
