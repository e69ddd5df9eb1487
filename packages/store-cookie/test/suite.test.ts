import { cookieStore } from "@sess/store-cookie";
import { tokenStoreSuite } from "@sess/test-kit/store";
import { describe, it } from "vitest";

tokenStoreSuite({ name: "encrypted", describe, it, createStore: () => cookieStore() });

tokenStoreSuite({ name: "signed only", describe, it, createStore: () => cookieStore({ encrypt: false }) });

tokenStoreSuite({
  name: "encrypted, with signed ones accepted",
  describe,
  it,
  createStore: () => cookieStore({ encrypt: { acceptSigned: true }, revokedBefore: () => undefined }),
});
