import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { type CookieOptions, createCookieWriters } from "../src/set-cookie.ts";

const secureOf = (options?: CookieOptions) => createCookieWriters(options, true).secure;

describe("the writers of a cookie", () => {
  it("write by default a cookie of this host alone, that no script reads and no other site sends", () => {
    const { secure, plain } = createCookieWriters(undefined, false);
    expect(secure.write("abc", 60)).toBe(
      "__Host-sid=abc; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Lax",
    );
    expect(plain.write("abc", 60)).toBe("sid=abc; Max-Age=60; Path=/; HttpOnly; SameSite=Lax");
    expect([secure.secure, plain.secure]).toEqual([true, false]);
  });

  it("write every attribute that is asked for", () => {
    const options: CookieOptions = {
      ...{ name: "id", path: "/app", domain: "example.com", httpOnly: false },
      ...{ sameSite: "none", secure: true, partitioned: true, priority: "high" },
    };
    expect(createCookieWriters(options, false).secure.write("v", 1)).toBe(
      "id=v; Max-Age=1; Path=/app; Domain=example.com; Secure; SameSite=None; Partitioned; Priority=High",
    );
  });

  it("write no age for a cookie that ends with the browser", () => {
    expect(secureOf().write("abc", undefined)).toBe("__Host-sid=abc; Path=/; HttpOnly; Secure; SameSite=Lax");
  });

  it("write the age in whole seconds, of at most 400 days", () => {
    expect(secureOf().write("a", 59.9)).toContain("; Max-Age=59;");
    expect(secureOf().write("a", 34_560_000)).toContain("; Max-Age=34560000;");
    expect(secureOf().write("a", 34_560_001)).toContain("; Max-Age=34560000;");
    expect(secureOf().write("a", Number.POSITIVE_INFINITY)).toContain("; Max-Age=34560000;");
  });

  it("never write a date for a cookie that stays", () => {
    expect(secureOf().write("a", 60)).not.toContain("Expires");
  });

  it("write the further parts of a value that needs several cookies with the same attributes", () => {
    const part = secureOf({ sameSite: "strict" }).part(2);
    expect([part.name, part.secure]).toEqual(["__Host-sid.2", true]);
    expect(part.write("abc", 60)).toBe(
      "__Host-sid.2=abc; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Strict",
    );
    expect(part.remove()).toMatch(/^__Host-sid\.2=; Max-Age=0; /);
  });

  it("remove the cookie with everything that tells which one it is", () => {
    expect(secureOf().remove()).toBe(
      "__Host-sid=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/; HttpOnly; Secure; SameSite=Lax",
    );
    const elsewhere = secureOf({ path: "/app", domain: "example.com", partitioned: true, sameSite: "none" });
    expect(elsewhere.remove()).toBe(
      "__Secure-sid=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/app; Domain=example.com; HttpOnly; Secure; SameSite=None; Partitioned",
    );
  });

  it.each<[CookieOptions, string, string]>([
    [{}, "__Host-sid", "sid"],
    [{ path: "/" }, "__Host-sid", "sid"],
    [{ path: "/app" }, "__Secure-sid", "sid"],
    [{ domain: "example.com" }, "__Secure-sid", "sid"],
    [{ name: "mine" }, "mine", "mine"],
    [{ name: "mine", path: "/app" }, "mine", "mine"],
  ])("are called for %j over https %s and otherwise %s", (options, secure, plain) => {
    const writers = createCookieWriters(options, false);
    expect([writers.secure.name, writers.plain.name]).toEqual([secure, plain]);
  });

  it.each<[CookieOptions["secure"], boolean, string | undefined]>([
    [undefined, false, undefined],
    ["auto", false, undefined],
    [true, false, "secure"],
    [false, false, "plain"],
    [undefined, true, "secure"],
    ["auto", true, "secure"],
    [true, true, "secure"],
    [false, true, "secure"],
  ])("with secure %j and production %j use always %j", (secure, production, expected) => {
    expect(createCookieWriters({ secure }, production).always).toBe(expected);
  });

  it.each<CookieOptions>([
    { name: "__Host-id", secure: true },
    { name: "__Secure-id", secure: true, path: "/app", domain: "example.com" },
    { name: "__Http-id", secure: true, path: "/app" },
    { name: "__Host-Http-id", secure: true },
    { name: "!#$%&'*+-.^_`|~09azAZ" },
    { path: "/a b/%20/:~" },
    { path: `/${"a".repeat(1023)}` },
    { domain: "localhost" },
    { domain: "a-b.c_d.xn--p1ai" },
    { domain: `${"a".repeat(63)}.com` },
    { sameSite: "none", secure: true },
    { partitioned: true, secure: true },
    { persistent: false },
    { name: undefined, path: undefined, priority: undefined, persistent: undefined },
  ])("take %j", (options) => {
    const { secure } = createCookieWriters(options, false);
    expect(secure.write("v", 1)).toMatch(/^[^;=]+=v; Max-Age=1; Path=/);
  });

  it.each<CookieOptions>([
    { name: "__Host-id" },
    { name: "__Http-id" },
    { sameSite: "none" },
    { partitioned: true },
  ])("take %j in production, where every cookie is Secure", (options) => {
    expect(createCookieWriters(options, true).always).toBe("secure");
  });
});

describe("createCookieWriters", () => {
  const refused: [option: string, options: unknown][] = [
    ["cookie", null],
    ["cookie", "sid"],
    ["cookie", []],
    ["cookie.maxAge", { maxAge: 60 }],
    ["cookie.expires", { expires: undefined }],
    ["cookie.toString", { toString: 1 }],
    ["cookie.__proto__", JSON.parse('{"__proto__": 1}')],
    ...[
      "",
      "a b",
      "a=b",
      "a;b",
      "a,b",
      "a\u0000",
      "a\r\nSet-Cookie: b",
      "é",
      '"a"',
      "(a)",
      "a".repeat(1025),
      1,
    ].map((name): [string, unknown] => ["cookie.name", { name }]),
    ...["", "app", "/a;b", "/a\u0000", "/a\nb", "/\u007f", "/é", `/${"a".repeat(1024)}`, null].map(
      (path): [string, unknown] => ["cookie.path", { path }],
    ),
    ...[
      ...[
        "",
        ".",
        ".example.com",
        "example.com.",
        "a..b",
        "-a.com",
        "a-.com",
        "a b.com",
        "a.com;x",
        "a.com\r\nx",
      ],
      ...["https://a.com", "a.com:443", "a.com/x", "пример.рф", `${"a".repeat(64)}.com`, "[::1]", "*.a.com"],
      ...[`${"a.".repeat(127)}com`, "a".repeat(1025), true],
    ].map((domain): [string, unknown] => ["cookie.domain", { domain }]),
    ["cookie.httpOnly", { httpOnly: "true" }],
    ["cookie.httpOnly", { httpOnly: 0 }],
    ["cookie.sameSite", { sameSite: "Lax" }],
    ["cookie.sameSite", { sameSite: true }],
    ["cookie.secure", { secure: "yes" }],
    ["cookie.partitioned", { partitioned: "true" }],
    ["cookie.priority", { priority: "High" }],
    ["cookie.persistent", { persistent: 1 }],
    ["cookie.secure", { name: "__Host-id", secure: false }],
    ["cookie.secure", { name: "__host-id" }],
    ["cookie.secure", { name: "__SECURE-id", secure: "auto" }],
    ["cookie.secure", { name: "__Http-id" }],
    ["cookie.path", { name: "__HOST-id", secure: true, path: "/app" }],
    ["cookie.domain", { name: "__Host-id", secure: true, domain: "example.com" }],
    ["cookie.path", { name: "__Host-Http-id", secure: true, path: "/app" }],
    ["cookie.domain", { name: "__Host-Http-id", secure: true, domain: "example.com" }],
    ["cookie.httpOnly", { name: "__Host-Http-id", secure: true, httpOnly: false }],
    ["cookie.httpOnly", { name: "__http-id", secure: true, httpOnly: false }],
    ["cookie.secure", { sameSite: "none" }],
    ["cookie.secure", { sameSite: "none", secure: false }],
    ["cookie.secure", { partitioned: true }],
  ];
  for (const [option, options] of refused) {
    it(`refuses ${inspect(options, { maxStringLength: 40 })} and names "${option}"`, () => {
      const start = () => createCookieWriters(options as CookieOptions, false);
      expect(start).toThrow(TypeError);
      expect(start).toThrow(`[sess] "${option}" `);
      expect(start).toThrow(expect.objectContaining({ code: "ERR_SESS_OPTION_INVALID" }));
    });
  }

  it("refuses what needs Secure beside secure: false, in production too", () => {
    expect(() => createCookieWriters({ name: "__Host-id", secure: false }, true)).toThrow('"cookie.secure"');
    expect(() => createCookieWriters({ sameSite: "none", secure: false }, true)).toThrow('"cookie.secure"');
  });

  it("says why two options do not go together", () => {
    expect(() => createCookieWriters({ sameSite: "none" }, false)).toThrow(
      '"cookie.secure" must be true, because "cookie.sameSite" is "none": browsers take that only Secure. Received "auto".',
    );
  });
});
