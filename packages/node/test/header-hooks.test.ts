import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import compression from "compression";
import onHeaders from "on-headers";
import { describe, expect, it } from "vitest";
import { holdHead } from "../src/index.ts";
import { serve } from "./servers.ts";

const text = { "Content-Type": "text/plain" };
const zip = { headers: { "Accept-Encoding": "gzip" } };
const compress = compression({ threshold: 0 });

/** What else hooks the response, and whether before ours or after. */
type Order = "before" | "after";

/** Our hook: sets a cookie, at once or after a turn of the event loop, unless it fails (once). */
function hook(response: ServerResponse, fails: boolean, waits: boolean): void {
  let failures = fails ? 1 : 0;
  const outcome = () => {
    if (failures-- > 0) throw new Error("no store");
    return () => void response.appendHeader("Set-Cookie", "ours=1");
  };
  holdHead(response, {
    commit({ headersSent }) {
      if (headersSent) return undefined;
      return waits ? new Promise((done) => setImmediate(done)).then(outcome) : outcome();
    },
    onError: () => response.writeHead(503, text).end("error page"),
  });
}

/** Asks for a response that has our hook and another one. */
async function get(
  order: Order,
  other: (request: IncomingMessage, response: ServerResponse) => void,
  handler: (response: ServerResponse) => void,
  { fails = false, waits = true } = {},
) {
  const chunks: Uint8Array[] = [];
  const server = await serve("http1", (request, response) => {
    if (order === "before") other(request, response);
    hook(response, fails, waits);
    if (order === "after") other(request, response);
    handler(response);
  });
  try {
    const response = await fetch(`http://127.0.0.1:${server.port}/`, zip);
    for await (const chunk of response.body ?? []) chunks.push(chunk);
    return { response, body: Buffer.concat(chunks).toString() };
  } finally {
    await server.close();
  }
}

describe.each(["before", "after"] as const)("compression that was mounted %s our hook", (order) => {
  const mount = (request: IncomingMessage, response: ServerResponse): void => {
    compress(request as never, response as never, () => {});
  };

  // Random, so that it is as long compressed as it is plain.
  const long = randomBytes(600_000).toString("base64");

  it.each([true, false])("compresses a body of one piece (commit waits: %s)", async (waits) => {
    const { response, body } = await get(order, mount, (r) => r.writeHead(200, text).end(long), { waits });
    expect(response.headers.get("Content-Encoding")).toBe("gzip");
    expect(response.headers.getSetCookie()).toEqual(["ours=1"]);
    expect(response.headers.get("Vary")).toBe("Accept-Encoding");
    expect(body).toBe(long);
  });

  it.each([true, false])(
    "compresses a pipe, and wakes it from its wait (commit waits: %s)",
    async (waits) => {
      const pieces = long.match(/.{1,20000}/g) ?? [];
      const { response, body } = await get(
        order,
        mount,
        (r) => {
          r.setHeader("Content-Type", "text/plain");
          Readable.from(pieces).pipe(r);
        },
        { waits },
      );
      expect(response.headers.get("Content-Encoding")).toBe("gzip");
      expect(body).toBe(long);
    },
  );

  it("wakes a writer that asked for drain before it wrote", async () => {
    const { body } = await get(order, mount, (r) => {
      r.setHeader("Content-Type", "text/plain");
      r.on("drain", () => r.end("second"));
      if (r.write("first ")) r.end("was not held");
    });
    expect(body).toBe("first second");
  });

  it.each([true, false])(
    "compresses the error page of a commit that fails (commit waits: %s)",
    async (waits) => {
      const { response, body } = await get(order, mount, (r) => r.writeHead(200, text).end(long), {
        waits,
        fails: true,
      });
      expect(response.status).toBe(503);
      expect(response.headers.get("Content-Encoding")).toBe("gzip");
      expect(body).toBe("error page");
    },
  );

  it("leaves a body alone that the client cannot unzip", async () => {
    const server = await serve("http1", (request, response) => {
      if (order === "before") mount(request, response);
      holdHead(response, { commit: () => Promise.resolve(undefined), onError() {} });
      if (order === "after") mount(request, response);
      response.writeHead(200, text).end("plain");
    });
    expect((await server.get()).body).toBe("plain");
    const zipped = server.send("/", zip);
    expect((await zipped.answer).headers["content-encoding"]).toBe("gzip");
    await server.close();
  });
});

describe.each(["before", "after"] as const)("on-headers that was called %s our hook", (order) => {
  it.each([true, false])("fires once, and both set headers (commit waits: %s)", async (waits) => {
    let fired = 0;
    const theirs = (_: unknown, response: ServerResponse): void =>
      onHeaders(response, function (this: ServerResponse) {
        fired++;
        this.setHeader("X-Theirs", "yes");
        this.appendHeader("Set-Cookie", "theirs=1");
      });
    const { response, body } = await get(order, theirs, (r) => r.writeHead(201, text).end("body"), { waits });
    expect(fired).toBe(1);
    expect(response.status).toBe(201);
    expect(response.headers.get("X-Theirs")).toBe("yes");
    expect(response.headers.getSetCookie().toSorted()).toEqual(["ours=1", "theirs=1"]);
    expect(body).toBe("body");
  });

  it("has not fired for a head that a failed commit has kept back", async () => {
    const statuses: number[] = [];
    const theirs = (_: unknown, response: ServerResponse): void =>
      onHeaders(response, function (this: ServerResponse) {
        statuses.push(this.statusCode);
      });
    const { response } = await get(order, theirs, (r) => r.writeHead(201).end("body"), { fails: true });
    expect(response.status).toBe(503);
    expect(statuses).toEqual([503]);
  });

  it("may change the status", async () => {
    const theirs = (_: unknown, response: ServerResponse): void =>
      onHeaders(response, function (this: ServerResponse) {
        this.statusCode = 418;
      });
    const { response, body } = await get(order, theirs, (r) => r.end("body"));
    expect(response.status).toBe(418);
    expect(body).toBe("body");
  });
});

describe("a method that somebody replaces", () => {
  it("may be put back", async () => {
    const seen: string[] = [];
    const wrapping = (_: unknown, response: ServerResponse): void => {
      const { end } = response;
      response.end = function (this: ServerResponse, ...args: never[]) {
        seen.push("wrapper");
        response.end = end;
        return end.apply(response, args as never);
      } as typeof response.end;
    };
    const { body, response } = await get("after", wrapping, (r) => r.end("body"));
    expect(body).toBe("body");
    expect(response.headers.getSetCookie()).toEqual(["ours=1"]);
    expect(seen).toEqual(["wrapper"]);
  });

  it("may be called later than the call that it answers", async () => {
    const delaying = (_: unknown, response: ServerResponse): void => {
      const { end } = response;
      response.end = function (this: ServerResponse, ...args: never[]) {
        setImmediate(() => end.apply(response, args as never));
        return response;
      } as typeof response.end;
    };
    for (const order of ["before", "after"] as const) {
      const { body, response } = await get(order, delaying, (r) => r.end("body"));
      expect(body).toBe("body");
      expect(response.headers.getSetCookie()).toEqual(["ours=1"]);
    }
  });

  it("is the same as long as nobody replaces it", async () => {
    await get(
      "before",
      () => {},
      (r) => {
        expect(r.end).toBe(r.end);
        expect(Object.keys(r)).toContain("end");
        r.end();
      },
    );
  });
});
