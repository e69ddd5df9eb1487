import type { Shown } from "./app/actions.ts";
import type { Figures } from "./figures.ts";
import type { AppProcess } from "./fleet.ts";
import type { TrackedSession } from "./tracked-session.ts";

/** An answer; undefined for the rest where there was none, or one that says that the store failed. */
export interface Answer {
  readonly path: string;
  readonly status: number | undefined;
  /** With a status of 200. */
  readonly shown: Shown | undefined;
  /** The value of the cookie that came with it; "" for a deletion. */
  readonly cookie: string | undefined;
}

/** A browser: one cookie, and what is known about the session behind it. */
export class Device {
  cookie: string | undefined;
  session: TrackedSession | undefined;
  readonly #apps: readonly AppProcess[];
  readonly #figures: Figures;
  readonly #random: () => number;

  constructor(apps: readonly AppProcess[], figures: Figures, random: () => number) {
    this.#apps = apps;
    this.#figures = figures;
    this.#random = random;
  }

  /** Sends a request to any of the processes. The cookie that comes is kept at once, as browsers do. */
  async ask(path: string, cookie: string | undefined = this.cookie, keeps = true): Promise<Answer> {
    const app = this.#apps[Math.floor(this.#random() * this.#apps.length)] as AppProcess;
    this.#figures.requests++;
    let response: Response;
    let text: string;
    try {
      response = await fetch(app.url + path, {
        method: "POST",
        headers: cookie === undefined ? {} : { Cookie: `sid=${cookie}` },
        signal: AbortSignal.timeout(20_000),
      });
    } catch {
      // Cut, refused or too late: it may have been done.
      this.#figures.lost++;
      return { path, status: undefined, shown: undefined, cookie: undefined };
    }
    const [line] = response.headers.getSetCookie();
    const [, sent] = /^sid=([^;]*)/.exec(line ?? "") ?? [];
    if (keeps && sent !== undefined) this.#keep(sent);
    try {
      text = await response.text();
    } catch {
      text = "";
    }
    if (response.status >= 500) this.#figures.lost++;
    const isWhole = response.status === 200 && text !== "";
    const shown = isWhole ? (JSON.parse(text) as Shown) : undefined;
    return { path, status: response.status, shown, cookie: sent };
  }

  /** Forgets session and cookie: the user has closed the browser. */
  forget(): void {
    this.cookie = undefined;
    this.session = undefined;
  }

  #keep(cookie: string): void {
    this.cookie = cookie === "" ? undefined : cookie;
    if (cookie.startsWith(`${this.session?.id}.`)) this.session?.cookies.add(cookie);
  }
}
