import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { proved } from "./numbers.ts";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/django.md"), "utf8");
const files = globSync("test/django/differences-*.test.ts", { cwd: root });
const titles = files.map((file) => readFileSync(join(root, file), "utf8")).join("\n");
const differences = new Set(
  [...titles.matchAll(/"differs \(([\w-]+)\): |'differs \(([\w-]+)\): /g)].map(wordOf),
);

/** What the page sets as code. */
const code = [...page.matchAll(/`([^`\n]+)`/g)].map(([, span = ""]) => span);

/** The last cells of all rows: what proves them. */
const cells = [...page.matchAll(/^\|.*\| ([^|]*) \|$/gm)].map(([, cell = ""]) => cell);
const proofs = cells.filter((cell) => !/^(test|---|–)$/.test(cell)).flatMap((cell) => cell.split(", "));

/** What Django's pages on sessions name. */
const names = `
  accessed modified session_key is_empty bool get has_key pop setdefault update keys values items clear aget aset ahas_key
  apop asetdefault aupdate akeys avalues aitems get_session_cookie_age set_expiry get_expiry_age get_expiry_date
  get_expire_at_browser_close load create save delete exists cycle_key flush clear_expired encode decode set_test_cookie
  test_cookie_worked delete_test_cookie CreateError UpdateError InvalidSessionKey SuspiciousSession SessionInterrupted
  SESSION_ENGINE SESSION_SERIALIZER SESSION_CACHE_ALIAS SESSION_FILE_PATH SESSION_COOKIE_NAME SESSION_COOKIE_AGE
  SESSION_COOKIE_DOMAIN SESSION_COOKIE_PATH SESSION_COOKIE_SECURE SESSION_COOKIE_HTTPONLY SESSION_COOKIE_SAMESITE
  SESSION_EXPIRE_AT_BROWSER_CLOSE SESSION_SAVE_EVERY_REQUEST SECRET_KEY SECRET_KEY_FALLBACKS SIGNING_BACKEND
  SIGNED_COOKIE_LEGACY_SALT_FALLBACK CSRF_USE_SESSIONS MESSAGE_STORAGE MESSAGE_LEVEL MESSAGE_TAGS db cache cached_db file
  signed_cookies AbstractBaseSession get_decoded clearsessions login logout update_session_auth_hash get_session_auth_hash
  _auth_user_id _auth_user_backend _auth_user_hash _session_expiry _messages _password_reset_token add_message get_messages`;

describe("the page for Django users", () => {
  it.each(names.trim().split(/\s+/))("names %s", (name) => {
    expect(code.filter((span) => new RegExp(`\\b${name}\\b`).test(span))).not.toEqual([]);
  });

  it("names only tests that there are", () => {
    const known = new Set([...Object.values(proved).flat().map(String), ...differences]);
    expect(proofs.length).toBeGreaterThan(100);
    expect(proofs.filter((proof) => !known.has(proof))).toEqual([]);
  });

  it("names every test of a difference, and every number", () => {
    const named = new Set(proofs);
    expect([...differences].filter((word) => !named.has(word))).toEqual([]);
    const numbers = Object.values(proved).flat().map(String);
    expect(numbers.filter((number) => !named.has(number))).toEqual([]);
  });
});

function wordOf([, one, other]: RegExpMatchArray): string {
  return one ?? other ?? "";
}
