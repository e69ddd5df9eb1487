import { setTimeout as sleep } from "node:timers/promises";
import { type Answer, Device } from "./device.ts";
import type { Figures } from "./figures.ts";
import type { AppProcess } from "./fleet.ts";
import { TrackedSession } from "./tracked-session.ts";

/** How a user's steps are chosen: the higher the number, the more often. */
const steps = { work: 60, rotate: 8, loginAgain: 6, logout: 7, revoke: 3, revokeOthers: 3, probe: 10 };

/** A person with two devices, who does one thing after the other, and many at once. */
export class User {
  readonly #name: string;
  readonly #figures: Figures;
  readonly #random: () => number;
  readonly devices: readonly Device[];
  /** Sessions that were ended, with an answer that said so. */
  readonly ended: TrackedSession[] = [];
  /** Sessions that no device has a cookie for any more. */
  readonly left: TrackedSession[] = [];
  /** Secrets that a rotation or login has retired, with an answer that said so. */
  readonly #retired: { readonly cookie: string; readonly id: string }[] = [];
  #values = 0;

  constructor(name: string, apps: readonly AppProcess[], figures: Figures, random: () => number) {
    this.#name = name;
    this.#figures = figures;
    this.#random = random;
    this.devices = [1, 2].map(() => new Device(apps, figures, random));
  }

  /** Goes on until `over` says so. */
  async live(over: () => boolean): Promise<void> {
    while (!over()) {
      await sleep(20 + this.#below(180));
      await this.#step(this.#pick(this.devices));
    }
  }

  /** Looks at every session once more, and tries every cookie that must not work. */
  async settle(): Promise<void> {
    for (const device of this.devices) {
      if (device.session !== undefined) await this.#look(device);
    }
    for (const { cookies, id } of this.ended) {
      for (const cookie of [...cookies].slice(-3)) await this.#probe(cookie, id);
    }
    for (const { cookie, id } of this.#retired) await this.#probe(cookie, id);
  }

  async #step(device: Device): Promise<void> {
    const { session } = device;
    if (session === undefined) return this.#logIn(device);
    if (!session.isCertain) return this.#look(device);
    switch (this.#choose()) {
      case "work":
        return this.#work(device, session);
      case "rotate":
        return this.#change(device, session, "/rotate", session.owner);
      case "loginAgain": {
        const owner = this.#principal();
        if (owner === session.owner) return this.#look(device);
        return this.#change(device, session, `/login?owner=${owner}`, owner);
      }
      case "logout":
        return this.#logOut(device, session);
      case "revoke":
        return this.#revoke(device, session, this.devices);
      case "revokeOthers": {
        const others = this.devices.filter((other) => other !== device);
        return this.#revoke(device, session, others);
      }
      case "probe":
        return this.#tryOld();
    }
  }

  /** Begins a session by a login. */
  async #logIn(device: Device): Promise<void> {
    const owner = this.#principal();
    const { shown, cookie } = await device.ask(`/login?owner=${owner}`);
    if (shown === undefined || cookie === undefined) return device.forget();
    this.#figures.logins++;
    device.session = new TrackedSession(cookie.split(".")[0] ?? "", owner);
    device.session.cookies.add(cookie);
  }

  async #look(device: Device): Promise<void> {
    const { session } = device;
    if (session === undefined) return;
    const low = session.low;
    const answer = await device.ask("/me");
    this.#judge(device, session, [answer], low);
  }

  /** Several changes at once, each of another kind. */
  async #work(device: Device, session: TrackedSession): Promise<void> {
    const low = session.low;
    const puts = new Map<string, string>();
    const paths = Array.from({ length: 1 + this.#below(6) }, (_, index) => {
      switch (this.#below(6)) {
        case 0:
          return "/me";
        case 1:
          this.#figures.renewals++;
          return "/renew";
        case 2: {
          const key = `key-${index}`;
          const value = `value-${this.#values++}`;
          puts.set(key, value);
          session.sent(key, value);
          return `/put?key=${key}&value=${value}`;
        }
        default:
          session.high++;
          return this.#below(4) === 0 ? `/slow-count?wait=${this.#below(40)}` : "/count";
      }
    });
    const answers = await Promise.all(paths.map((path) => device.ask(path)));
    if (!this.#judge(device, session, answers, low)) return;
    this.#acknowledge(session, answers, puts);
  }

  /** A rotation or another login, sometimes while the same session is being written to. */
  async #change(
    device: Device,
    session: TrackedSession,
    path: string,
    owner: string | undefined,
  ): Promise<void> {
    const { low } = session;
    const before = device.cookie as string;
    const besides = this.#below(3) === 0 ? ["/count", "/count", "/me"] : [];
    session.high += besides.length === 0 ? 0 : 2;
    const [changed, ...others] = await Promise.all([path, ...besides].map((one) => device.ask(one)));
    // Whoever was opened after the change came by a retired secret.
    const wasOwner = session.owner;
    session.owners = new Set([wasOwner, undefined]);
    const whose = others.filter(({ shown }) => shown !== undefined);
    for (const { shown, path: asked } of whose) this.#assertOwner(session, shown?.owner, asked);
    const reached = whose.filter(({ shown }) => shown?.id === session.id);
    for (const { shown, path: asked } of reached) {
      session.compare(shown?.data ?? {}, low, this.#figures, asked);
    }
    this.#acknowledge(session, others, new Map());
    // Without its cookie the device is logged out: a login whose answer is lost never logs in another principal.
    if (changed?.shown === undefined || device.cookie !== changed.cookie) return;
    this.#figures[path === "/rotate" ? "rotations" : "logins"]++;
    session.owners = new Set([owner]);
    this.#retired.push({ cookie: before, id: session.id });
  }

  async #logOut(device: Device, session: TrackedSession): Promise<void> {
    const { low } = session;
    const besides = this.#below(2) === 0 ? ["/slow-count?wait=15", "/count", "/renew"] : [];
    session.high += besides.length === 0 ? 0 : 2;
    const [out, ...others] = await Promise.all(["/logout", ...besides].map((path) => device.ask(path)));
    session.doubt();
    for (const { shown, path } of others) {
      if (shown === undefined) continue;
      this.#assertOwner(session, shown.owner, path);
      if (shown.id === session.id) session.compare(shown.data, low, this.#figures, path);
    }
    this.#acknowledge(session, others, new Map());
    if (out?.shown === undefined) {
      // A request beside it may have begun a session of its own.
      if (!device.cookie?.startsWith(`${session.id}.`)) this.#leave(device, session);
      return;
    }
    this.#figures.logouts++;
    this.#end(device, session);
  }

  /** Logs out everywhere, or everywhere else. */
  async #revoke(device: Device, session: TrackedSession, which: readonly Device[]): Promise<void> {
    const { owner } = session;
    const isAll = which.includes(device);
    const answer = await device.ask(isAll ? "/revoke" : "/revoke?except=me");
    if (answer.shown !== undefined && !this.#judge(device, session, [answer], session.low)) return;
    const done = answer.shown !== undefined;
    if (done) this.#figures.revocations++;
    for (const other of which) {
      const its = other.session;
      if (its === undefined || its.owner !== owner) continue;
      if (done) this.#end(other, its);
      else its.doubt();
    }
  }

  /** Tries a cookie that must not work any more. */
  async #tryOld(): Promise<void> {
    const ended = this.ended.at(-1 - this.#below(Math.min(5, this.ended.length)));
    if (ended !== undefined) await this.#probe(this.#pick([...ended.cookies]), ended.id);
    const retired = this.#retired.at(-1 - this.#below(Math.min(5, this.#retired.length)));
    if (retired !== undefined) await this.#probe(retired.cookie, retired.id);
  }

  async #probe(cookie: string, id: string): Promise<void> {
    this.#figures.probes++;
    const path = this.#below(2) === 0 ? "/me" : "/count";
    const { shown } = await (this.devices[0] as Device).ask(path, cookie, false);
    if (shown === undefined) return;
    if (shown.owner !== undefined || shown.id === id) {
      this.#figures.revived.push(`${path}: an old cookie leads to ${shown.id} of ${shown.owner}`);
    }
  }

  /** Whether the answers show that the device still has its session; what they show must be possible. */
  #judge(device: Device, session: TrackedSession, answers: readonly Answer[], low: number): boolean {
    const shown = answers.flatMap((answer) => (answer.shown ? [{ ...answer.shown, path: answer.path }] : []));
    for (const { owner, path } of shown) this.#assertOwner(session, owner, path);
    for (const { id, data, path } of shown) {
      if (id === session.id) session.compare(data, low, this.#figures, path);
    }
    if (shown.length === 0) return true;
    if (shown.some(({ id }) => id === session.id)) {
      session.owners = new Set([session.owner]);
      return true;
    }
    if (session.isCertain) {
      this.#figures.wrongPrincipals.push(
        `${answers[0]?.path}: ${session.owner} was given session ${shown[0]?.id} instead of ${session.id}`,
      );
    }
    this.#leave(device, session);
    return false;
  }

  #assertOwner(session: TrackedSession, owner: string | undefined, path: string): void {
    if (session.owners.has(owner)) return;
    this.#figures.wrongPrincipals.push(
      `${path}: session ${session.id} is ${owner}'s, not ${[...session.owners].join("'s or ")}'s`,
    );
  }

  /** Counts what was acknowledged: answered with success, in that very session. */
  #acknowledge(session: TrackedSession, answers: readonly Answer[], puts: ReadonlyMap<string, string>): void {
    for (const { path, shown } of answers) {
      if (shown?.id !== session.id) continue;
      const { pathname, searchParams } = new URL(path, "http://localhost");
      if (!/count$|put$/.test(pathname)) continue;
      this.#figures.acknowledged++;
      const key = searchParams.get("key");
      if (key === null) session.low++;
      else session.kept(key, puts.get(key) ?? "");
    }
  }

  #end(device: Device, session: TrackedSession): void {
    this.ended.push(session);
    device.forget();
  }

  #leave(device: Device, session: TrackedSession): void {
    this.left.push(session);
    device.forget();
  }

  #principal(): string {
    return `${this.#name}-${this.#pick(["private", "work"])}`;
  }

  #choose(): keyof typeof steps {
    const names = Object.keys(steps) as (keyof typeof steps)[];
    let left = this.#random() * names.reduce((sum, name) => sum + steps[name], 0);
    return (
      names.find((name) => {
        left -= steps[name];
        return left < 0;
      }) ?? "work"
    );
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #pick<Value>(list: readonly Value[]): Value {
    return list[this.#below(list.length)] as Value;
  }
}
