import * as devalue from "devalue";
import superjson from "superjson";
import { describe, expect, it } from "vitest";
import type { Codec } from "../src/index.ts";
import { createSite, createVisitedSite } from "./fixtures/site.ts";

const codecs: readonly (readonly [string, Codec])[] = [
  ["superjson", { encode: superjson.stringify, decode: superjson.parse }],
  ["devalue", { encode: devalue.stringify, decode: devalue.parse }],
];

describe.each(codecs)("%s as the codec", (_name, codec) => {
  const rich = () => ({
    at: new Date(0),
    tags: new Set(["a"]),
    stock: new Map([["apple", 3n]]),
    nothing: undefined,
    nested: { pattern: /a/g },
  });

  it("keeps what JSON cannot", async () => {
    const browser = createSite({ codec }).browser();
    await browser.visit((session) => {
      session.assign(rich());
      session.flash("notice", new Date(1));
    });
    const { session } = await browser.open();
    expect(session.toJSON()).toEqual(rich());
    expect(session.takeFlash("notice")).toEqual([new Date(1)]);
  });

  it("shows changes inside such values, and only those", async () => {
    const { browser, store } = createSite({ codec });
    const ada = browser();
    await ada.visit((session) => session.assign(rich()));
    store.takeCalls();
    await ada.visit((session) => (session.get("tags") as Set<string>).has("a"));
    expect(store.takeCalls()).toEqual(["read"]);
    await ada.visit((session) => (session.get("tags") as Set<string>).add("b"));
    expect(store.takeCalls()).toEqual(["read", "write"]);
    expect((await ada.data()).tags).toEqual(new Set(["a", "b"]));
  });

  it("is merged key by key", async () => {
    const ada = createSite({ codec }).browser();
    await ada.visit((session) => session.assign(rich()));
    const [first, second] = [await ada.open(), await ada.open()];
    first.session.set("at", new Date(5));
    second.session.update("stock", (stock) => new Map([...(stock as Map<string, bigint>), ["pear", 1n]]));
    await first.end();
    await second.end();
    expect(await ada.data()).toEqual({
      ...rich(),
      at: new Date(5),
      stock: new Map([
        ["apple", 3n],
        ["pear", 1n],
      ]),
    });
  });

  it("is encrypted like any other", async () => {
    const ada = createSite({ codec, encrypt: true }).browser();
    await ada.visit((session) => session.assign(rich()));
    expect(await ada.data()).toEqual(rich());
  });
});

describe("a codec", () => {
  it("is asked at once whether it can keep a value", async () => {
    const { session } = await createSite({
      codec: { encode: devalue.stringify, decode: devalue.parse },
    })
      .browser()
      .open();
    expect(() => session.set("run", () => 1)).toThrow(/^\[sess\] "run" cannot be kept by the codec/);
    expect(session.has("run")).toBe(false);
  });

  it("must write text without NUL", async () => {
    const codec: Codec = { encode: (data) => JSON.stringify(data).replace("x", "\0"), decode: JSON.parse };
    const visit = createSite({ codec })
      .browser()
      .visit((session) => session.set("a", "x"));
    await expect(visit).rejects.toMatchObject({ code: "ERR_SESS_DATA_UNSERIALIZABLE" });
  });

  it("that fails only on the whole is named as what failed", async () => {
    const codec: Codec = {
      encode(data) {
        if (Object.keys(data).length > 1) throw new Error("Too many");
        return JSON.stringify(data);
      },
      decode: JSON.parse,
    };
    const visit = createSite({ codec })
      .browser()
      .visit((session) => session.assign({ a: 1, b: 2 }));
    await expect(visit).rejects.toMatchObject({
      code: "ERR_SESS_DATA_UNSERIALIZABLE",
      message: expect.stringContaining("The codec cannot write"),
      cause: { message: "Too many" },
    });
  });

  it("that cannot read a record leaves the session unknown, not the request broken", async () => {
    const { ada, store, clock } = await createVisitedSite();
    const codec: Codec = {
      encode: JSON.stringify,
      decode() {
        throw new Error("Another codec wrote this");
      },
    };
    const { sessions, events } = createSite({ codec, store, clock });
    const session = await sessions.open({ cookies: ada.jar.header(), secure: false, request: undefined });
    expect(session.toJSON()).toEqual({});
    expect(events("unknown")).toMatchObject([{ reason: "undecodable" }]);
  });
});
