import { isSessError, memoryStore, type SessionStore } from "@sess/core";
import compression from "compression";
import type { ErrorRequestHandler, Express } from "express";
import { describe, expect, it } from "vitest";
import { session } from "../src/index.ts";
import { versions } from "./mount.ts";
import { secret, useServer } from "./serve.ts";

/** A store that cannot write: it says so at once, or later. */
function broken(how: "throws" | "rejects"): SessionStore {
  const store = memoryStore();
  const write = () => {
    const error = new Error("disk full");
    if (how === "throws") throw error;
    return Promise.reject(error);
  };
  return { ...store, write };
}

const ways = versions.flatMap(([name, express]) =>
  (["throws", "rejects"] as const).map((how) => [name, how, express] as const),
);

describe.each(ways)("%s over a store that %s", (_name, how, express) => {
  const start = useServer();
  const layers = {
    session: () => session({ secret, store: broken(how) }),
    compression: () => compression({ threshold: 0 }),
  };
  const build = (...order: (keyof typeof layers)[]): Express => {
    const app = express();
    app.set("env", "test");
    for (const layer of order) app.use(layers[layer]());
    app.all("/", (request, response) => {
      request.session.set("n", 1);
      response.status(201).json({ a: "body that is dropped" });
    });
    app.get("/untouched", (_request, response) => {
      response.send("untouched");
    });
    return app;
  };

  it.each([
    ["alone", ["session"]],
    ["inside of compression", ["compression", "session"]],
    ["outside of compression", ["session", "compression"]],
  ] as const)("lets Express answer with its own error page (%s)", async (_where, order) => {
    const visit = await start(build(...order));
    for (let time = 0; time < 2; time++) {
      const { status, body, headers } = await visit("/");
      expect(status).toBe(503);
      expect(body).toContain("<title>Error</title>");
      expect(headers.getSetCookie()).toEqual([]);
      expect(headers.get("ETag")).toBeNull();
    }
    expect((await visit("/untouched")).body).toBe("untouched");
  });

  it("lets Express read the rest of an unread request first", async () => {
    const visit = await start(build("session"));
    const { status, body } = await visit("/", { method: "POST", body: "x".repeat(300_000) });
    expect(status).toBe(503);
    expect(body).toContain("<title>Error</title>");
  });

  it("gives the app's own error handling the error, and a response with status 500", async () => {
    const errors: unknown[] = [];
    const page: ErrorRequestHandler = (error, _request, response, _next) => {
      errors.push(isSessError(error) && error.code, response.headersSent, response.statusCode);
      response.json({ error: "try again" });
    };
    const visit = await start(build("session").use(page));
    expect(await visit("/")).toMatchObject({ status: 500, body: '{"error":"try again"}' });
    expect(errors).toEqual(["ERR_SESS_STORE_FAILED", false, 500]);
  });

  it("may be answered with a redirect", async () => {
    const page: ErrorRequestHandler = (_error, _request, response, _next) => response.redirect("/untouched");
    const visit = await start(build("session").use(page));
    const { status, headers } = await visit("/");
    expect([status, headers.get("Location")]).toEqual([302, "/untouched"]);
  });

  it("cuts off a response whose last changes cannot be saved", async () => {
    const store = memoryStore();
    let isBroken = false;
    const fails = broken(how);
    const app = express();
    app.set("env", "test");
    app.use(
      session({
        secret,
        store: { ...store, write: (...args) => (isBroken ? fails.write(...args) : store.write(...args)) },
      }),
    );
    app.get("/", (request, response) => {
      request.session.set("n", 1);
      response.write("first ");
      isBroken = true;
      request.session.set("n", 2);
      response.end("last");
    });
    const visit = await start(app);
    await expect(visit("/")).rejects.toThrow();
  });
});

describe.each(versions)("%s", (_name, express) => {
  const start = useServer();

  it("does not crash over what cannot be saved when a callback ends the response", async () => {
    const app = express().use(session({ secret }));
    app.set("env", "test");
    app.get("/", (request, response) => {
      request.session.set("list", []);
      (request.session.get("list") as unknown[]).push(1n);
      setImmediate(() => response.json({ ok: true }));
    });
    const visit = await start(app);
    const { status, body } = await visit("/");
    expect(status).toBe(500);
    expect(body).toContain("list");
  });

  it("does not save what a handler that throws has set, before or after it wrote", async () => {
    const app = express().use(session({ secret }));
    app.set("env", "test");
    app.get("/throw", (request) => {
      request.session.set("n", 1);
      throw new Error("on purpose");
    });
    app.get("/read", (request, response) => {
      response.json(request.session);
    });
    const visit = await start(app);
    expect((await visit("/throw")).status).toBe(500);
    expect((await visit("/read")).body).toBe("{}");
  });
});
