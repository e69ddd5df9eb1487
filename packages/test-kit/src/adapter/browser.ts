import { type IncomingMessage, request as overHttp, type RequestOptions } from "node:http";
import { request as overHttps } from "node:https";

/** The head of an answer, field by field as it came. */
export interface Head {
  readonly status: number;
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** The values of all fields of this name, joined with commas; undefined where there is none. */
  header(name: string): string | undefined;
  /** The lines of `Set-Cookie`, in order. */
  readonly setCookies: readonly string[];
}

/** A whole answer. */
export interface Answer extends Head {
  readonly body: Buffer;
  readonly text: string;
}

/** What to send. */
export interface Asked {
  /** @default "GET" */
  readonly method?: string;
  /** Fields besides `Host` and `Cookie`; a name may come several times. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** The values of the `Cookie` fields, instead of one with what the jar holds. */
  readonly cookies?: readonly string[];
}

/** A request under way. */
export interface Visit {
  readonly head: Promise<Head>;
  /** The whole answer. Rejects where the connection ends before the body does. */
  readonly answer: Promise<Answer>;
  /** Resolves when this has been received. */
  until(part: string): Promise<void>;
  /** Does not read on: the server's writes back up. */
  pause(): void;
  resume(): void;
  /** Ends the connection at once. */
  abort(): void;
}

/** A client that keeps cookies, each request on a connection of its own. It judges no attributes but a removal. */
export interface Browser {
  /** What it holds: values by name. */
  readonly cookies: Map<string, string>;
  get(path: string, asked?: Asked): Promise<Answer>;
  open(path: string, asked?: Asked): Visit;
}

/** A browser for the app at `url`. `options` go into every request (TLS). */
export function createBrowser(url: string, options: RequestOptions = {}): Browser {
  const cookies = new Map<string, string>();
  const open = (path: string, asked: Asked = {}): Visit => {
    const held = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const fields = asked.cookies ?? (held === "" ? [] : [held]);
    const headers = [
      ["Host", new URL(url).host],
      ...fields.map((value) => ["Cookie", value]),
      ...(asked.headers ?? []),
    ].flat();
    const request = url.startsWith("https:") ? overHttps : overHttp;
    const sent = request(url + path, { agent: false, method: asked.method ?? "GET", ...options, headers });
    const message = new Promise<IncomingMessage>((resolve, reject) => {
      sent.on("response", resolve);
      sent.on("error", reject);
    });
    sent.end();
    return visit(message, cookies, () => sent.destroy());
  };
  return { cookies, open, get: (path, asked) => open(path, asked).answer };
}

function visit(message: Promise<IncomingMessage>, cookies: Map<string, string>, abort: () => void): Visit {
  const chunks: Buffer[] = [];
  const received = () => Buffer.concat(chunks).toString();
  const watchers = new Set<() => void>();
  const head = message.then((stream) => {
    const read = headOf(stream);
    for (const line of read.setCookies) keep(cookies, line);
    return read;
  });
  const answer = Promise.all([message, head]).then(
    ([stream, read]) =>
      new Promise<Answer>((resolve, reject) => {
        stream.on("data", (chunk: Buffer) => {
          chunks.push(chunk);
          for (const watch of watchers) watch();
        });
        stream.on("end", () => resolve({ ...read, body: Buffer.concat(chunks), text: received() }));
        stream.on("error", reject);
      }),
  );
  // Whoever aborts, or looks at the head only, does not wait for these.
  head.catch(() => {});
  answer.catch(() => {});
  const until = (part: string) =>
    new Promise<void>((resolve, reject) => {
      const watch = () => {
        if (received().includes(part)) resolve();
      };
      watchers.add(watch);
      watch();
      const ended = () => reject(new Error(`The body ended without ${JSON.stringify(part)}: ${received()}`));
      answer.then(ended, ended);
    });
  return {
    head,
    answer,
    until,
    pause: () => void message.then((stream) => stream.pause()),
    resume: () => void message.then((stream) => stream.resume()),
    abort,
  };
}

function headOf(message: IncomingMessage): Head {
  const fields: [string, string][] = [];
  for (let i = 0; i < message.rawHeaders.length; i += 2) {
    fields.push([message.rawHeaders[i] as string, message.rawHeaders[i + 1] as string]);
  }
  const values = (name: string) =>
    fields.filter(([field]) => field.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
  return {
    status: message.statusCode as number,
    fields,
    header: (name) => (values(name).length === 0 ? undefined : values(name).join(", ")),
    setCookies: values("Set-Cookie"),
  };
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = "", ...attributes] = line.split(";");
  const name = pair.slice(0, pair.indexOf("=")).trim();
  const removed = attributes.some((attribute) => /^\s*max-age\s*=\s*-?0*\s*$/i.test(attribute));
  if (removed) cookies.delete(name);
  else cookies.set(name, pair.slice(pair.indexOf("=") + 1).trim());
}
