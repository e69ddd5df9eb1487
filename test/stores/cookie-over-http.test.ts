import { cookieStore } from "@sess/store-cookie";
import { describe, expect, it } from "vitest";
import { type Cookies, headerOf, useSite } from "./cookie-site.ts";

const open = useSite();
const names = (lines: readonly string[]) => lines.map((line) => line.slice(0, line.indexOf("=")));
/** What a token holds, as far as base64url shows it. */
const readable = (cookies: Cookies) =>
  [...cookies.values()]
    .join("")
    .split(".")
    .map((part) => Buffer.from(part, "base64url").toString())
    .join("\n");

describe.each([
  ["encrypted", true],
  ["signed only", false],
])("a session in the cookie, %s", (_mode, encrypt) => {
  const store = () => cookieStore({ encrypt, maxCookies: 3 });

  it("is there on the next request, and goes with a flush", async () => {
    const site = await open({ store: store() });
    await site.set({ cart: ["apple"] });
    expect(await site.read()).toEqual({ cart: ["apple"] });
    expect(site.told).toEqual(["created", "loaded"]);
    expect((await site.request("/flush")).setCookie).toEqual([expect.stringMatching(/^sid=; Max-Age=0;/)]);
    expect(await site.read()).toEqual({});
  });

  it(encrypt ? "shows nothing but its ID" : "shows what is in it", async () => {
    const site = await open({ store: store() });
    await site.set({ private: "a secret", owner: "ada" });
    for (const text of ["private", "a secret", "ada"]) {
      expect(readable(site.cookies).includes(text), text).toBe(!encrypt);
    }
  });

  it("ends without activity, and a copy with it", async () => {
    const site = await open({ store: store(), idle: "30m" });
    await site.set({ n: 1 });
    const copy = new Map(site.cookies);
    site.clock.advance(30 * 60 - 0.001);
    expect(await site.read(copy)).toEqual({ n: 1 });
    site.clock.advance(0.001);
    expect(await site.read(copy)).toEqual({});
    expect(site.told.at(-1)).toBe("unknown: missing");
  });

  it("ends at its absolute end, however often it was written", async () => {
    const site = await open({ store: store(), idle: "30m", absolute: "1h" });
    for (let n = 0; n < 4; n++) {
      await site.set({ n });
      site.clock.advance(15 * 60 - 0.001);
    }
    expect(await site.read()).toEqual({ n: 3 });
    site.clock.advance(0.004);
    expect(await site.read()).toEqual({});
  });

  it("removes the cookies that it no longer needs", async () => {
    const site = await open({ store: store() });
    await site.set({ text: "x".repeat(6_000) });
    expect([...site.cookies.keys()]).toEqual([
      "sid",
      "sid.1",
      ...(site.cookies.has("sid.2") ? ["sid.2"] : []),
    ]);
    expect(await site.read()).toEqual({ text: "x".repeat(6_000) });
    const parts = [...site.cookies.keys()];
    const { setCookie } = await site.set({ text: "" });
    expect(names(setCookie)).toEqual(parts);
    expect([...site.cookies.keys()]).toEqual(["sid"]);
    expect(await site.read()).toEqual({ text: "" });
  });

  it("that is too big is refused, naming the biggest keys, and the browser keeps what it had", async () => {
    const site = await open({ store: store() });
    await site.set({ small: 1, medium: "x".repeat(100) });
    const before = new Map(site.cookies);
    const { status, body, setCookie } = await site.set({ big: "x".repeat(20_000) });
    expect([status, setCookie]).toEqual([500, []]);
    expect(JSON.parse(body)).toMatchObject({
      code: "ERR_SESS_DATA_TOO_LARGE",
      message: expect.stringMatching(
        /does not fit into 3 cookies of 4096 bytes\..*"big" \(about 20010\), "medium" \(about 113\), "small"/,
      ),
    });
    expect(site.cookies).toEqual(before);
    expect(await site.read()).toEqual({ small: 1, medium: "x".repeat(100) });
  });

  it("does not open under another secret, and under an old one until that is taken away", async () => {
    const site = await open({ store: store() });
    await site.set({ n: 1 });
    const [other, old] = ["Jt5yB1vQz8KxN3mWc6LdRh0Sg9FpUa2e", "qL8vT2nXw5zR0kYb7cJm4HsGd9FpUe1A"];
    const rotating = await open({ store: store(), secret: [other, old] }, site.clock);
    expect(await rotating.read(site.cookies)).toEqual({ n: 1 });
    const replaced = await open({ store: store(), secret: other }, site.clock);
    expect(await replaced.read(site.cookies)).toEqual({});
    expect(replaced.told).toEqual(["tampered: forged"]);
  });

  it("does not open in another cookie of the same site", async () => {
    const site = await open({ store: store() });
    await site.set({ text: "x".repeat(6_000) });
    const admin = await open({ store: store(), cookie: { name: "admin" } }, site.clock);
    const renamed = new Map([...site.cookies].map(([name, value]) => [name.replace("sid", "admin"), value]));
    expect(await admin.read(renamed)).toEqual({});
    expect(admin.told).toEqual(["tampered: forged"]);
  });

  describe("does not open", () => {
    const value = (cookies: Cookies, name: string) => cookies.get(name) ?? "";
    const without = (cookies: Cookies, gone: string) =>
      new Map([...cookies].filter(([name]) => name !== gone));
    const forgeries: Readonly<Record<string, (cookies: Cookies, other: Cookies) => Cookies | string>> = {
      "with its last part cut": (cookies) => cookies.set("sid.2", value(cookies, "sid.2").slice(0, -1)),
      "with its first part cut": (cookies) => cookies.set("sid", value(cookies, "sid").slice(0, -1)),
      "with a part missing": (cookies) => without(cookies, "sid.1"),
      "with its last part missing": (cookies) => without(cookies, "sid.2"),
      "with its first part alone": (cookies) => new Map([["sid", value(cookies, "sid")]]),
      "with its first part alone, said to be all": (cookies) =>
        new Map([["sid", value(cookies, "sid").replace(/^3/, "1")]]),
      "with parts in another order": (cookies) =>
        new Map([
          ["sid", value(cookies, "sid")],
          ["sid.1", value(cookies, "sid.2")],
          ["sid.2", value(cookies, "sid.1")],
        ]),
      "with a part that came twice": (cookies) => `${headerOf(cookies)}; sid.1=${value(cookies, "sid.1")}`,
      "with a part of another token of the same session": (cookies, other) =>
        cookies.set("sid.1", value(other, "sid.1")),
      "with the head of another token of the same session": (cookies, other) =>
        cookies.set("sid", value(other, "sid")),
      "with the tail of another token of the same session": (cookies, other) =>
        cookies.set("sid.2", value(other, "sid.2")),
      "with a part repeated in place of the next": (cookies) => cookies.set("sid.2", value(cookies, "sid.1")),
      "with no count before it": (cookies) => cookies.set("sid", value(cookies, "sid").slice(2)),
    };

    it.each(Object.entries(forgeries))("%s", async (_title, forge) => {
      const site = await open({ store: store() });
      await site.set({ text: "a".repeat(7_000) });
      const one = new Map(site.cookies);
      await site.set({ text: "b".repeat(7_000) });
      const two = new Map(site.cookies);
      expect([...one.keys()]).toEqual(["sid", "sid.1", "sid.2"]);
      expect(await site.read(one)).toEqual({ text: "a".repeat(7_000) });
      const before = site.told.length;
      expect(await site.read(forge(one, two))).toEqual({});
      expect(site.told.slice(before)).toEqual(["tampered: forged"]);
    });

    it("with a bit changed anywhere", async () => {
      const site = await open({ store: store() });
      await site.set({ text: "a" });
      const token = value(site.cookies, "sid");
      for (let at = 0; at < token.length; at++) {
        const flipped = String.fromCharCode(token.charCodeAt(at) ^ 1);
        if (/[;,"\s]/.test(flipped)) continue;
        const forged = token.slice(0, at) + flipped + token.slice(at + 1);
        expect(await site.read(new Map([["sid", forged]])), `character ${at}`).toEqual({});
      }
    });
  });
});

describe("what a copy of the cookie is worth", () => {
  it("after a logout, it works on until its deadline: nothing on the server knows better", async () => {
    const site = await open({ store: cookieStore() });
    await site.set({ n: 1, owner: "ada" });
    const copy = new Map(site.cookies);
    await site.request("/flush");
    expect([await site.read(), await site.read(copy)]).toEqual([{}, { n: 1 }]);
  });

  it("nothing, where revokedBefore says so of its owner; others keep theirs", async () => {
    const revoked = new Map<string, number>();
    const site = await open({ store: cookieStore({ revokedBefore: async (owner) => revoked.get(owner) }) });
    await site.set({ n: 1, owner: "ada" });
    const ada = new Map(site.cookies);
    site.cookies.clear();
    await site.set({ n: 2, owner: "bob" });
    site.clock.advance(1);
    revoked.set("ada", site.clock.now());
    expect([await site.read(ada), await site.read()]).toEqual([{}, { n: 2 }]);
    expect(site.told).toContain("unknown: missing");
    site.cookies.clear();
    await site.set({ n: 3, owner: "ada" });
    expect(await site.read()).toEqual({ n: 3 });
  });

  it.each([["throws"], ["answers null"], ["answers NaN"]])("unknown, where revokedBefore %s", async (how) => {
    const answers: Readonly<Record<string, () => number>> = {
      throws: () => {
        throw new Error("no database");
      },
      "answers null": () => null as never,
      "answers NaN": () => Number.NaN,
    };
    const site = await open({ store: cookieStore({ revokedBefore: () => answers[how]?.() }) });
    await site.set({ n: 1, owner: "ada" });
    const { status, body, setCookie } = await site.request("/read");
    expect([status, setCookie]).toEqual([503, []]);
    expect(JSON.parse(body)).toMatchObject({ code: "ERR_SESS_STORE_FAILED" });
  });
});

describe("switching between signed and encrypted", () => {
  const both = async (from: ReturnType<typeof cookieStore>, to: ReturnType<typeof cookieStore>) => {
    const before = await open({ store: from });
    await before.set({ n: 1 });
    const after = await open({ store: to }, before.clock);
    for (const [name, value] of before.cookies) after.cookies.set(name, value);
    return after;
  };

  it("refuses signed tokens where encryption is asked for", async () => {
    const site = await both(cookieStore({ encrypt: false }), cookieStore());
    expect(await site.read()).toEqual({});
    expect(site.told).toEqual(["tampered: forged"]);
  });

  it("opens them with acceptSigned, and encrypts them with the next change", async () => {
    const site = await both(
      cookieStore({ encrypt: false }),
      cookieStore({ encrypt: { acceptSigned: true } }),
    );
    expect(await site.read()).toEqual({ n: 1 });
    await site.set({ private: "a secret" });
    expect(readable(site.cookies)).not.toContain("a secret");
    expect(await site.read()).toEqual({ n: 1, private: "a secret" });
  });

  it("opens encrypted tokens where signing is asked for", async () => {
    const site = await both(cookieStore(), cookieStore({ encrypt: false }));
    expect(await site.read()).toEqual({ n: 1 });
  });
});
