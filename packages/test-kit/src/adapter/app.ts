import type { Session, Sessions } from "@sess/core";

/** What an adapter's `session(input)` takes: options, a manager made elsewhere, or a function from a context to one. */
export type SessionInput = Sessions | object | ((context: never) => Sessions);

/** One request, as a handler without a framework sees it. */
export interface Exchange {
  /** The session, got the way a handler of this framework gets it. Throws where there is none. */
  readonly session: Session;
  /** What the request holds under a manager's name (`as`): the property or variable itself, or undefined. */
  held(as: string): Session | undefined;
  readonly method: string;
  /** Path and query as they came, also in a sub-app. */
  readonly url: string;
  /** A field of the request's head. */
  header(name: string): string | undefined;
  /** Resolves when the client has gone before it had the whole response. Asked before the handler returns, or never. */
  closed(): Promise<void>;
}

/** What a handler answers: a head, and one kind of body or none. The mount sends it the way its framework does. */
export interface Reply {
  /** @default 200, with `redirect` 302 */
  readonly status?: number;
  /** Fields to set. `Set-Cookie` is appended, and may come several times. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** A body of text, with the framework's own content type. */
  readonly text?: string;
  /** A body of JSON. */
  readonly json?: unknown;
  /** Where to redirect to, by the framework's own `redirect`. */
  readonly redirect?: string;
  /** The absolute path of a file, sent the way the framework sends files (`sendFile`, a stream, …). */
  readonly file?: string;
  /** A streamed body: each chunk goes out before the next is asked for. It may throw in the middle. */
  readonly chunks?: AsyncIterable<string>;
  /**
   * How the head goes out on frameworks with Node's response, by the ability of that name: `flushHeaders` sends it
   * before the first chunk is there; `writeHead` gives status and fields to `writeHead`.
   */
  readonly head?: "flushHeaders" | "writeHead";
}

/** A handler without a framework. What it throws is thrown into the framework. */
export type Handler = (exchange: Exchange) => Reply | Promise<Reply>;

/** Handlers by exact path; they answer every method. */
export type Routes = Readonly<Record<string, Handler>>;

/** An app to be mounted. */
export interface TestApp {
  /** Each goes into the adapter's `session(…)`; the middleware stands in front of all routes, in this order. */
  readonly sessions: readonly SessionInput[];
  readonly routes: Routes;
  /** An app inside the app, with the adapter's middleware in front of its own routes. */
  readonly subApp?: {
    readonly path: string;
    readonly sessions: readonly SessionInput[];
    readonly routes: Routes;
  };
  /** What the app's own error handling answers. Without it, errors are left to the framework. */
  readonly onError?: (error: unknown) => Reply;
  /** Compression middleware outside (in front of) or inside (behind) the session middleware; compresses from 0 bytes. */
  readonly compression?: "outside" | "inside";
  /** The framework is told to trust the proxy in front of it. Only with the ability `proxies`. */
  readonly trustProxy?: boolean;
  /**
   * `http2` is without TLS. With `https`, `tls` holds the options for the server.
   * @default "http"
   */
  readonly protocol?: "http" | "https" | "http2";
  /** Options for `https.createServer`. */
  readonly tls?: object;
}

/** A server that listens on a free port of 127.0.0.1. */
export interface RunningApp {
  /** Such as `http://127.0.0.1:8080`, with no slash at the end. */
  readonly url: string;
  /** Ends all connections and stops listening. */
  close(): Promise<void>;
}

/** What a framework has. A behaviour that needs what is missing is not run, and the suite says so. */
export interface AdapterAbilities {
  /** Compression middleware exists for it. */
  readonly compression: boolean;
  /** The response that an unhandled error becomes is made where the session still sees it. */
  readonly errorResponses: boolean;
  /** Its response has Node's `flushHeaders`. */
  readonly flushHeaders: boolean;
  /** Its response has Node's `writeHead`. */
  readonly writeHead: boolean;
  /** It runs over HTTP/2. */
  readonly http2: boolean;
  /** It runs over TLS in the mount. */
  readonly https: boolean;
  /** Changes made while a body streams are saved with its end; otherwise the stream has to call `save()`. */
  readonly lateCommit: boolean;
  /** It decides by itself whether to believe `X-Forwarded-Proto`. */
  readonly proxies: boolean;
  /** Apps nest. */
  readonly subApps: boolean;
}

/** An adapter, as the suite needs it. */
export interface AdapterUnderTest {
  /** The name in the titles: `express 5`. */
  readonly name: string;
  readonly abilities: AdapterAbilities;
  /** Builds the app on the framework, and starts it. */
  mount(app: TestApp): Promise<RunningApp>;
  /** A field of the request's head, out of what the adapter hands to `skip`, `secure` and `device`. */
  header(request: never, name: string): string | undefined;
}
