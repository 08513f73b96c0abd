// Decisions on their way to the server, one after the other. An act keeps its id however often it is sent: the server
// counts it once. What the server has not confirmed is shown as unsaved, and leaving the page asks first.

const csrf = document.querySelector("meta[name=csrf]").content;
const RETRY = 1000;

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Sender {
  // `answered(act, answer, isLast)`, `refused(act, answer)`, `conflicted(act, answer, dropped)`, `waiting(number, isOffline)`
  constructor(article, review, version, listeners) {
    Object.assign(this, { article, review, version, listeners, queue: [], isBusy: false });
    addEventListener("beforeunload", (event) => { if (this.queue.length) event.preventDefault(); });
  }

  push(act) {
    this.queue.push({ id: newId(), target: [], after: null, comment: "", ...act });
    this.listeners.waiting(this.queue.length, false);
    if (!this.isBusy) this.run();
  }

  async run() {
    this.isBusy = true;
    while (this.queue.length) await this.send(this.queue[0]);
    this.isBusy = false;
  }

  async send(act) {
    const body = { ...act, article_id: this.article, review: this.review, seen: this.version };
    delete body.then;
    let answer;
    try {
      const reply = await fetch("/decide", {
        method: "POST",
        headers: { "content-type": "application/json", "x-studyfacts-csrf": csrf },
        body: JSON.stringify(body),
      });
      const isJson = (reply.headers.get("content-type") || "").startsWith("application/json");
      answer = isJson ? await reply.json() : { status: "refused", why: (await reply.text()).trim() };
    } catch {
      this.listeners.waiting(this.queue.length, true);
      await new Promise((done) => setTimeout(done, RETRY));
      return;
    }
    this.queue.shift();
    if (answer.version !== undefined) this.version = answer.version;
    if (answer.status === "taken") this.listeners.answered(act, answer, !this.queue.length);
    else if (answer.status === "conflict") this.listeners.conflicted(act, answer, this.queue.splice(0).length + 1);
    else this.listeners.refused(act, answer);
    this.listeners.waiting(this.queue.length, false);
  }
}
