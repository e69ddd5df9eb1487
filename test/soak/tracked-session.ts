import type { Shown } from "./app/actions.ts";
import type { Figures } from "./figures.ts";

/**
 * What is known about a session from its answers alone. A write without an answer may have happened or not; so each
 * value is one of several, and the counter lies between two numbers.
 */
export class TrackedSession {
  readonly id: string;
  /** Whose session its cookie leads to; undefined among them: it may lead to none. */
  owners: ReadonlySet<string | undefined>;
  /** Every cookie that ever led to it. */
  readonly cookies: Set<string> = new Set();
  /** Increments that were acknowledged, and those that were sent. */
  low = 0;
  high = 0;
  readonly #values = new Map<string, ReadonlySet<unknown>>();

  constructor(id: string, owner: string) {
    this.id = id;
    this.owners = new Set([owner]);
  }

  /** The one principal that it can be. */
  get owner(): string | undefined {
    return [...this.owners].find((owner) => owner !== undefined);
  }

  get isCertain(): boolean {
    return this.owners.size === 1;
  }

  /** Its cookie may lead nowhere from here on: an answer that carried another one was lost. */
  doubt(): void {
    this.owners = new Set([...this.owners, undefined]);
  }

  /** A value was sent: it may be there from now on. */
  sent(key: string, value: string): void {
    this.#values.set(key, new Set([...(this.#values.get(key) ?? [undefined]), value]));
  }

  /** A value was acknowledged, and nobody else has sent another one. */
  kept(key: string, value: string): void {
    this.#values.set(key, new Set([value]));
  }

  /** Compares what was shown with what must be there. `low` is what had been acknowledged before the request. */
  compare(data: Shown["data"], low: number, figures: Figures, where: string): void {
    const count = Number(data.count ?? 0);
    if (count < low || count > this.high) {
      figures.lostWrites.push(
        `${where}: the counter of ${this.id} is ${count}, not from ${low} to ${this.high}`,
      );
    }
    for (const [key, values] of this.#values) {
      if (!values.has(data[key])) {
        figures.lostWrites.push(
          `${where}: ${key} of ${this.id} is ${String(data[key])}, not ${[...values].join(" or ")}`,
        );
      }
    }
  }
}
