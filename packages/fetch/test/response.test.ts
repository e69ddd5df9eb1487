import { createSessions, type ResponseChanges, type Sessions } from "@sess/core";
import { describe, expect, it } from "vitest";
import { openSession } from "../src/index.ts";
import { withChanges } from "../src/response.ts";

const secret = "qL8vT2nXw5zR0kYb7cJm4HsGd9FpUe1A";
const cookie: ResponseChanges = { setCookie: ["sid=1; Path=/"], vary: true, cacheControl: "no-store" };
const read: ResponseChanges = { setCookie: [], vary: true, cacheControl: "private" };

describe("withChanges", () => {
  it("returns the very response where nothing is to change, or where only caches are told", () => {
    const response = new Response("body");
    expect(withChanges(response, undefined)).toBe(response);
    expect(withChanges(response, read)).toBe(response);
    expect([...response.headers]).toContainEqual(["vary", "Cookie"]);
  });

  it("puts no cookie into a response that a handler may answer with again", () => {
    const shared = new Response(null, { status: 204 });
    const sent = withChanges(shared, cookie);
    expect(sent.headers.getSetCookie()).toEqual(["sid=1; Path=/"]);
    expect(shared.headers.getSetCookie()).toEqual([]);
  });

  it("keeps status, fields, other cookies and body", async () => {
    const headers = new Headers({ "X-Page": "yes", Vary: "Accept" });
    headers.append("Set-Cookie", "theme=dark");
    headers.append("Set-Cookie", "lang=en");
    const sent = withChanges(new Response("body", { status: 418, statusText: "Teapot", headers }), cookie);
    expect([sent.status, sent.statusText, sent.headers.get("X-Page")]).toEqual([418, "Teapot", "yes"]);
    expect(sent.headers.getSetCookie()).toEqual(["theme=dark", "lang=en", "sid=1; Path=/"]);
    expect(sent.headers.get("Vary")).toBe("Accept, Cookie");
    expect(await sent.text()).toBe("body");
  });

  it("copies where the head is immutable: a redirect, the answer of a fetch", async () => {
    const redirect = withChanges(Response.redirect("http://app/next"), read);
    expect([redirect.status, redirect.headers.get("Location")]).toEqual([302, "http://app/next"]);
    expect(redirect.headers.get("Cache-Control")).toBe("private");
    const fetched = withChanges(await fetch("data:text/plain,hello"), read);
    expect([fetched.headers.get("Vary"), await fetched.text()]).toEqual(["Cookie", "hello"]);
  });

  it("passes a stream on unread", async () => {
    let pulls = 0;
    const stream = new ReadableStream(
      {
        pull(controller) {
          pulls++;
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const sent = withChanges(new Response(stream), cookie);
    expect([pulls, sent.bodyUsed]).toEqual([0, false]);
    expect(await sent.text()).toBe("");
    expect(pulls).toBe(1);
  });
});

describe("a response that hands over to a WebSocket", () => {
  // Only some platforms let one be made, each in its own way.
  const upgrades = {
    "with status 101": () => Object.defineProperty(new Response(), "status", { value: 101 }),
    "with a socket": () => Object.assign(new Response(), { webSocket: {} }),
  };

  async function begin(sessions: Sessions): Promise<Request> {
    const { session, respond } = await openSession(sessions, new Request("http://app/"));
    session.set("n", 1);
    const [line = ""] = (await respond(new Response())).headers.getSetCookie();
    return new Request("http://app/", { headers: { Cookie: line.split(";")[0] ?? "" } });
  }

  it.each(Object.entries(upgrades))("is not touched, and changes are saved (%s)", async (_title, upgrade) => {
    const sessions = createSessions({ secret });
    const request = await begin(sessions);
    const { session, respond } = await openSession(sessions, request);
    session.set("n", 2);
    const response = upgrade();
    expect(await respond(response)).toBe(response);
    expect([...response.headers]).toEqual([]);
    expect((await openSession(sessions, request)).session.get("n")).toBe(2);
  });

  it.each(Object.entries(upgrades))(
    "is refused where a cookie would be needed (%s)",
    async (_title, upgrade) => {
      const { session, respond } = await openSession(createSessions({ secret }), new Request("http://app/"));
      session.set("n", 1);
      await expect(async () => respond(upgrade())).rejects.toMatchObject({ code: "ERR_SESS_HEADERS_SENT" });
    },
  );
});
