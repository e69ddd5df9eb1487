import type { Actions, App } from "../contestant.ts";

/** How apps are built on one framework: the same routes for every contestant. */
export interface Framework<Server, A, B> {
  /** An app whose routes answer with what the action returns, as text. `install` puts the middleware in first. */
  start(actions: Actions<A, B>, install?: (server: Server) => unknown): App | Promise<App>;
  cookieHeader(a: A, b: B): string | undefined;
  setCookie(a: A, b: B, line: string): void;
}

/** A route that leaves the session alone. */
const untouched = "untouched";

/** The routes, by the action each of them calls. */
export function routes<A, B>(
  actions: Actions<A, B>,
  data: Record<string, unknown>,
): readonly (readonly [path: string, action: (a: A, b: B) => unknown])[] {
  return [
    ["/anonymous", () => untouched],
    ["/read", actions.read],
    ["/write", actions.write],
    ["/create", actions.create],
    ["/fill", (a, b) => actions.fill(a, b, data)],
  ];
}

export function isThenable(value: unknown): value is Promise<unknown> {
  return typeof value === "object" && value !== null && "then" in value;
}

/** The framework alone: its routes answer with what a contestant's would. */
export function bareActions<A, B>(): Actions<A, B> {
  return { read: () => 1, write: () => 1, create: () => 1, fill: () => undefined };
}
