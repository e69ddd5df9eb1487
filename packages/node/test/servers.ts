import {
  type ClientRequest,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { type ClientHttp2Session, connect, createServer as createHttp2Server } from "node:http2";
import type { AddressInfo } from "node:net";

export type Protocol = "http1" | "http2";

/** What a client got. */
export interface Answer {
  readonly status: number;
  readonly message: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly rawHeaders: readonly string[];
  readonly trailers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** A request under way. */
export interface Exchange {
  readonly answer: Promise<Answer>;
  /** The status of the head, as soon as it has come. */
  readonly head: Promise<number>;
  /** Informational statuses so far. */
  readonly information: number[];
  /** Resolves with the next informational status. */
  informed(): Promise<number>;
  /** Goes away. */
  abort(): void;
}

export interface Server {
  readonly port: number;
  send(path?: string, options?: { method?: string; headers?: Record<string, string> }): Exchange;
  get(path?: string): Promise<Answer>;
  /** No new connections; resolves when those that are open have ended. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** Over HTTP/2, the response is the one of the compatibility API, which has the same methods. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A real server of one protocol, with a client for it. `/probe` is answered at once, whatever the handler does. */
export async function serve(protocol: Protocol, handler: Handler): Promise<Server> {
  const answer: Handler = (request, response) => {
    if (request.url === "/probe") response.end("probed");
    else handler(request, response);
  };
  const server = protocol === "http1" ? createServer(answer) : createHttp2Server(answer as never);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  let client: ClientHttp2Session | undefined;
  const send: Server["send"] = (path = "/", { method = "GET", headers = {} } = {}) => {
    if (protocol === "http1")
      return overHttp1(httpRequest({ port, host: "127.0.0.1", path, method, headers }));
    client ??= connect(`http://127.0.0.1:${port}`);
    return overHttp2(client, { ":path": path, ":method": method, ...headers });
  };
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return {
    port,
    send,
    get: (path) => send(path).answer,
    stop,
    async close() {
      client?.destroy();
      if ("closeAllConnections" in server) server.closeAllConnections();
      await stop();
    },
  };
}

function overHttp1(request: ClientRequest): Exchange {
  const notices = notes();
  const head = new Promise<number>((resolve, reject) => {
    request.on("response", (response) => resolve(response.statusCode as number)).on("error", reject);
  });
  const answer = new Promise<Answer>((resolve, reject) => {
    request.on("error", reject).on("response", (response: IncomingMessage) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (body += chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode as number,
          message: response.statusMessage as string,
          headers: response.headers,
          rawHeaders: response.rawHeaders,
          trailers: response.trailers,
          body,
        }),
      );
    });
  });
  request.on("information", ({ statusCode }) => notices.add(statusCode));
  request.end();
  return quiet({ answer, head, ...notices, abort: () => request.destroy() });
}

function overHttp2(client: ClientHttp2Session, headers: Record<string, string>): Exchange {
  const notices = notes();
  const stream = client.request(headers);
  const head = new Promise<number>((resolve, reject) => {
    stream.on("response", (fields) => resolve(fields[":status"] as number)).on("error", reject);
    stream.on("close", () => reject(new Error("The stream was closed without a head.")));
  });
  const answer = new Promise<Answer>((resolve, reject) => {
    let body = "";
    let trailers = {};
    stream.setEncoding("utf8");
    stream.on("data", (chunk: string) => (body += chunk));
    stream.on("trailers", (fields) => (trailers = { ...fields }));
    stream.on("error", reject).on("response", (fields, _flags, rawHeaders: string[]) => {
      stream.on("end", () => {
        const status = fields[":status"] as number;
        resolve({ status, message: "", headers: { ...fields }, rawHeaders, trailers, body });
      });
    });
    stream.on("close", () => reject(new Error("The stream was closed before its end.")));
  });
  stream.on("headers", (fields) => notices.add(fields[":status"] as number));
  stream.end();
  return quiet({ answer, head, ...notices, abort: () => stream.close(8) });
}

function notes() {
  const information: number[] = [];
  let wake: (() => void) | undefined;
  return {
    information,
    add(status: number) {
      information.push(status);
      wake?.();
    },
    async informed(): Promise<number> {
      if (information.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return information.at(-1) as number;
    },
  };
}

/** A test that aborts does not ask for the answer. */
function quiet(exchange: Exchange): Exchange {
  exchange.answer.catch(() => {});
  exchange.head.catch(() => {});
  return exchange;
}
