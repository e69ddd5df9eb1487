import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { weaknessOf } from "../src/weak-secret.ts";

describe("weaknessOf", () => {
  it.each([
    "keyboard cat keyboard cat keyboard cat",
    "keyboard-cat-keyboard-cat-keyboard-cat-1",
    "KeyboardCatKeyboardCatKeyboardCat!",
    "a very long secret keyboard cat, change me",
    "changeme-changeme-changeme-changeme",
    "CHANGE_ME_CHANGE_ME_CHANGE_ME_PLEASE",
    "please-change-this-secret-in-production",
    "replace-this-with-a-long-random-string",
    "your-super-secret-key-that-is-at-least-32-characters-long",
    "my-super-secret-session-key-for-development",
    "complex_password_at_least_32_characters_long",
    "secretsecretsecretsecretsecretsecret",
    "supersecretsupersecretsupersecretkey",
    "this is a secret, do not tell anyone!!",
    "insecure-development-secret-do-not-use-in-production",
    "password1234password1234password1234",
    "test-test-test-test-test-test-test-1",
    "this-is-only-a-default-value-for-testing-123456",
    "a".repeat(32),
    "0".repeat(64),
    "ab".repeat(16),
    `${"x".repeat(63)}y`,
    "1234567890".repeat(4),
    "0123456789abcdef0123456789abcdef",
    "abcdefghijklmnopqrstuvwxyz0123456789",
    "zyxwvutsrqponmlkjihgfedcba9876543210",
    "qwertyqwertyqwertyqwertyqwertyqwerty",
    " ".repeat(40),
    "-".repeat(40),
    "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbb",
  ])("finds %j", (secret) => {
    expect(weaknessOf(secret)).toMatch(/placeholder|variety/);
  });

  it.each([
    ["31 bytes", "Zk3vQ9xT7hLmW2pRb8sYc4nJd6gFa1e"],
    ["nothing", ""],
  ])("finds %s too short", (_, secret) => {
    expect(weaknessOf(secret)).toMatch(/32 bytes/);
  });

  it.each([
    ["a passphrase of seven unusual words", "cactus-lantern-oboe-thirteen-mosaic-velvet-quarry"],
    ["random text behind a label", "session-secret-Zk3vQ9xT7hLmW2pRb8sYc4nJ"],
    ["another alphabet", "дуб-лампа-море-тринадцать-сирень-вокзал"],
    ["a file's worth", "Zk3vQ9xT7hLmW2pRb8sYc4nJd6gFa1eU".repeat(2).concat("end of it all\n")],
    ["punctuation", "#&)!(*@^$%+{}:?><~|[]=;,./'`_-\\\"!@"],
  ])("takes %s", (_, secret) => {
    expect(weaknessOf(secret)).toBeUndefined();
  });

  const alphabets: [string, (bytes: Buffer) => string][] = [
    ["base64", (bytes) => bytes.toString("base64")],
    ["base64url", (bytes) => bytes.toString("base64url")],
    ["hexadecimal", (bytes) => bytes.toString("hex")],
    ["16 bytes of hexadecimal", (bytes) => bytes.subarray(0, 16).toString("hex")],
    ["letters", (bytes) => [...bytes].map((byte) => String.fromCharCode(97 + (byte % 26))).join("")],
    ["digits", (bytes) => [...bytes].map((byte) => byte % 10).join("")],
    [
      "a UUID",
      (bytes) => bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, "$1-$2-$3-$4-$5"),
    ],
    ["bits", (bytes) => [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("")],
  ];
  it.each(alphabets)("takes random bytes written as %s", (_, write) => {
    // Without its bias: fast-check prefers bytes at the edges, which are no random ones.
    fc.assert(
      fc.property(fc.noBias(fc.uint8Array({ minLength: 32, maxLength: 32 })), (bytes) => {
        expect(weaknessOf(write(Buffer.from(bytes)))).toBeUndefined();
      }),
      { numRuns: 5000 },
    );
  });

  it("is quick with a very long text", () => {
    const started = performance.now();
    expect(weaknessOf("a".repeat(1_000_000))).toMatch(/variety/);
    expect(weaknessOf(`${"a".repeat(1_000_000)}b`)).toBeDefined();
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
