import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Session } from "@sess/core";
import { expect, it } from "vitest";
import { overEveryStore } from "./site.ts";

/** What the code on the page is. */
interface Bridge {
  readDjangoSession(text: string, secretKey: string): Record<string, unknown> | undefined;
  djangoAuthHash(password: string, secretKey: string): string;
  takeOver(session: Session, old: Record<string, unknown>, hash: string | undefined): void;
}

const page = readFileSync(join(import.meta.dirname, "../../docs/django.md"), "utf8");
const [, code = ""] = /<!-- django: read -->\n```js\n(.*?)\n```/s.exec(page) ?? [];
const bridge: Bridge = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`);

// Written by Django, with this SECRET_KEY.
const key = "sess-interop-test-key";
const password = "pbkdf2_sha256$600000$salt$hash=";
const hash = "0b4ec5a8cb662a693415d2ca8c054218da90fc6677a367579ed13fec39549332";
const rows = {
  plain: "eyJhIjoxLCJiIjoieCJ9:1r31eq:OhwG-x0RHVsGEp-R18ju3UKctGp1L3GWxy03uRIAlZY",
  empty: "e30:1r31eq:FDMqUQjrLS-Csru11aNN7PNysAbpbyXul7n6eH3Lg5c",
  escaped:
    "eyJfc2Vzc2lvbl9leHBpcnkiOjM2MDAsIm4iOjEuMCwidSI6Ilx1MDBlOVx1ZDgzZFx1ZGUwMCJ9:1r31eq:tijF0kP2UwEmmm0I5fan27BSwkXddxLmHMQVuh8YdsE",
  compressed:
    ".eJyrVopPLC3JiC8tTi2Kz0xRslIyMVLSQRZMSkzOTs0DyaRkJeal5-sl5-eVFGUm6YGU6EFli_V881NSc5ygalEMyEgszgDqNqAQAA1NTiwqUbKKVsosSc3VBQmAGYYwhhGMYQxjmCjF6ijlJeamAu2Pyo8pNTBITVKIKTUyMzBWqgUAWjRI5A:1r31eq:S1yhIINdny6_OM6ihlsb6C5iFOAo3a_oe-TCLOf45z0",
};

it("the code of the page reads rows that Django wrote", () => {
  expect(bridge.readDjangoSession(rows.plain, key)).toEqual({ a: 1, b: "x" });
  expect(bridge.readDjangoSession(rows.empty, key)).toEqual({});
  expect(bridge.readDjangoSession(rows.escaped, key)).toEqual({ _session_expiry: 3600, n: 1, u: "é😀" });
  expect(bridge.readDjangoSession(rows.compressed, key)).toMatchObject({
    _auth_user_id: "42",
    cart: ["item-0", "item-1", "item-2", "item-3", "item-4"],
    name: "Zoë ☃",
  });
});

it("the code of the page reads no row that the key did not sign", () => {
  expect(bridge.readDjangoSession(rows.plain, `${key}!`)).toBeUndefined();
  for (const text of [rows.plain.replace("eyJh", "eyJi"), rows.plain.slice(0, -2), "", ":", "x:y", "a:b:c"]) {
    expect(bridge.readDjangoSession(text, key), text).toBeUndefined();
  }
});

it("the code of the page makes the hash that Django makes of a password", () => {
  expect(bridge.djangoAuthHash(password, key)).toBe(hash);
});

overEveryStore((behaves) => {
  const old = { _auth_user_id: "42", _auth_user_hash: hash, _auth_user_backend: "x", cart: ["item-0"] };

  behaves("the code of the page takes data and user over", async ({ browser }) => {
    await browser.visit((session) => bridge.takeOver(session, old, hash));
    const { value } = await browser.visit((session) => [session.owner, session.toJSON()]);
    expect(value).toEqual(["42", { cart: ["item-0"] }]);
  });

  behaves("the code of the page takes nothing over after a change of password", async ({ browser }) => {
    for (const now of ["another", undefined]) {
      await browser.visit((session) => bridge.takeOver(session, old, now));
      expect((await browser.visit((session) => [session.owner, session.isNew])).value).toEqual([
        undefined,
        true,
      ]);
    }
  });

  behaves("the code of the page takes over what an anonymous visitor had", async ({ browser }) => {
    await browser.visit((session) =>
      bridge.takeOver(session, { cart: ["item-0"], _csrftoken: "x" }, undefined),
    );
    const { value } = await browser.visit((session) => [session.owner, session.toJSON()]);
    expect(value).toEqual([undefined, { cart: ["item-0"] }]);
  });
});
