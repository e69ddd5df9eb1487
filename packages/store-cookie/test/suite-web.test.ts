import { cookieStore } from "@sess/store-cookie";
import { tokenStoreSuite } from "@sess/test-kit/store";
import { describe, expect, it, vi } from "vitest";

// Where there is no `node:` module: WebCrypto, and SHA-256 in JavaScript.
vi.mock(
  "../../core/src/platform-node.ts",
  // @boundaries-ignore no package exports the platforms
  () => import("../../core/src/platform-web.ts"),
);

tokenStoreSuite({ name: "encrypted, on the web", describe, it, createStore: () => cookieStore() });

tokenStoreSuite({
  name: "signed only, on the web",
  describe,
  it,
  createStore: () => cookieStore({ encrypt: false }),
});

it("is asynchronous there, and at once on Node", () => {
  const context = { name: "sid", keys: () => [new Uint8Array(32)], random: () => "A".repeat(16) };
  const record = { version: "v1", expiresAt: 1, endsAt: 1, data: "" };
  expect(cookieStore().seal("id", record, context)).toBeInstanceOf(Promise);
});
