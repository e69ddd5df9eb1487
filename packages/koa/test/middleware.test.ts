import { Readable } from "node:stream";
import { createSessions, isSessError, memoryStore, type SessionStore } from "@sess/core";
import type { Context, Middleware } from "koa";
import { describe, expect, it } from "vitest";
import { getSession, session } from "../src/index.ts";
import { versions } from "./mount.ts";
import { secret, useServer } from "./serve.ts";

const stores = {
  "at once": () => memoryStore(),
  later(): SessionStore {
    const store = memoryStore();
    return {
      ...store,
      read: async (key, now) => store.read(key, now),
      write: async (...args) => store.write(...args),
    };
  },
};

const count: Middleware = (context) => {
  context.session.update("n", (n) => Number(n ?? 0) + 1);
  context.body = `visit ${context.session.get("n")}`;
};

describe.each(versions)("%s", (_name, Koa) => {
  const start = useServer();
  const serve = (...layers: Middleware[]) => {
    const app = new Koa();
    app.silent = true;
    for (const layer of layers) app.use(layer);
    return start(app.callback());
  };

  describe.each(Object.entries(stores))("over a store that answers %s", (_when, store) => {
    it("remembers a visitor", async () => {
      const visit = await serve(session({ secret, store: store() }), count);
      for (const n of [1, 2, 3]) expect((await visit("/")).body).toBe(`visit ${n}`);
    });

    it("has saved the session when the middleware before it goes on", async () => {
      const inner = store();
      let writes = 0;
      const counted: SessionStore = {
        ...inner,
        write(...args) {
          writes++;
          return inner.write(...args);
        },
      };
      const seen: number[] = [];
      const before: Middleware = async (_context, next) => {
        await next();
        seen.push(writes);
      };
      const visit = await serve(before, session({ secret, store: counted }), count);
      await visit("/");
      expect(seen).toEqual([1]);
      expect(writes).toBe(1);
    });

    it("decides about a throw by the status of the error response", async () => {
      const throwing: Middleware = (context) => {
        if (context.path === "/read") {
          context.body = context.session.toJSON();
          return;
        }
        context.session.set("path", context.path);
        context.throw(Number(context.path.slice(1)));
      };
      const visit = await serve(session({ secret, store: store() }), throwing);
      const failed = await visit("/500");
      expect([failed.status, failed.headers.getSetCookie()]).toEqual([500, []]);
      expect((await visit("/read")).body).toBe("{}");
      const refused = await visit("/403");
      expect([refused.status, refused.headers.getSetCookie().length]).toEqual([403, 1]);
      expect((await visit("/read")).body).toBe('{"path":"/403"}');
    });

    it("decides about a throw that is caught by the status that is sent", async () => {
      const catching: Middleware = async (context, next) => {
        try {
          await next();
        } catch {
          context.session.flash("notice", "Try again.");
          context.redirect("/");
        }
      };
      const throwing: Middleware = (context) => {
        if (context.path === "/") context.body = context.session.takeFlash("notice");
        else throw new Error("on purpose");
      };
      const visit = await serve(catching, session({ secret, store: store() }), throwing);
      expect((await visit("/throw")).status).toBe(302);
      expect((await visit("/")).body).toContain("Try again.");
    });

    it("sends the cookie also where an error takes all headers away after the save", async () => {
      const late: Middleware = async (context, next) => {
        await next();
        if (context.path === "/late") context.throw(409, "too late");
      };
      const visit = await serve(late, session({ secret, store: store() }), count);
      const { status, headers } = await visit("/late");
      expect([status, headers.getSetCookie().length]).toEqual([409, 1]);
      expect((await visit("/")).body).toBe("visit 2");
    });

    it("works where a handler sends the response itself", async () => {
      const bypassing: Middleware = (context) => {
        context.session.update("n", (n) => Number(n ?? 0) + 1);
        if (context.path === "/respond") context.respond = false;
        context.res.statusCode = 200;
        context.res.setHeader("Content-Type", "text/plain");
        context.res.write("visit ");
        context.res.end(String(context.session.get("n")));
      };
      const visit = await serve(session({ secret, store: store() }), bypassing);
      expect((await visit("/respond")).body).toBe("visit 1");
      expect((await visit("/")).body).toBe("visit 2");
    });

    it("works where a handler sends the response itself, and later", async () => {
      const bypassing: Middleware = (context) => {
        context.respond = false;
        setImmediate(() => {
          context.session.update("n", (n) => Number(n ?? 0) + 1);
          context.res
            .writeHead(201, { "Content-Type": "text/plain" })
            .end(`visit ${context.session.get("n")}`);
        });
      };
      const visit = await serve(session({ secret, store: store() }), bypassing);
      expect(await visit("/")).toMatchObject({ status: 201, body: "visit 1" });
      expect(await visit("/")).toMatchObject({ status: 201, body: "visit 2" });
    });

    it("keeps what changes while a stream runs", async () => {
      const streaming: Middleware = (context) => {
        if (context.path === "/read") {
          context.body = context.session.toJSON();
          return;
        }
        context.session.set("chunks", 0);
        async function* chunks() {
          for (const chunk of ["a", "b", "c"]) {
            context.session.update("chunks", (n) => Number(n) + 1);
            yield chunk;
          }
        }
        context.body = Readable.from(chunks());
      };
      const visit = await serve(session({ secret, store: store() }), streaming);
      expect((await visit("/")).body).toBe("abc");
      expect((await visit("/read")).body).toBe('{"chunks":3}');
    });

    it("saves nothing by a normal return with status 500", async () => {
      const failing: Middleware = (context) => {
        if (context.path !== "/") context.status = 500;
        context.session.update("n", (n) => Number(n ?? 0) + 1);
        context.body = String(context.session.get("n"));
      };
      const visit = await serve(session({ secret, store: store() }), failing);
      await visit("/");
      expect(await visit("/500")).toMatchObject({ status: 500, body: "2" });
      expect((await visit("/")).body).toBe("2");
    });
  });

  describe.each(["throws", "rejects"] as const)("over a store that %s", (how) => {
    const broken = (): SessionStore => ({
      ...memoryStore(),
      write() {
        const error = new Error("disk full");
        if (how === "throws") throw error;
        return Promise.reject(error);
      },
    });

    it("throws a failed save to the middleware before it", async () => {
      const errors: unknown[] = [];
      const catching: Middleware = async (context, next) => {
        try {
          await next();
        } catch (error) {
          errors.push(isSessError(error) && error.code);
          context.status = 503;
          context.body = "try again";
        }
      };
      const visit = await serve(catching, session({ secret, store: broken() }), count);
      const { status, body, headers } = await visit("/");
      expect([status, body, headers.getSetCookie()]).toEqual([503, "try again", []]);
      expect(errors).toEqual(["ERR_SESS_STORE_FAILED"]);
    });

    it("leaves it to Koa where nobody catches it, once", async () => {
      const app = new Koa();
      const errors: unknown[] = [];
      app.on("error", (error) => errors.push(isSessError(error) && error.code));
      app.use(session({ secret, store: broken() })).use(count);
      const visit = await start(app.callback());
      expect((await visit("/")).status).toBe(503);
      expect(errors).toEqual(["ERR_SESS_STORE_FAILED"]);
    });

    it("answers for a handler that has sent the response itself", async () => {
      const app = new Koa();
      const errors: unknown[] = [];
      app.on("error", (error) => errors.push(isSessError(error) && error.code));
      app.use(session({ secret, store: broken() })).use((context) => {
        context.session.set("n", 1);
        context.respond = false;
        context.res.writeHead(200, { "Content-Length": "5" }).end("never");
      });
      const visit = await start(app.callback());
      const { status, body } = await visit("/");
      expect([status, body]).toEqual([503, "Service Unavailable"]);
      expect(errors).toEqual(["ERR_SESS_STORE_FAILED"]);
    });
  });

  it("gives functions the context of Koa, and getSession the session of another manager", async () => {
    const sessions = createSessions<{ role: string }, Context>({
      secret,
      as: "adminSession",
      cookie: { name: "admin" },
      skip: (context) => context.path === "/skipped",
    });
    const visit = await serve(
      session((context) => (context.get("X-Tenant") === "" ? sessions : sessions)),
      (context) => {
        if (context.path === "/skipped") {
          expect(() => getSession(context, "adminSession")).toThrow(
            expect.objectContaining({ code: "ERR_SESS_NOT_MOUNTED" }),
          );
          context.body = "skipped";
          return;
        }
        getSession<{ role: string }>(context, "adminSession").set("role", "root");
        context.body = context.adminSession.toJSON();
      },
    );
    expect(await visit("/")).toMatchObject({ status: 200, body: '{"role":"root"}' });
    expect(await visit("/skipped")).toMatchObject({ status: 200, body: "skipped" });
  });

  it("hooks no response that does not depend on the session", async () => {
    const listeners: number[] = [];
    const visit = await serve(session({ secret }), (context) => {
      listeners.push(context.res.listenerCount("close"));
      context.body = "untouched";
    });
    expect((await visit("/")).headers.get("Vary")).toBeNull();
    expect(listeners).toEqual([0]);
  });
});
