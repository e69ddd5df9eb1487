import type { AdapterAbilities, AdapterUnderTest } from "./app.ts";

/** What a file of behaviours is given. */
export interface Bench {
  readonly adapter: AdapterUnderTest;
  /** One behaviour; with `needs`, only where the adapter has that ability. */
  behaves(title: string, test: () => Promise<void>, needs?: keyof AdapterAbilities): void;
}

/** A group of behaviours. */
export interface Group {
  readonly title: string;
  readonly define: (bench: Bench) => void;
}
