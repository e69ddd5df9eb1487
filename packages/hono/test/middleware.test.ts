import { createSessions, isSessError, memoryStore, type Session } from "@sess/core";
import { Hono } from "hono";
import { etag } from "hono/etag";
import { HTTPException } from "hono/http-exception";
import { secureHeaders } from "hono/secure-headers";
import { stream, streamSSE } from "hono/streaming";
import { describe, expect, it, vi } from "vitest";
import { getSession, type SessionEnv, session } from "../src/index.ts";

const secret = "qL8vT2nXw5zR0kYb7cJm4HsGd9FpUe1A";
const down = { ...memoryStore(), write: () => Promise.reject(new Error("down")) };

/** An app with a session and a page that shows it. */
function appWith(input: Parameters<typeof session>[0] = { secret }): Hono<SessionEnv> {
  const app = new Hono<SessionEnv>();
  app.use(session(input) as ReturnType<typeof session>);
  app.get("/read", (c) => c.json(c.var.session));
  return app;
}

/** What the next visitor with the cookies of `response` reads. */
async function after(app: Hono<SessionEnv>, response: Response): Promise<unknown> {
  const cookies = response.headers.getSetCookie().map((line) => line.split(";")[0]);
  const next = await app.request("/read", { headers: { Cookie: cookies.join("; ") } });
  return next.json();
}

const set = (c: { var: { session: Session } }) => c.var.session.set("n", 1);

describe("errors in Hono", () => {
  it("saves with an HTTPException below 500, whose own response keeps our cookie", async () => {
    const app = appWith();
    app.get("/", (c) => {
      set(c);
      throw new HTTPException(403, {
        res: new Response("no", { status: 403, headers: { "X-Why": "because" } }),
      });
    });
    const response = await app.request("/");
    expect([response.status, await response.text(), response.headers.get("X-Why")]).toEqual([
      403,
      "no",
      "because",
    ]);
    expect(await after(app, response)).toEqual({ n: 1 });
  });

  it("saves nothing with an HTTPException of 500 and more", async () => {
    const app = appWith();
    app.get("/", (c) => {
      set(c);
      throw new HTTPException(503);
    });
    const response = await app.request("/");
    expect([response.status, response.headers.getSetCookie()]).toEqual([503, []]);
  });

  it("saves what the handler of pages that are not there has changed", async () => {
    const app = appWith();
    app.notFound((c) => {
      c.var.session.flash("notice", "moved");
      return c.text("not here", 404);
    });
    const response = await app.request("/nowhere");
    expect([response.status, response.headers.getSetCookie().length]).toEqual([404, 1]);
  });

  it("sees what an inner app's own onError makes of an error", async () => {
    const app = appWith();
    const inner = new Hono<SessionEnv>();
    inner.get("/", (c) => {
      set(c);
      throw new Error("on purpose");
    });
    inner.onError((_error, c) => c.text("handled inside", 409));
    app.route("/inner", inner);
    const response = await app.request("/inner");
    expect([response.status, await response.text()]).toEqual([409, "handled inside"]);
    expect(await after(app, response)).toEqual({ n: 1 });
  });

  it("saves nothing where something else than an Error is thrown, which Hono leaves to the platform", async () => {
    const created = vi.fn();
    const app = appWith({ secret, on: { created } });
    app.get("/", (c) => {
      set(c);
      throw "a text";
    });
    await expect(app.request("/")).rejects.toBe("a text");
    expect(created).not.toHaveBeenCalled();
  });

  it("leaves it to Hono to say that nothing has answered", async () => {
    const app = appWith();
    app.use("/silent", async (c) => set(c));
    const messages: string[] = [];
    app.onError((error, c) => {
      messages.push(error.message);
      return c.text("", 500);
    });
    expect((await app.request("/silent")).status).toBe(500);
    expect(messages).toEqual([expect.stringContaining("Context is not finalized")]);
  });
});

describe("a commit that fails in Hono", () => {
  it("leaves the fields of middleware in front of it, and takes those that describe the lost page", async () => {
    const app = new Hono<SessionEnv>();
    app.use(async (c, next) => {
      c.header("X-Request-Id", "7");
      await next();
    });
    app.use(session({ secret, store: down }));
    app.get("/", (c) => {
      set(c);
      c.header("Content-Length", "4");
      c.header("ETag", '"1"');
      return new Response("page", { headers: { "X-Page": "lost", "Cache-Control": "public" } });
    });
    app.onError((error, c) => {
      c.header("X-Error", isSessError(error) ? error.code : "another");
      return c.text("the store is down", 503);
    });
    const response = await app.request("/");
    expect([response.status, await response.text()]).toEqual([503, "the store is down"]);
    expect(Object.fromEntries(response.headers)).toEqual({
      "content-type": expect.stringContaining("text/plain"),
      "x-error": "ERR_SESS_STORE_FAILED",
      "x-request-id": "7",
    });
  });
});

describe("responses of Hono", () => {
  it("keeps the fields of middleware on both sides", async () => {
    const app = new Hono<SessionEnv>();
    app.use(secureHeaders());
    app.use(session({ secret }));
    app.use(async (c, next) => {
      await next();
      c.header("X-Inner", "yes");
      c.header("Set-Cookie", "theme=dark", { append: true });
    });
    app.get("/", (c) => {
      set(c);
      return c.text("page");
    });
    const response = await app.request("/");
    expect([response.headers.get("X-Inner"), response.headers.get("X-Frame-Options")]).toEqual([
      "yes",
      "SAMEORIGIN",
    ]);
    expect(response.headers.getSetCookie().map((line) => line.split("=")[0])).toEqual(["theme", "sid"]);
  });

  it("puts no cookie into a Response object that a handler returns again and again", async () => {
    const shared = new Response(null, { status: 204 });
    const app = appWith();
    app.get("/", (c) => {
      if (c.req.query("set")) set(c);
      return shared;
    });
    expect((await app.request("/?set=1")).headers.getSetCookie()).toHaveLength(1);
    expect((await app.request("/")).headers.getSetCookie()).toEqual([]);
  });

  it("passes on the immutable response of a fetch with our cookie", async () => {
    const app = appWith();
    app.get("/", (c) => {
      set(c);
      return fetch("data:text/plain,fetched");
    });
    const response = await app.request("/");
    expect(await response.text()).toBe("fetched");
    expect(await after(app, response)).toEqual({ n: 1 });
  });

  it("does not count the 304 of etag() as a visit where etag() stands behind it", async () => {
    const touched = vi.fn();
    const app = new Hono<SessionEnv>();
    app.use(session({ secret, touchAfter: 0, on: { touched } }), etag());
    app.get("/set", (c) => {
      set(c);
      return c.text("");
    });
    app.get("/", (c) => c.text(String(c.var.session.get("n"))));
    const cookie = (await app.request("/set")).headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const page = await app.request("/", { headers: { Cookie: cookie } });
    touched.mockClear();
    const headers = { Cookie: cookie, "If-None-Match": page.headers.get("ETag") ?? "" };
    expect((await app.request("/", { headers })).status).toBe(304);
    expect(touched).not.toHaveBeenCalled();
  });

  it("keeps what stream and streamSSE save while they run", async () => {
    const app = appWith();
    app.get("/stream", (c) => {
      set(c);
      return stream(c, async (out) => {
        await out.write("a");
        c.var.session.set("n", 2);
        await c.var.session.save();
      });
    });
    app.get("/events", (c) => {
      set(c);
      return streamSSE(c, async (out) => {
        await out.writeSSE({ data: "a" });
        c.var.session.set("n", 3);
        await c.var.session.save();
      });
    });
    const streamed = await app.request("/stream");
    expect(await streamed.text()).toBe("a");
    expect(await after(app, streamed)).toEqual({ n: 2 });
    const events = await app.request("/events");
    expect(await events.text()).toBe("data: a\n\n");
    expect(await after(app, events)).toEqual({ n: 3 });
  });
});

describe("several managers and apps", () => {
  it("keeps each manager's session in the variable of its name", async () => {
    const app = new Hono<SessionEnv & SessionEnv<{ n: number }, "admin">>();
    app.use(session({ secret }));
    app.use(session<{ n: number }, "admin">({ secret, as: "admin", cookie: { name: "admin" } }));
    app.get("/", (c) => {
      c.var.session.set("n", 1);
      c.var.admin.set("n", 2);
      return c.json([getSession(c), getSession(c, "admin"), c.get("admin") === c.var.admin]);
    });
    const response = await app.request("/");
    expect(await response.json()).toEqual([{ n: 1 }, { n: 2 }, true]);
    expect(response.headers.getSetCookie()).toHaveLength(2);
  });

  it("takes secrets and bindings from the environment that comes with the request", async () => {
    interface Env {
      Bindings: { SESSION_SECRET: string };
    }
    const managers = new WeakMap<object, ReturnType<typeof createSessions>>();
    const app = new Hono<Env & SessionEnv>();
    app.use(
      session((c) => {
        const { env } = c;
        const sessions = managers.get(env) ?? createSessions({ secret: env.SESSION_SECRET });
        managers.set(env, sessions);
        return sessions;
      }),
    );
    app.get("/", (c) => {
      c.var.session.update("n", (n) => (Number(n) || 0) + 1);
      return c.json(c.var.session);
    });
    const env = { SESSION_SECRET: secret };
    const first = await app.request("/", {}, env);
    const Cookie = first.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    expect(await (await app.request("/", { headers: { Cookie } }, env)).json()).toEqual({ n: 2 });
  });

  it("saves what an app mounted by app.mount answers", async () => {
    const app = appWith();
    app.use("/other/*", async (c, next) => {
      set(c);
      await next();
    });
    app.mount("/other", (request) => new Response(new URL(request.url).pathname));
    const response = await app.request("/other/page");
    expect(await response.text()).toBe("/page");
    expect(await after(app, response)).toEqual({ n: 1 });
  });

  it("says where there is no session, and how to get one", () => {
    const app = new Hono();
    app.get("/", (c) => c.text(String(getSession(c).id)));
    const messages: unknown[] = [];
    app.onError((error, c) => {
      messages.push(error.message);
      return c.text("", 500);
    });
    return Promise.resolve(app.request("/")).then(() => {
      expect(messages).toEqual([expect.stringContaining("app.use(session(…))")]);
    });
  });
});
