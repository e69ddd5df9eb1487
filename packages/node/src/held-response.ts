import type { AnyResponse, Method } from "./response.ts";

/** What can be seen of a response that may be held. */
export interface HeldView {
  readonly isHeld: boolean;
  /** `end` has been called. */
  readonly isEnded: boolean;
  /** A `write` has been told to wait for `drain`. */
  readonly isFull: boolean;
}

const viewOf = Symbol("sess.view");

interface Viewed {
  [viewOf]: HeldView;
}

/**
 * Makes a response look, while it is held, like one whose head is out, to whoever looks at its public properties. Node
 * itself goes on seeing an unsent one, so that 1xx responses pass.
 *
 * `finished` stays as it is: when a server is closed, Node cuts the connections whose responses are finished.
 */
export function lookSentWhileHeld(response: AnyResponse, view: HeldView): void {
  (response as AnyResponse & Viewed)[viewOf] = view;
  for (const [name, property] of properties) Object.defineProperty(response, name, property);
  const methods = response as unknown as Record<string, Method | undefined>;
  for (const name of ["setHeader", "setHeaders", "appendHeader", "removeHeader"]) {
    const below = methods[name];
    if (below !== undefined) methods[name] = refusingWhileHeld(view, below);
  }
}

const properties = [
  ["headersSent", seen("headersSent", () => true)],
  ["writableEnded", seen("writableEnded", (view) => view.isEnded)],
  ["writableNeedDrain", seen("writableNeedDrain", (view) => view.isFull && !view.isEnded)],
] as const;

function seen(name: string, whileHeld: (view: HeldView) => boolean): PropertyDescriptor {
  return {
    configurable: true,
    enumerable: false,
    get(this: Viewed): unknown {
      const view = this[viewOf];
      return view.isHeld ? whileHeld(view) : Reflect.get(Object.getPrototypeOf(this), name, this);
    },
  };
}

function refusingWhileHeld(view: HeldView, below: Method): Method {
  return function (...args) {
    if (!view.isHeld) return below.apply(this, args);
    throw Object.assign(new Error("Cannot set headers after they are sent to the client"), {
      code: "ERR_HTTP_HEADERS_SENT",
    });
  };
}

const headersOfTheBody = [
  "Content-Encoding",
  "Content-Length",
  "Content-Range",
  "ETag",
  "Last-Modified",
  "Transfer-Encoding",
];

/** Makes ready for an error page a response whose own body is dropped: nothing may describe that body any more. */
export function expectErrorPage(response: AnyResponse): void {
  response.statusCode = 500;
  for (const name of headersOfTheBody) if (response.hasHeader(name)) response.removeHeader(name);
}

/**
 * Wakes those who wait for `drain`. A middleware that streams the body through something of its own (compression) makes
 * `on("drain")` listen there: what `on` returns tells where the listeners are.
 */
export function emitDrain(response: AnyResponse): void {
  const listener = (): void => {};
  const source = response.on("drain", listener);
  source.removeListener("drain", listener);
  if (source !== (response as unknown)) source.emit("drain");
  response.emit("drain");
}
