import { channel as nodeChannel } from "node:diagnostics_channel";
import { once } from "node:events";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Platform } from "../src/platform.ts";
import * as node from "../src/platform-node.ts";
import * as web from "../src/platform-web.ts";

// These two lines are the test that both modules have the one shape: they are checked by the type checker.
const onNode: Platform<node.MacKey, node.CipherKey> = node;
const onWeb: Platform<web.MacKey, web.CipherKey> = web;

/** Any UTF-16, halves of pairs included. */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0xffff })), { maxLength: 120 })
  .map((codes) => String.fromCharCode(...codes));
const wellFormed = fc.string({ unit: "binary", maxLength: 200 });
const key32 = fc.uint8Array({ minLength: 32, maxLength: 32 });
const nonce = fc.uint8Array({ minLength: 12, maxLength: 12 });

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("the platforms for Node and for the web", () => {
  it("have the same names", () => {
    expect(Object.keys(onWeb).sort()).toEqual(Object.keys(onNode).sort());
  });

  it("make the same MAC of any text", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), anyText, (key, text) => {
        const made = node.mac(node.macKey(key), text);
        expect(made).toMatch(/^[\w-]{43}$/);
        expect(web.mac(web.macKey(key), text)).toBe(made);
      }),
      { numRuns: 300 },
    );
  });

  it("make the same MAC of long text, and of the same key again", () => {
    const [onNodeKey, onWebKey] = [new Uint8Array(65).fill(7), new Uint8Array(65).fill(7)] as const;
    const [key, webKey] = [node.macKey(onNodeKey), web.macKey(onWebKey)];
    for (const length of [0, 511, 512, 513, 5_000, 3]) {
      const text = "\u20ac".repeat(length);
      expect(node.mac(key, text)).toBe(web.mac(webKey, text));
    }
  });

  it("make the same MAC of any bytes, also with an empty key", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.uint8Array({ maxLength: 200 }), (key, data) => {
        expect(Buffer.from(web.macBytes(key, data))).toEqual(Buffer.from(node.macBytes(key, data)));
      }),
      { numRuns: 300 },
    );
  });

  it("make the same digest of any text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const made = node.digest(text);
        expect(made).toMatch(/^[\w-]{43}$/);
        expect(web.digest(text)).toBe(made);
      }),
      { numRuns: 300 },
    );
    expect(node.digest("abc")).toBe("ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
  });

  it("open what either has sealed, to the same text", async () => {
    await fc.assert(
      fc.asyncProperty(key32, nonce, wellFormed, anyText, async (key, number, text, bound) => {
        const sealed = node.encrypt(node.cipherKey(key), number, text, bound);
        expect(await web.encrypt(web.cipherKey(key), number, text, bound)).toBe(sealed);
        expect(node.decrypt(node.cipherKey(key), number, sealed, bound)).toBe(text);
        expect(await web.decrypt(web.cipherKey(key), number, sealed, bound)).toBe(text);
      }),
      { numRuns: 100 },
    );
  });

  it("keep a byte order mark at the beginning of a sealed text", async () => {
    for (const platform of [onNode, onWeb] as Platform<unknown, unknown>[]) {
      const key = platform.cipherKey(new Uint8Array(32));
      const sealed = await platform.encrypt(key, new Uint8Array(12), "\ufeffa", "");
      expect(await platform.decrypt(key, new Uint8Array(12), sealed, "")).toBe("\ufeffa");
    }
  });
});

describe.each([
  ["Node", onNode as Platform<unknown, unknown>],
  ["the web", onWeb as Platform<unknown, unknown>],
])("the platform for %s", (_, platform) => {
  const bytes = (fill: number, length: number) => new Uint8Array(length).fill(fill);
  const key = platform.cipherKey(bytes(1, 32));

  it("compares texts of any length, equal or not", () => {
    const text = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE";
    expect(text).toHaveLength(43);
    expect(platform.equal(text, `${text}`)).toBe(true);
    for (let i = 0; i < text.length; i++) {
      const other = `${text.slice(0, i)}.${text.slice(i + 1)}`;
      expect(platform.equal(text, other)).toBe(false);
      expect(platform.equal(other, text)).toBe(false);
    }
    expect(platform.equal(text, text.slice(1))).toBe(false);
    expect(platform.equal(text, `${text}A`)).toBe(false);
    expect(platform.equal("", "")).toBe(true);
    expect(platform.equal("short", "short")).toBe(true);
    expect(platform.equal("short", "shorT")).toBe(false);
    const [wide, narrow] = ["\u0141", "A"].map((character) => character.repeat(43)) as [string, string];
    expect(platform.equal(wide, narrow)).toBe(false);
  });

  it("compares as the language does, whatever it compared before", () => {
    const near = fc.string({
      unit: fc.constantFrom("a", "b", "é", "\u0161", "\ud83d"),
      minLength: 43,
      maxLength: 43,
    });
    fc.assert(
      fc.property(fc.oneof(near, fc.constant("a".repeat(43))), near, (a, b) => {
        expect(platform.equal(a, b)).toBe(a === b);
        expect(platform.equal(a, [...a].join(""))).toBe(true);
      }),
    );
  });

  it("fills any number of bytes at random", () => {
    for (const length of [0, 1, 32, 4096, 65_536, 200_000]) {
      const filled = bytes(0, length);
      platform.fillRandom(filled);
      // About one byte in 256 is zero.
      if (length >= 4096) expect(filled.filter((byte) => byte === 0).length).toBeLessThan(length / 64);
      if (length >= 32) expect(filled.subarray(-16)).not.toEqual(bytes(0, 16));
    }
  });

  it("does not open what was sealed with another key, nonce or binding", async () => {
    const sealed = await platform.encrypt(key, bytes(2, 12), "text", "bound");
    expect(await platform.decrypt(key, bytes(2, 12), sealed, "bound")).toBe("text");
    expect(
      await platform.decrypt(platform.cipherKey(bytes(3, 32)), bytes(2, 12), sealed, "bound"),
    ).toBeUndefined();
    expect(await platform.decrypt(key, bytes(3, 12), sealed, "bound")).toBeUndefined();
    expect(await platform.decrypt(key, bytes(2, 12), sealed, "Bound")).toBeUndefined();
  });

  it("does not open a sealed text in which any character was changed", async () => {
    const sealed = await platform.encrypt(key, bytes(2, 12), "some text", "");
    for (let i = 0; i < sealed.length; i++) {
      const other = sealed[i] === "A" ? "B" : "A";
      const changed = sealed.slice(0, i) + other + sealed.slice(i + 1);
      expect(await platform.decrypt(key, bytes(2, 12), changed, "")).toBeUndefined();
    }
  });

  it.each([
    ["nothing", ""],
    ["less than a tag", "AAAA"],
    ["another alphabet", "+/+/+/+/+/+/+/+/+/+/+/+/"],
    ["no base64 at all", '{"a":1}'],
  ])("does not open %s", async (_what, sealed) => {
    expect(await platform.decrypt(key, bytes(2, 12), sealed, "")).toBeUndefined();
  });

  it("does not open a sealed text with something around it", async () => {
    const sealed = await platform.encrypt(key, bytes(2, 12), "some text!", "");
    for (const changed of [`${sealed}=`, `${sealed}\n`, ` ${sealed}`, sealed.slice(0, -1), `${sealed}A`]) {
      expect(await platform.decrypt(key, bytes(2, 12), changed, "")).toBeUndefined();
    }
  });

  it("refuses a cipher key of another length than 32 bytes", () => {
    expect(() => platform.cipherKey(bytes(0, 31))).toThrow(/32 bytes\. Received 31/);
    expect(() => platform.cipherKey(bytes(0, 33))).toThrow(/32 bytes\. Received 33/);
  });

  it("keeps a cipher key when the bytes it was made from are overwritten", async () => {
    const source = bytes(9, 32);
    const kept = platform.cipherKey(source);
    source.fill(0);
    const sealed = await platform.encrypt(kept, bytes(2, 12), "text", "");
    expect(await platform.decrypt(platform.cipherKey(bytes(9, 32)), bytes(2, 12), sealed, "")).toBe("text");
  });

  it("is in production when NODE_ENV says so", () => {
    vi.stubEnv("NODE_ENV", "production");
    expect(platform.inProduction()).toBe(true);
    vi.stubEnv("NODE_ENV", "development");
    expect(platform.inProduction()).toBe(false);
  });

  it("is not in production where the environment cannot be read", () => {
    const environment = vi.spyOn(process, "env", "get").mockImplementation(() => {
      throw new Error("not allowed");
    });
    const answer = platform.inProduction();
    environment.mockRestore();
    expect(answer).toBe(false);
  });
});

describe("the platform for Node", () => {
  it("publishes to the diagnostics channel of that name", () => {
    const messages: unknown[] = [];
    const channel = node.channel("sess:platform-test");
    expect(channel?.hasSubscribers).toBe(false);
    const listener = (message: unknown) => messages.push(message);
    nodeChannel("sess:platform-test").subscribe(listener);
    expect(channel?.hasSubscribers).toBe(true);
    channel?.publish({ id: "a" });
    nodeChannel("sess:platform-test").unsubscribe(listener);
    expect(messages).toEqual([{ id: "a" }]);
  });

  it("warns through the process, with a code", async () => {
    const warned = once(process, "warning");
    node.warn("something is odd", "SESS_ODD");
    const [warning] = await warned;
    expect(warning).toMatchObject({ name: "SessWarning", code: "SESS_ODD", message: "something is odd" });
  });

  it("makes the same digest where the one-shot hash is missing", async () => {
    vi.doMock("node:crypto", async (original) => ({ ...(await original<object>()), hash: undefined }));
    vi.resetModules();
    const older = await import("../src/platform-node.ts");
    vi.doUnmock("node:crypto");
    expect(older.digest).not.toBe(node.digest);
    expect(older.digest("h\u00e9")).toBe(node.digest("h\u00e9"));
  });
});

describe("the platform for the web", () => {
  it("has no channels", () => {
    expect(web.channel("sess:platform-test")).toBeUndefined();
  });

  it("warns on the console, with a code", () => {
    const written = vi.spyOn(console, "warn").mockImplementation(() => {});
    web.warn("something is odd", "SESS_ODD");
    expect(written.mock.calls).toEqual([["SessWarning [SESS_ODD]: something is odd"]]);
  });

  it("lets an error through that says nothing about the text", async () => {
    const key = web.cipherKey(new Uint8Array(32));
    const failing = web.decrypt(key, new Uint8Array(0), "A".repeat(40), "");
    await expect(failing).resolves.toBeUndefined();
    vi.spyOn(crypto.subtle, "decrypt").mockRejectedValue(new Error("no such algorithm"));
    await expect(web.decrypt(key, new Uint8Array(12), "A".repeat(40), "")).rejects.toThrow(
      "no such algorithm",
    );
  });
});
