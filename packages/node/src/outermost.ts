import type { Call, HeadMethod } from "./call.ts";
import type { AnyResponse, Method } from "./response.ts";

/** Whom the calls are handed to that can send the head. */
export interface Guard {
  /** Whether the head is still to be decided upon. Later, a call from below is one of a wrapper's own. */
  readonly isUndecided: boolean;
  enter(call: Call): unknown;
}

const place = Symbol("sess.outermost");

/** A response with its methods. */
type Response = AnyResponse & Record<HeadMethod, Method>;

type Guarded = Response & { [place]: Outermost };

/**
 * Stands in front of the methods that send the head, and stays there: a middleware that wraps one of them later
 * (compression, on-headers) gets the method below and ends up below itself. So nobody has seen a head that is not to be
 * sent yet, in whichever order things were mounted. As long as there is no guard, calls go through.
 */
export class Outermost {
  guard: Guard | undefined;
  /** The methods as they were. */
  readonly below: Record<HeadMethod, Method>;
  readonly #response: Response;
  /** The methods that somebody has wrapped since. */
  #wrapped: Partial<Record<HeadMethod, Method>> | undefined;
  /** How many calls are being passed on right now. */
  #passing = 0;

  constructor(response: Response) {
    const { writeHead, write, end, flushHeaders } = response;
    this.below = { writeHead, write, end, flushHeaders };
    this.#response = response;
  }

  /** What is called when somebody calls the method of the response. */
  outer(name: HeadMethod): Method {
    return this.#wrapped?.[name] ?? entrances[name];
  }

  wrap(name: HeadMethod, wrapper: Method): void {
    const method: Method = (...args) => this.call(method, name, args, wrapper);
    this.#wrapped ??= {};
    this.#wrapped[name] = method;
  }

  /** A call of `method`, which has `target` below it. */
  call(method: Method, name: HeadMethod, args: unknown[], target: Method): unknown {
    const { guard } = this;
    const isEntry = this.#passing === 0 && guard?.isUndecided === true;
    if (guard !== undefined && (isEntry || method === this.outer(name))) {
      return guard.enter({ name, args, target });
    }
    return target.apply(this.#response, args);
  }

  /** The call as it would be without us. */
  pass({ args, target }: Call): unknown {
    this.#passing++;
    try {
      return target.apply(this.#response, args);
    } finally {
      this.#passing--;
    }
  }
}

/**
 * Has calls looked at from now on. Before the session can be used: in `response.end(session.get("name"))` the method is
 * looked up before its argument asks for a guard.
 */
export function outermost(response: AnyResponse): Outermost {
  const guarded = response as Guarded;
  if (guarded[place] === undefined) {
    guarded[place] = new Outermost(guarded);
    // Accessors from the start, the same for all responses: V8 makes a response slow as a whole whose data properties become
    // accessors, or whose accessors are others than those of the one before. All at once (`defineProperties`) takes longer.
    for (const [name, property] of properties) Object.defineProperty(guarded, name, property);
  }
  return guarded[place];
}

const entrances: Readonly<Record<HeadMethod, Method>> = {
  writeHead: entrance("writeHead"),
  write: entrance("write"),
  end: entrance("end"),
  flushHeaders: entrance("flushHeaders"),
};

function entrance(name: HeadMethod): Method {
  return function method(this: unknown, ...args) {
    const { [place]: outermost } = this as Guarded;
    return outermost.call(method, name, args, outermost.below[name]);
  };
}

const properties = (Object.keys(entrances) as HeadMethod[]).map((name) => [name, property(name)] as const);

function property(name: HeadMethod): PropertyDescriptor {
  return {
    configurable: true,
    enumerable: true,
    get(this: Guarded): Method {
      return this[place].outer(name);
    },
    set(this: Guarded, wrapper: Method): void {
      this[place].wrap(name, wrapper);
    },
  };
}
