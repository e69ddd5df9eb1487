import { createServer, IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import type { ResponseChanges } from "../src/adapter.ts";
import { applyResponseChanges, type HeaderTarget } from "../src/response-headers.ts";

type Fields = readonly (readonly [string, string])[];

interface Head {
  target: HeaderTarget;
  read(name: string): string[];
}

/** A real response of Node's. */
function nodeHead(fields: Fields): Head {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  for (const [name, value] of fields) response.appendHeader(name, value);
  return {
    target: {
      get: (name) => response.getHeader(name),
      set: (name, value) => response.setHeader(name, value),
      append: (name, value) => response.appendHeader(name, value),
      remove: (name) => response.removeHeader(name),
    },
    read: (name) => [response.getHeader(name) ?? []].flat().map(String),
  };
}

/** The real Headers of fetch. */
function fetchHead(fields: Fields): Head {
  const headers = new Headers(fields.map(([name, value]): [string, string] => [name, value]));
  return {
    target: {
      get: (name) => (name === "Set-Cookie" ? headers.getSetCookie() : headers.get(name)),
      set: (name, value) => headers.set(name, value),
      append: (name, value) => headers.append(name, value),
      remove: (name) => headers.delete(name),
    },
    read: (name) => (name === "Set-Cookie" ? headers.getSetCookie() : [headers.get(name) ?? []].flat()),
  };
}

const nothing: ResponseChanges = { setCookie: [], vary: false, cacheControl: undefined };

describe.each([
  ["Node's response", nodeHead],
  ["fetch's Headers", fetchHead],
])("applyResponseChanges on %s", (_, createHead) => {
  const after = (name: string, fields: Fields, changes: Partial<ResponseChanges>) => {
    const head = createHead(fields);
    applyResponseChanges({ ...nothing, ...changes }, head.target);
    return head.read(name);
  };

  it("does nothing where nothing is wanted", () => {
    const fields: Fields = [
      ["Vary", "Accept"],
      ["Cache-Control", "public"],
      ["Set-Cookie", "a=1"],
    ];
    expect(after("Vary", fields, {})).toEqual(["Accept"]);
    expect(after("Cache-Control", fields, {})).toEqual(["public"]);
    expect(after("Set-Cookie", fields, {})).toEqual(["a=1"]);
    for (const name of ["Vary", "Cache-Control", "Set-Cookie"]) expect(after(name, [], {})).toEqual([]);
  });

  it("appends a cookie behind those of others", () => {
    expect(after("Set-Cookie", [], { setCookie: ["sid=1; Path=/"] })).toEqual(["sid=1; Path=/"]);
    const fields: Fields = [
      ["Set-Cookie", "a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT"],
      ["Set-Cookie", "b=sid=2"],
    ];
    expect(after("Set-Cookie", fields, { setCookie: ["sid=1", "sid.1=2"] })).toEqual([
      "a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
      "b=sid=2",
      "sid=1",
      "sid.1=2",
    ]);
  });

  it("takes earlier cookies of the same name away, and no other", () => {
    const fields: Fields = [
      ["Set-Cookie", "sid=old; Path=/app"],
      ["Set-Cookie", "sid2=a"],
      ["Set-Cookie", " sid =older"],
      ["Set-Cookie", "SID=b"],
      ["Set-Cookie", "sid"],
    ];
    const lines = after("Set-Cookie", fields, { setCookie: ["sid=new"] });
    expect(lines.filter((line) => /^\s*sid\s*=/.test(line))).toEqual(["sid=new"]);
    expect(lines).toEqual(["sid2=a", "SID=b", "sid", "sid=new"]);
  });

  it.each([
    [undefined, "Cookie"],
    ["", "Cookie"],
    ["Accept", "Accept, Cookie"],
    ["Accept, Origin", "Accept, Origin, Cookie"],
    ["Cookie", "Cookie"],
    ["Accept,cookie ,Origin", "Accept,cookie ,Origin"],
    ["COOKIE", "COOKIE"],
    ["Cookie2", "Cookie2, Cookie"],
    ["*", "*"],
    ["Accept, *", "Accept, *"],
  ])("extends Vary: %j to %j", (before, expected) => {
    const fields: Fields = before === undefined ? [] : [["Vary", before]];
    expect(after("Vary", fields, { vary: true })).toEqual([expected]);
  });

  it("reads several fields of Vary as one", () => {
    expect(
      after(
        "Vary",
        [
          ["Vary", "Accept"],
          ["Vary", "Origin"],
        ],
        { vary: true },
      ),
    ).toEqual(["Accept, Origin, Cookie"]);
  });

  it.each([
    [undefined, "private", "no-store"],
    ["", "private", "no-store"],
    ["public", "private", "no-store"],
    ["public, max-age=60", "max-age=60, private", "max-age=60, no-store"],
    ["Public ,  max-age=60", "max-age=60, private", "max-age=60, no-store"],
    ["max-age=60, s-maxage=5", "max-age=60, s-maxage=5, private", "max-age=60, s-maxage=5, no-store"],
    ["no-cache", "no-cache, private", "no-cache, no-store"],
    ["private", "private", "private, no-store"],
    ["PRIVATE, max-age=1", "PRIVATE, max-age=1", "PRIVATE, max-age=1, no-store"],
    ["private, public", "private", "private, no-store"],
    ["no-store", "no-store", "no-store"],
    ["No-Store, max-age=0", "No-Store, max-age=0", "No-Store, max-age=0"],
    ["public, no-store", "no-store", "no-store"],
    ['private="set-cookie"', 'private="set-cookie", private', 'private="set-cookie", no-store'],
    ['no-cache="a, public, b"', 'no-cache="a, public, b", private', 'no-cache="a, public, b", no-store'],
    ['x="a\\", public", public', 'x="a\\", public", private', 'x="a\\", public", no-store'],
    ['x="never closed, public', 'x="never closed, public, private', 'x="never closed, public, no-store'],
    ["must-understand, no-store", "must-understand, no-store, private", "no-store"],
    [",, public ,,", "private", "no-store"],
    [",", "private", "no-store"],
  ])("extends Cache-Control: %j to at least private %j or no-store %j", (before, asPrivate, asNoStore) => {
    const fields: Fields = before === undefined ? [] : [["Cache-Control", before]];
    expect(after("Cache-Control", fields, { cacheControl: "private" })).toEqual([asPrivate]);
    expect(after("Cache-Control", fields, { cacheControl: "no-store" })).toEqual([asNoStore]);
  });

  it("changes nothing when it is applied again", () => {
    const changes: ResponseChanges = { setCookie: ["sid=1"], vary: true, cacheControl: "no-store" };
    const head = createHead([
      ["Vary", "Accept"],
      ["Cache-Control", "public, max-age=60"],
      ["Set-Cookie", "a=1"],
    ]);
    applyResponseChanges(changes, head.target);
    const once = ["Vary", "Cache-Control", "Set-Cookie"].map(head.read);
    applyResponseChanges(changes, head.target);
    expect(["Vary", "Cache-Control", "Set-Cookie"].map(head.read)).toEqual(once);
  });
});

describe("applyResponseChanges", () => {
  it("takes a value that is a number, as Node lets people write it", () => {
    const written: [string, string][] = [];
    applyResponseChanges(
      { ...nothing, vary: true },
      { get: () => 7, set: (name, value) => written.push([name, value]), append() {}, remove() {} },
    );
    expect(written).toEqual([["Vary", "7, Cookie"]]);
  });

  it("sends what it wrote over a real connection", async () => {
    const server = createServer((_, response) => {
      response.setHeader("Set-Cookie", ["sid=old", "a=1"]);
      response.setHeader("Cache-Control", "public, max-age=60");
      applyResponseChanges(
        { setCookie: ["sid=new; Path=/"], vary: true, cacheControl: "no-store" },
        {
          get: (name) => response.getHeader(name),
          set: (name, value) => response.setHeader(name, value),
          append: (name, value) => response.appendHeader(name, value),
          remove: (name) => response.removeHeader(name),
        },
      );
      response.end("done");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const { headers } = await fetch(`http://127.0.0.1:${port}/`);
    server.closeAllConnections();
    server.close();
    expect(headers.getSetCookie()).toEqual(["a=1", "sid=new; Path=/"]);
    expect(headers.get("vary")).toBe("Cookie");
    expect(headers.get("cache-control")).toBe("max-age=60, no-store");
  });
});
