import { createSessions, isSessError, memoryStore, type Session } from "@sess/core";
import { describe, expect, it } from "vitest";
import { getSession, openSession, withSession } from "../src/index.ts";

const secret = "qL8vT2nXw5zR0kYb7cJm4HsGd9FpUe1A";
const counting = (_request: Request, session: Session) => {
  session.update("visits", (visits) => (Number(visits) || 0) + 1);
  return new Response(String(session.get("visits")));
};

/** A request with the cookies that an earlier response has set. */
function next(response: Response, url = "http://app/"): Request {
  const cookies = response.headers.getSetCookie().map((line) => line.split(";")[0] ?? "");
  return new Request(url, { headers: { Cookie: cookies.join("; ") } });
}

describe("withSession", () => {
  it("gives a handler the session between the request and what the platform adds", async () => {
    const seen: unknown[] = [];
    const handler = withSession({ secret }, (request, session, env: { name: string }, ctx: number) => {
      seen.push(request.url, session.isNew, env, ctx);
      return new Response("fine");
    });
    await handler(new Request("http://app/path"), { name: "env" }, 7);
    expect(seen).toEqual(["http://app/path", true, { name: "env" }, 7]);
  });

  it("keeps what a handler changes for the next request", async () => {
    const handler = withSession({ secret }, counting);
    const first = await handler(new Request("http://app/"));
    expect(await (await handler(next(first))).text()).toBe("2");
  });

  it("takes a function from the request and what the platform adds to a manager", async () => {
    const managers = new Map(["a", "b"].map((name) => [name, createSessions({ secret })]));
    const sessionsOf = (_request: Request, env: { tenant: string }) => managers.get(env.tenant) as never;
    const handler = withSession(sessionsOf, counting);
    const first = await handler(new Request("http://app/"), { tenant: "a" });
    expect(await (await handler(next(first), { tenant: "a" })).text()).toBe("2");
    expect(await (await handler(next(first), { tenant: "b" })).text()).toBe("1");
  });

  it("calls a URL with https secure", async () => {
    const handler = withSession({ secret }, counting);
    const response = await handler(new Request("https://app/"));
    expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(/^__Host-sid=.*; Secure/)]);
    expect(await (await handler(next(response, "https://app/"))).text()).toBe("2");
  });

  it("gives no session to a request that skip leaves alone", async () => {
    const skip = (request: Request) => request.url.endsWith(".css");
    const handler = withSession({ secret, skip }, (_request, session) => new Response(String(session)));
    const response = await handler(new Request("http://app/style.css"));
    expect(await response.text()).toBe("undefined");
    expect(response.headers.has("Vary")).toBe(false);
  });

  it("uses the session that is there where the same manager is around it already", async () => {
    const sessions = createSessions({ secret });
    const held: Session[] = [];
    const inner = withSession(sessions, (_request, session) => {
      held.push(session);
      return counting(_request, session);
    });
    const outer = withSession(sessions, (request, session) => {
      held.push(session);
      return inner(request);
    });
    const response = await outer(new Request("http://app/"));
    expect(held[0]).toBe(held[1]);
    expect(response.headers.getSetCookie()).toHaveLength(1);
  });

  it("saves nothing where the handler throws, and throws on", async () => {
    const store = memoryStore();
    const handler = withSession({ secret, store }, (_request, session) => {
      session.set("n", 1);
      throw new Error("on purpose");
    });
    await expect(handler(new Request("http://app/"))).rejects.toThrow("on purpose");
  });

  it("throws what the commit throws, so that the platform answers with an error", async () => {
    const store = { ...memoryStore(), write: () => Promise.reject(new Error("down")) };
    const failing = withSession({ secret, store }, counting)(new Request("http://app/"));
    await expect(failing).rejects.toMatchObject({ code: "ERR_SESS_STORE_FAILED" });
  });
});

describe("getSession", () => {
  it("finds the sessions of several managers by their names", async () => {
    const admin = withSession({ secret, as: "admin", cookie: { name: "admin" } }, (request) => {
      getSession(request).set("n", "user");
      getSession(request, "admin").set("n", "admin");
      return new Response("fine");
    });
    const handler = withSession({ secret }, (request) => admin(request));
    const response = await handler(new Request("http://app/"));
    const names = response.headers.getSetCookie().map((line) => line.split("=")[0]);
    expect(names.sort()).toEqual(["admin", "sid"]);
  });

  it("says that there is none on a request that did not come through, such as a copy", async () => {
    const codes: unknown[] = [];
    const handler = withSession({ secret }, (request) => {
      try {
        getSession(new Request(request));
      } catch (error) {
        codes.push(isSessError(error) && error.code);
      }
      return new Response("fine");
    });
    await handler(new Request("http://app/"));
    expect(codes).toEqual(["ERR_SESS_NOT_MOUNTED"]);
  });
});

describe("openSession", () => {
  it("gives the user's functions the context that an adapter names", async () => {
    const contexts: unknown[] = [];
    const sessions = createSessions({ secret, secure: (context: object) => contexts.push(context) > 0 });
    const context = { framework: "own" };
    const { session, respond } = await openSession(sessions, new Request("http://app/"), context);
    session.set("n", 1);
    const response = await respond(new Response("fine"));
    expect(contexts).toEqual([context]);
    expect(response.headers.getSetCookie()[0]).toMatch(/^__Host-sid=/);
  });
});
