import { memoryStore, type SessionStore } from "@sess/core";
import { cookieStore } from "@sess/store-cookie";
import { describe, expect, it } from "vitest";
import { type App, type Handler, mounts } from "./apps.ts";
import { type Client, useApps } from "./client.ts";

const start = useApps();

const token: Handler = (exchange) => exchange.token();
const routes: App["routes"] = {
  "/plain": () => "plain",
  "/token": token,
  "/form": async ({ field }) => `<form method="post">${await field()}</form>`,
  "/act": () => "done",
  "/checked": async ({ check }) => {
    await check();
    return "done";
  },
  "/cart": ({ session }) => {
    session.set("cart", ["book"]);
    return "kept";
  },
  "/login": (exchange) => {
    exchange.session.owner = "ada";
    return exchange.token();
  },
  "/logout": async (exchange) => {
    await exchange.session.flush();
    return exchange.token();
  },
  "/renew": ({ session }) => {
    session.rotate({ grace: true });
    return "renewed";
  },
  "/rotate": ({ session }) => {
    session.rotate();
    return "rotated";
  },
};

/** What every browser of today sends with a page over https. */
const today = { "Sec-Fetch-Site": "same-origin" };

/** How the server takes a token from a client that says nothing else about itself. */
const take = async (client: Client, value: string): Promise<string> =>
  (await client.send("/act", { form: { _csrf: value } })).text;

describe.each(mounts)("%s: tokens", (name, mount) => {
  it("cost a page that shows none no cookie and no header", async () => {
    const store = memoryStore();
    const client = await start(mount, { routes, session: { store } });
    const { headers } = await client.send("/plain");
    expect(headers["set-cookie"]).toBeUndefined();
    expect(headers.vary).toBeUndefined();
    expect(headers["cache-control"]).toBeUndefined();
    expect(store.size).toBe(0);
  });

  it("cost a visitor whose browser speaks for itself no session", async () => {
    const store = memoryStore();
    const client = await start(mount, { routes, session: { store } });
    const { headers, text } = await client.send("/token", { headers: today });
    expect(text).toBe("");
    expect(headers["set-cookie"]).toBeUndefined();
    expect(headers.vary).toBe("Cookie");
    expect(headers["cache-control"]).toBe("private");
    expect(store.size).toBe(0);
  });

  it("begin a session for another visitor, so that a login form is protected", async () => {
    const store = memoryStore();
    const client = await start(mount, { routes, session: { store } });
    const { headers, text } = await client.send("/token");
    expect(text).toMatch(/^[\w-]{86}$/);
    expect(headers.vary).toBe("Cookie");
    expect(headers["cache-control"]).toBe("no-store");
    expect(store.size).toBe(1);
    expect((await client.send("/login", { form: {} })).text).toBe("token-missing");
    expect((await client.send("/login", { form: { _csrf: text } })).status).toBe(200);
  });

  it("are another text each time, and all good", async () => {
    const client = await start(mount, { routes });
    const tokens = [];
    for (let i = 0; i < 3; i++) tokens.push((await client.send("/token")).text);
    expect(new Set(tokens).size).toBe(3);
    for (const one of tokens) expect(await take(client, one)).toBe("done");
    // Taking one changes nothing.
    for (const one of tokens) expect(await take(client, one)).toBe("done");
  });

  it("write nothing into a session that is there", async () => {
    const store = memoryStore();
    let writes = 0;
    const counting: SessionStore = {
      ...store,
      write: (...args) => {
        writes += 1;
        return store.write(...args);
      },
    };
    const client = await start(mount, { routes, session: { store: counting } });
    await client.send("/cart", { headers: { Origin: client.url }, form: {} });
    // The browser presents the new secret.
    await client.send("/token");
    const before = writes;
    const { headers, text } = await client.send("/token", { headers: today });
    expect(await take(client, text)).toBe("done");
    expect(writes).toBe(before);
    expect(headers["set-cookie"]).toBeUndefined();
    expect(headers["cache-control"]).toBe("private");
  });

  it("come as a hidden field that a form can carry", async () => {
    const client = await start(mount, { routes });
    const { text } = await client.send("/form");
    const [, name = "", value = ""] =
      /<input type="hidden" name="([^"]*)" value="([\w-]*)">/.exec(text) ?? [];
    expect((await client.send("/act", { form: { [name]: value } })).text).toBe("done");
  });

  it.each(["POST", "PUT", "PATCH", "DELETE"])("are taken from the header with %s", async (method) => {
    const client = await start(mount, { routes });
    const { text } = await client.send("/token");
    expect((await client.send("/act", { method })).text).toBe("token-missing");
    const headers = { "X-CSRF-Token": text };
    expect((await client.send("/act", { method, headers })).text).toBe("done");
  });

  it("may be checked twice", async () => {
    const client = await start(mount, { routes });
    const { text: _csrf } = await client.send("/token");
    expect((await client.send("/checked", { form: { _csrf } })).text).toBe("done");
  });

  it("are taken under other names", async () => {
    const csrf = { field: "csrfmiddlewaretoken", header: "X-CSRFToken" };
    const client = await start(mount, { routes, csrf });
    const { text } = await client.send("/token");
    expect(await take(client, text)).toBe("token-missing");
    expect((await client.send("/act", { form: { csrfmiddlewaretoken: text } })).text).toBe("done");
    expect((await client.send("/act", { method: "POST", headers: { "X-CSRFToken": text } })).text).toBe(
      "done",
    );
    expect((await client.send("/form")).text).toContain('name="csrfmiddlewaretoken"');
  });

  it("are never taken from the address", async () => {
    const client = await start(mount, { routes });
    const { text } = await client.send("/token");
    expect((await client.send(`/act?_csrf=${text}`, { form: {} })).text).toBe("token-missing");
  });

  it.each<[string, string, (token: string) => string]>([
    ["half of one", "token-malformed", (one) => one.slice(0, 43)],
    ["more than one", "token-malformed", (one) => `${one}A`],
    ["foreign characters", "token-malformed", (one) => `${one.slice(0, 85)}!`],
    ["another mask", "token-wrong", (one) => (one.startsWith("A") ? "B" : "A") + one.slice(1)],
    ["zeros", "token-wrong", () => "A".repeat(86)],
    ["nothing", "token-missing", () => ""],
  ])("are refused where they are %s", async (_what, reason, forge) => {
    const client = await start(mount, { routes });
    const forged = forge((await client.send("/token")).text);
    expect(await take(client, forged)).toBe(reason);
    const headers = { "X-CSRF-Token": forged };
    expect((await client.send("/act", { method: "POST", headers })).text).toBe(reason);
  });

  it("are never read out of a list", async () => {
    const client = await start(mount, { routes });
    const { text } = await client.send("/token");
    const body = `_csrf=${text}&_csrf=${text}`;
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    const { text: answer } = await client.send("/act", { body, headers });
    // The parsers of Express and Koa make a list of them; Hono's takes one.
    expect(answer).toBe(name === "hono" ? "done" : "token-malformed");
  });

  it("of another session are refused", async () => {
    const store = memoryStore();
    const app = { routes, session: { store } };
    const [ada, mallory] = [await start(mount, app), await start(mount, app)];
    const { text } = await mallory.send("/token");
    await ada.send("/token");
    expect(await take(ada, text)).toBe("token-wrong");
    expect(await take(mallory, text)).toBe("done");
  });

  it("without the session they belong to are refused", async () => {
    const client = await start(mount, { routes });
    const { text } = await client.send("/token");
    client.cookies.clear();
    expect(await take(client, text)).toBe("session-missing");
  });

  it("end with a login, whose own response has the next", async () => {
    const client = await start(mount, { routes });
    const { text: before } = await client.send("/token");
    const { text: after } = await client.send("/login", { form: { _csrf: before } });
    expect(await take(client, before)).toBe("token-wrong");
    expect(await take(client, after)).toBe("done");
    expect(await take(client, (await client.send("/token")).text)).toBe("done");
  });

  it("of a login that began the session hold as well", async () => {
    const client = await start(mount, { routes });
    const { text } = await client.send("/login", { form: {}, headers: { Origin: client.url } });
    expect(await take(client, text)).toBe("done");
  });

  it("end with a logout", async () => {
    const client = await start(mount, { routes });
    const { text: before } = await client.send("/login", { form: {}, headers: { Origin: client.url } });
    const { text: after } = await client.send("/logout", { form: { _csrf: before } });
    expect(await take(client, before)).toBe("token-wrong");
    expect(await take(client, after)).toBe("done");
  });

  it("survive a renewal, and end with a rotation proper", async () => {
    const client = await start(mount, { routes });
    const { text } = await client.send("/token");
    const cookies = [...client.cookies.values()];
    await client.send("/renew", { form: { _csrf: text } });
    expect([...client.cookies.values()]).not.toEqual(cookies);
    expect(await take(client, text)).toBe("done");
    await client.send("/rotate", { form: { _csrf: text } });
    expect(await take(client, text)).toBe("token-wrong");
  });

  it("survive a new signing secret while the old one is still there", async () => {
    const store = memoryStore();
    const [older, newer] = ["an old one 4Kx8vT2nXw5zR0kYb7cJm4", "a new one 9Hq2mB6vDs1LwEp3Tz7RnYa"];
    const client = await start(mount, { routes, session: { store, secret: older } });
    const { text } = await client.send("/token");
    for (const [secret, answer] of [
      [[newer, older], "done"],
      [newer, "session-missing"],
    ] as const) {
      const next = await start(mount, { routes, session: { store, secret } });
      for (const [name, value] of client.cookies) next.cookies.set(name, value);
      expect(await take(next, text)).toBe(answer);
    }
  });

  it("are empty for a request that came by a secret which a login has just replaced", async () => {
    const client = await start(mount, { routes });
    const { text } = await client.send("/token");
    const [[name, old] = ["", ""]] = client.cookies;
    await client.send("/login", { form: { _csrf: text } });
    client.cookies.set(name, old);
    expect(await client.send("/token")).toMatchObject({ status: 200, text: "" });
  });

  it("work where the session is read only when asked for", async () => {
    const client = await start(mount, { routes, session: { load: "lazy" } });
    const { text } = await client.send("/token");
    expect(await take(client, text)).toBe("done");
  });

  it("work where the session travels in the cookie", async () => {
    const client = await start(mount, { routes, session: { store: cookieStore() } });
    const { text } = await client.send("/token");
    expect(await take(client, text)).toBe("done");
    expect(
      await take(
        client,
        text.replace(/^./, (first) => (first === "A" ? "B" : "A")),
      ),
    ).toBe("token-wrong");
  });

  it("need the session", async () => {
    const client = await start(mount, { routes, session: { skip: () => true } });
    const { status, text } = await client.send("/token");
    expect(status).toBe(500);
    expect(text).toContain("mount the session middleware first");
    // What the browser vouches for needs none.
    expect((await client.send("/act", { form: {}, headers: today })).text).toBe("done");
    expect((await client.send("/act", { form: {} })).status).toBe(500);
  });

  it("are not asked for by a store that is down, where the browser vouches", async () => {
    const down = () => {
      throw new Error("down");
    };
    const store = { ...memoryStore(), read: down, write: down, remove: down };
    const client = await start(mount, { routes, session: { store } });
    client.cookies.set("sid", "x");
    expect((await client.send("/act", { form: {}, headers: today })).text).toBe("done");
    expect((await client.send("/token")).status).toBe(503);
  });
});

describe.each(mounts)("%s: a token always", (_name, mount) => {
  const csrf = { token: "always" } as const;

  it("is asked for besides a good Origin", async () => {
    const client = await start(mount, { routes, csrf });
    const headers = { Origin: client.url, ...today };
    expect((await client.send("/act", { form: {}, headers })).text).toBe("session-missing");
    const { text } = await client.send("/token", { headers: today });
    expect((await client.send("/act", { form: {}, headers })).text).toBe("token-missing");
    expect((await client.send("/act", { form: { _csrf: text }, headers })).text).toBe("done");
  });

  it("does not make up for a foreign Origin", async () => {
    const client = await start(mount, { routes, csrf });
    const { text } = await client.send("/token");
    const headers = { Origin: "https://evil.example" };
    expect((await client.send("/act", { form: { _csrf: text }, headers })).text).toBe("origin");
  });
});
