import type { Engine } from "./engine.ts";
import { SessError } from "./errors.ts";
import type { SessionBase } from "./session-base.ts";

/** One manager's session on a request. */
interface Mounted {
  readonly manager: object;
  readonly engine: Engine;
  readonly session: SessionBase;
}

// Shared between copies of this package, and off the request's own names.
const place: unique symbol = Symbol.for("sess.mounted") as never;

interface Place {
  [place]?: Mounted[];
}

/** The session that `manager` has put on `request`. Throws where another manager would get in its way. */
export function mounted(request: object, manager: object, engine: Engine): SessionBase | undefined {
  for (const other of (request as Place)[place] ?? []) {
    if (other.manager === manager) return other.session;
    const clash = clashOf(other.engine, engine);
    if (clash !== undefined) {
      throw new SessError(
        "ERR_SESS_MOUNTED_TWICE",
        `Two session managers on one request share the ${clash}. Give one of them another \`cookie.name\` and another \`as\`.`,
      );
    }
  }
  return undefined;
}

/** Remembers the session on its request. */
export function mount(request: object, manager: object, engine: Engine, session: SessionBase): void {
  const there = (request as Place)[place];
  if (there === undefined) (request as Place)[place] = [{ manager, engine, session }];
  else there.push({ manager, engine, session });
}

function clashOf(one: Engine, other: Engine): string | undefined {
  const a = one.settings;
  const b = other.settings;
  if (a.as === b.as) return `property "${a.as}"`;
  const names = [a.cookies.secure.name, a.cookies.plain.name];
  const shared = names.find((name) => name === b.cookies.secure.name || name === b.cookies.plain.name);
  return shared === undefined ? undefined : `cookie name "${shared}"`;
}
