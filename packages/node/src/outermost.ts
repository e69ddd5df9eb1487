import type { AnyResponse, Method } from "./response.ts";

/** The methods that can send the head. */
export type HeadMethod = "writeHead" | "write" | "end" | "flushHeaders";

/** What is called first, whoever else has wrapped the method. `proceed` is the method as it would be without us. */
export type Enter = (name: HeadMethod, args: unknown[], proceed: Method) => unknown;

/** One layer around a method: the way in while it is the outermost, and a plain passage once someone wraps it. */
interface Layer {
  isOutermost: boolean;
  readonly method: Method;
}

interface Layers {
  readonly enter: Enter;
  /** Whether the head is still to be decided upon. Later, a call from below is one of a wrapper's own. */
  readonly isUndecided: () => boolean;
  /** How many calls are being passed on right now. */
  passing: number;
  /** The methods as they were. */
  readonly below: Readonly<Record<HeadMethod, Method>>;
  writeHead: Layer | undefined;
  write: Layer | undefined;
  end: Layer | undefined;
  flushHeaders: Layer | undefined;
}

const layersOf = Symbol("sess.layers");

interface Layered {
  [layersOf]: Layers;
}

const names: readonly HeadMethod[] = ["writeHead", "write", "end", "flushHeaders"];
const properties = names.map((name) => [name, outermost(name)] as const);

/**
 * Puts `enter` in front of the methods that send the head, and keeps it there: a middleware that wraps one of them
 * later (compression, on-headers) gets the method below and ends up below itself. So nobody has seen a head that is not
 * to be sent yet, in whichever order things were mounted.
 */
export function stayOutermost(
  response: AnyResponse,
  below: Record<HeadMethod, Method>,
  enter: Enter,
  isUndecided: () => boolean,
): void {
  (response as AnyResponse & Layered)[layersOf] = {
    enter,
    isUndecided,
    passing: 0,
    below,
    writeHead: undefined,
    write: undefined,
    end: undefined,
    flushHeaders: undefined,
  };
  // One by one: all at once (`defineProperties`) takes three times as long.
  for (const [name, property] of properties) Object.defineProperty(response, name, property);
}

function outermost(name: HeadMethod): PropertyDescriptor {
  return {
    configurable: true,
    enumerable: true,
    get(this: Layered): Method {
      const layers = this[layersOf];
      layers[name] ??= layer(this, layers, name, layers.below[name]);
      return layers[name].method;
    },
    set(this: Layered, wrapper: Method): void {
      const layers = this[layersOf];
      if (layers[name] !== undefined) layers[name].isOutermost = false;
      layers[name] = layer(this, layers, name, wrapper);
    },
  };
}

function layer(response: Layered, layers: Layers, name: HeadMethod, target: Method): Layer {
  const made: Layer = {
    isOutermost: true,
    method(...args) {
      return made.isOutermost ? layers.enter(name, args, proceed) : target.apply(response, args);
    },
  };
  const proceed = passingTo(layers, response, target);
  return made;
}

/** The method, with a note that it is being called from here. */
function passingTo(layers: Layers, response: unknown, target: Method): Method {
  return (...args) => {
    layers.passing++;
    try {
      return target.apply(response, args);
    } finally {
      layers.passing--;
    }
  };
}

const originals = Symbol("sess.originals");

interface Early extends Partial<Layered> {
  [originals]?: Readonly<Record<HeadMethod, Method>>;
}

/**
 * Has calls of a response that nobody holds yet looked at when they arrive. In `response.end(session.get("name"))` the
 * method is looked up before its argument hooks the response: without this, such a call would go past the hook.
 */
export function catchEarlyCalls(response: AnyResponse): void {
  const caught = response as unknown as Early & Record<HeadMethod, Method>;
  if (caught[originals] !== undefined) return;
  const { writeHead, write, end, flushHeaders } = caught;
  caught[originals] = { writeHead, write, end, flushHeaders };
  caught.writeHead = early.writeHead;
  caught.write = early.write;
  caught.end = early.end;
  caught.flushHeaders = early.flushHeaders;
}

/** The method as it is without `catchEarlyCalls`. */
export function uncaught(response: AnyResponse, name: HeadMethod): Method {
  const { [originals]: known, [name]: method } = response as unknown as Early & Record<HeadMethod, Method>;
  return known !== undefined && method === early[name] ? known[name] : method;
}

const early: Readonly<Record<HeadMethod, Method>> = {
  writeHead: earlyCall("writeHead"),
  write: earlyCall("write"),
  end: earlyCall("end"),
  flushHeaders: earlyCall("flushHeaders"),
};

function earlyCall(name: HeadMethod): Method {
  return function (this: unknown, ...args) {
    const { [layersOf]: layers, [originals]: known } = this as Required<Early>;
    if (layers === undefined || layers.passing > 0 || !layers.isUndecided())
      return known[name].apply(this, args);
    // The head of this call, too, is sent by the innermost `writeHead`.
    const target = name === "writeHead" ? layers.below.writeHead : known[name];
    return layers.enter(name, args, passingTo(layers, this, target));
  };
}
