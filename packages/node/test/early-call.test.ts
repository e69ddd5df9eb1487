import { memoryStore, type SessionStore } from "@sess/core";
import onHeaders from "on-headers";
import { afterEach, describe, expect, it } from "vitest";
import { getSession, session } from "../src/index.ts";
import { type Handler, type Server, serve } from "./servers.ts";

const secret = "qL8vT2nXw5zR0kYb7cJm4HsGd9FpUe1A";

let server: Server;
afterEach(() => server.close());

/** A memory store that answers later, so that heads are held. */
function slowStore(): SessionStore {
  const store = memoryStore();
  return {
    ...store,
    read: async (key, now) => store.read(key, now),
    write: async (key, record, expected, now) => store.write(key, record, expected, now),
  };
}

const handlers: Record<string, Handler> = {
  end: (request, response) => {
    response.end(visit(request));
  },
  write: (request, response) => {
    response.write(visit(request));
    response.end();
  },
  writeHead: (request, response) => {
    response.writeHead(200, { "X-Visit": visit(request) });
    response.end("visit 1");
  },
};

/** Counts in the very argument of the call that sends the head. */
function visit(request: object): string {
  const visits = getSession<{ visits: number }>(request);
  visits.update("visits", (n = 0) => n + 1);
  return `visit ${visits.get("visits")}`;
}

describe.each(["http1", "http2"] as const)("over %s", (protocol) => {
  it.each(Object.entries(handlers))(
    "a session first used in the arguments of `%s` is saved before the head",
    async (_, handler) => {
      const middleware = session({ secret, store: slowStore() });
      server = await serve(protocol, (request, response) => {
        middleware(request, response, () => handler(request, response));
      });
      const answer = await server.send("/", {}).answer;
      expect(answer.body).toBe("visit 1");
      expect(answer.headers["set-cookie"]).toHaveLength(1);
    },
  );

  it("a method looked up before somebody wrapped it waits for the session, too", async () => {
    const middleware = session({ secret, store: slowStore() });
    server = await serve(protocol, (request, response) => {
      middleware(request, response, () => {
        const end = response.end.bind(response);
        response.end = () => response;
        end(visit(request));
      });
    });
    const answer = await server.get();
    expect(answer.body).toBe("visit 1");
    expect(answer.headers["set-cookie"]).toHaveLength(1);
  });

  it("what somebody hooked before the first use does to the head is not the last word", async () => {
    const middleware = session({ secret, store: slowStore() });
    server = await serve(protocol, (request, response) => {
      middleware(request, response, () => {
        onHeaders(response, () => response.setHeader("Cache-Control", "public, max-age=60"));
        response.end(visit(request));
      });
    });
    const { headers } = await server.get();
    expect(headers["cache-control"]).toBe("max-age=60, no-store");
  });
});
