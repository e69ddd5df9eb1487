import type { IncomingMessage, ServerResponse } from "node:http";
import { connect } from "node:http2";
import { createSessions, isSessError, memoryStore, type SessionStore } from "@sess/core";
import { afterEach, describe, expect, it } from "vitest";
import { getSession, type Middleware, type NodeRequest, type NodeResponse, session } from "../src/index.ts";
import { type Handler, type Protocol, type Server, serve } from "./servers.ts";

const secret = "qL8vT2nXw5zR0kYb7cJm4HsGd9FpUe1A";

/** A memory store that answers later. */
function slowStore(): SessionStore {
  const store = memoryStore();
  return {
    ...store,
    read: async (key, now) => store.read(key, now),
    write: async (...args) => store.write(...args),
  };
}

let server: Server;
afterEach(() => server.close());

/** Serves with the middleware in front, as the README has it. */
async function start(
  middleware: Middleware<NodeRequest, NodeResponse>,
  handler: Handler,
  protocol: Protocol = "http1",
): Promise<void> {
  server = await serve(protocol, (request, response) => {
    middleware(request, response, (error) => {
      if (error === undefined) handler(request, response);
      else if (!response.headersSent) response.writeHead(500).end(`error: ${(error as Error).message}`);
    });
  });
}

function count(request: IncomingMessage, response: ServerResponse): void {
  const visits = getSession<{ visits: number }>(request);
  visits.update("visits", (n = 0) => n + 1);
  response.end(`visit ${visits.get("visits")}`);
}

async function visit(cookie?: string): Promise<{ body: string; cookie: string | undefined }> {
  const { body, headers } = await server.send("/", cookie === undefined ? {} : { headers: { cookie } })
    .answer;
  return { body, cookie: headers["set-cookie"]?.[0]?.split(";")[0] };
}

describe("session", () => {
  it.each(["http1", "http2"] as const)("remembers a visitor over %s", async (protocol) => {
    await start(session({ secret }), count, protocol);
    const first = await visit();
    expect(first.body).toBe("visit 1");
    expect(await visit(first.cookie)).toEqual({ body: "visit 2", cookie: undefined });
  });

  it("calls next at once where the store answers at once", async () => {
    let isSynchronous = false;
    const middleware = session({ secret });
    server = await serve("http1", (request, response) => {
      let isBefore = true;
      middleware(request, response, () => {
        isSynchronous = isBefore;
        response.end();
      });
      isBefore = false;
    });
    await server.get();
    expect(isSynchronous).toBe(true);
  });

  it("leaves alone what skip skips", async () => {
    await start(
      session({ secret, skip: (request: NodeRequest) => request.url === "/" }),
      (request, response) => {
        expect(request).not.toHaveProperty("session");
        expect(() => getSession(request)).toThrow(expect.objectContaining({ code: "ERR_SESS_NOT_MOUNTED" }));
        response.end("skipped");
      },
    );
    expect((await visit()).body).toBe("skipped");
  });

  it("gives next what the function to a manager throws", async () => {
    const middleware = session(() => {
      throw new Error("no tenant");
    });
    await start(middleware, count);
    expect((await visit()).body).toBe("error: no tenant");
  });

  it("gives next a second call where the session cannot be saved", async () => {
    const store = memoryStore();
    const broken = { ...store, write: () => Promise.reject(new Error("down")) };
    await start(session({ secret, store: broken }), count);
    expect((await visit()).body).toMatch(/^error: \[sess\] /);
  });

  it("hooks no response that does not depend on the session", async () => {
    await start(session({ secret, store: slowStore() }), (_, response) => {
      expect(response.listenerCount("close")).toBe(0);
      response.end("untouched");
    });
    expect(await visit()).toEqual({ body: "untouched", cookie: undefined });
  });

  it.each([
    ["at once", memoryStore],
    ["later", slowStore],
  ])(
    "hooks every response with the same accessors, over a store that answers %s, so that V8 gives them one shape",
    async (_when, store) => {
      const hooks: (PropertyDescriptor | undefined)[][] = [];
      const names = ["writeHead", "write", "end", "flushHeaders"] as const;
      await start(session({ secret, store: store() }), (request, response) => {
        count(request, response);
        response.on("finish", () =>
          hooks.push(names.map((name) => Object.getOwnPropertyDescriptor(response, name))),
        );
      });
      await visit();
      await visit();
      const [first = [], second = []] = hooks;
      expect(first).toEqual(
        Array(4).fill(expect.objectContaining({ get: expect.any(Function), set: expect.any(Function) })),
      );
      for (const [at, hook] of first.entries()) {
        expect(second[at]?.get).toBe(hook?.get);
        expect(second[at]?.set).toBe(hook?.set);
      }
    },
  );

  it("believes :scheme of HTTP/2, as a proxy forwards it", async () => {
    await start(session({ secret }), count, "http2");
    const client = connect(`http://127.0.0.1:${server.port}`);
    const lines = await new Promise<string[] | undefined>((resolve, reject) => {
      const stream = client.request({ ":path": "/", ":scheme": "https" });
      stream.on("response", (headers) => resolve(headers["set-cookie"])).on("error", reject);
      stream.resume();
    });
    client.close();
    expect(lines).toEqual([expect.stringMatching(/^__Host-sid=.*; Secure/)]);
  });

  it("writes a renewal once, also where the response commits at its head and at its end", async () => {
    const store = memoryStore();
    let writes = 0;
    const counted: SessionStore = {
      ...store,
      write(...args) {
        writes++;
        return store.write(...args);
      },
    };
    let now = Date.UTC(2030, 0, 1);
    // A clock that never stands still, and a touch that is always due.
    const sessions = createSessions({ secret, store: counted, touchAfter: 0, clock: () => now++ });
    await start(session(sessions), (request, response) => {
      const mine = getSession(request);
      if (mine.isNew) mine.set("kept", true);
      else mine.rotate({ grace: true });
      response.write(`${writes}, `);
      response.end(`${writes}`);
    });
    const { cookie } = await visit();
    expect(writes).toBe(1);
    expect((await visit(cookie)).body).toBe("1, 2");
    expect(writes).toBe(2);
  });
});

describe("getSession", () => {
  it("finds the session of another manager by its name", async () => {
    const admin = session({ secret, as: "adminSession", cookie: { name: "admin" } });
    await start(admin, (request, response) => {
      getSession<{ role: string }>(request, "adminSession").set("role", "root");
      response.end(String(getSession(request, "adminSession").get("role")));
    });
    const { body, cookie } = await visit();
    expect(body).toBe("root");
    expect(cookie).toMatch(/^admin=/);
  });

  it("says what is missing where there is none", () => {
    let thrown: unknown;
    try {
      getSession({}, "adminSession");
    } catch (error) {
      thrown = error;
    }
    expect(isSessError(thrown) && thrown.message).toContain('"adminSession"');
  });
});
