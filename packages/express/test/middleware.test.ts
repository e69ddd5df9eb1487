import { once } from "node:events";
import { createSessions, memoryStore, type SessionStore } from "@sess/core";
import type { Express, Request, RequestHandler, Response } from "express";
import { describe, expect, it } from "vitest";
import { getSession, session } from "../src/index.ts";
import { versions } from "./mount.ts";
import { secret, useServer } from "./serve.ts";

/** A memory store that answers later. */
function slowStore(): SessionStore {
  const store = memoryStore();
  return {
    ...store,
    read: async (key, now) => store.read(key, now),
    write: async (...args) => store.write(...args),
  };
}

const stores = { "at once": () => memoryStore(), later: slowStore };

describe.each(versions)("%s", (_name, express) => {
  const start = useServer();
  const set: RequestHandler = (request, response) => {
    request.session.set("n", (Number(request.session.get("n")) || 0) + 1);
    response.redirect("/read");
  };
  const read: RequestHandler = (request, response) => {
    response.json(request.session);
  };

  describe.each(Object.entries(stores))("over a store that answers %s", (_when, store) => {
    const app = (): Express => {
      const built = express();
      built.set("env", "test");
      built.use(session({ secret, store: store() }));
      return built;
    };

    it("shows a redirected request what was set before", async () => {
      const visit = await start(app().post("/set", set).get("/read", read));
      for (const n of [1, 2, 3]) {
        const { status, headers } = await visit("/set", { method: "POST" });
        expect([status, headers.get("Location")]).toEqual([302, "/read"]);
        expect((await visit("/read")).body).toBe(`{"n":${n}}`);
      }
    });

    it("works behind sendStatus, send, end and a status without a body", async () => {
      const touched = (answer: (response: Response) => unknown): RequestHandler => {
        return (request, response) => {
          request.session.update("n", (n) => Number(n ?? 0) + 1);
          answer(response);
        };
      };
      const built = app()
        .get(
          "/sendStatus",
          touched((response) => response.sendStatus(202)),
        )
        .get(
          "/send",
          touched((response) => response.send(Buffer.from("bytes"))),
        )
        .get(
          "/end",
          touched((response) => response.end()),
        )
        .get(
          "/empty",
          touched((response) => response.status(204).end()),
        )
        .get("/read", read);
      const visit = await start(built);
      expect(await visit("/sendStatus")).toMatchObject({ status: 202, body: "Accepted" });
      expect(await visit("/send")).toMatchObject({ status: 200, body: "bytes" });
      expect(await visit("/end")).toMatchObject({ status: 200, body: "" });
      expect(await visit("/empty")).toMatchObject({ status: 204, body: "" });
      expect((await visit("/read")).body).toBe('{"n":4}');
    });

    it("answers what is still fresh with 304, and keeps the session", async () => {
      const visit = await start(
        app()
          .get("/", (request, response) => {
            request.session.update("n", (n) => Number(n ?? 0) + 1);
            response.send("always the same");
          })
          .get("/read", read),
      );
      const etag = (await visit("/")).headers.get("ETag") ?? "";
      const again = await visit("/", { headers: { "If-None-Match": etag, "Cache-Control": "max-age=0" } });
      expect([again.status, again.body]).toEqual([304, ""]);
      expect((await visit("/read")).body).toBe('{"n":2}');
    });

    it("takes a session that is first used in the middle of the app", async () => {
      const router = express.Router();
      router.use((request, _response, next) => {
        request.session.set("by", "router");
        next();
      });
      router.get("/page", read);
      const visit = await start(app().use("/router", router));
      const { body, headers } = await visit("/router/page");
      expect(body).toBe('{"by":"router"}');
      expect(headers.getSetCookie()).toHaveLength(1);
    });

    it("keeps other cookies, and the headers of the handler", async () => {
      const visit = await start(
        app().get("/", (request, response) => {
          request.session.set("n", 1);
          response
            .cookie("theme", "dark")
            .vary("Accept")
            .set("Cache-Control", "public, max-age=60")
            .send("page");
        }),
      );
      const { headers } = await visit("/");
      expect(headers.getSetCookie().map((line) => line.split("=")[0])).toEqual(["theme", "sid"]);
      expect(headers.get("Vary")).toBe("Accept, Cookie");
      expect(headers.get("Cache-Control")).toBe("max-age=60, no-store");
    });

    it("tolerates a handler that ends twice", async () => {
      const visit = await start(
        app().get("/", (request, response) => {
          request.session.set("n", 1);
          response.end("once");
          response.end();
        }),
      );
      expect((await visit("/")).body).toBe("once");
      expect((await visit("/")).body).toBe("once");
    });
  });

  it("hooks no response that does not depend on the session", async () => {
    const listeners: number[] = [];
    const visit = await start(
      express()
        .use(session({ secret }))
        .get("/", (_request, response) => {
          listeners.push(response.listenerCount("close"));
          response.send("untouched");
        }),
    );
    const { headers } = await visit("/");
    expect(listeners).toEqual([0]);
    expect([headers.get("Set-Cookie"), headers.get("Vary")]).toEqual([null, null]);
  });

  it("saves what a mounted app first uses in the arguments of `end`", async () => {
    const mounted = express().get("/", (request, response) => {
      response.end(String(request.session.setDefault("n", 1)));
    });
    const visit = await start(
      express()
        .use(session({ secret, store: slowStore() }))
        .use("/mounted", mounted),
    );
    const { body, headers } = await visit("/mounted");
    expect(body).toBe("1");
    expect(headers.getSetCookie()).toHaveLength(1);
  });

  it("puts the session where `as` says", async () => {
    const app = express()
      .use(session({ secret, as: "adminSession", cookie: { name: "admin" } }))
      .get("/", (request, response) => {
        expect(request).not.toHaveProperty("session");
        getSession<{ role: string }>(request, "adminSession").set("role", "root");
        response.send("fine");
      });
    const { headers } = await (await start(app))("/");
    expect(headers.get("Set-Cookie")).toMatch(/^admin=/);
  });

  it("gives the function to a manager, `skip` and `device` the request of Express", async () => {
    const seen: string[] = [];
    const sessions = createSessions<{ n: number }, Request>({
      secret,
      skip: (request) => request.get("X-Skip") !== undefined,
      device: (request) => {
        seen.push(`device ${request.get("User-Agent")}`);
        return { agent: request.get("User-Agent") ?? "" };
      },
    });
    const app = express()
      .use(
        session((request) => {
          seen.push(`manager ${request.path}`);
          return sessions;
        }),
      )
      .get("/", (request, response) => {
        if (request.session !== undefined) request.session.set("n", 1);
        response.send(String(request.session === undefined));
      });
    const visit = await start(app);
    expect((await visit("/", { headers: { "User-Agent": "Lynx" } })).body).toBe("false");
    expect((await visit("/", { headers: { "X-Skip": "1" } })).body).toBe("true");
    expect(seen).toEqual(["manager /", "device Lynx", "manager /"]);
  });

  it("waits for a login before it says that the client has it", async () => {
    const store = slowStore();
    const app = express()
      .use(session({ secret, store }))
      .post("/login", (request, response) => {
        request.session.owner = "ada";
        response.json({ ok: true });
      })
      .get("/who", (request, response) => {
        response.send(request.session.owner ?? "nobody");
      });
    const visit = await start(app);
    expect((await visit("/login", { method: "POST" })).body).toBe('{"ok":true}');
    expect((await visit("/who")).body).toBe("ada");
  });

  it("lets a response be watched by whom it concerns", async () => {
    let finished = 0;
    const app = express()
      .use((_request, response, next) => {
        void once(response, "finish").then(() => finished++);
        next();
      })
      .use(session({ secret, store: slowStore() }))
      .get("/", (request, response) => {
        request.session.set("n", 1);
        response.send("page");
      });
    await (await start(app))("/");
    await expect.poll(() => finished).toBe(1);
  });
});
