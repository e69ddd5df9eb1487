import { createSessions, type SessionOptions, type TokenStore } from "@sess/core";
import { type CookieStore, type CookieStoreOptions, cookieStore } from "@sess/store-cookie";
import { describe, expectTypeOf, it } from "vitest";

describe("cookieStore", () => {
  it("is a store by token, which the option `store` takes", () => {
    expectTypeOf<CookieStore>().toExtend<TokenStore>();
    expectTypeOf<CookieStore>().toExtend<NonNullable<SessionOptions<object, never>["store"]>>();
    createSessions({ secret: "", store: cookieStore() });
  });

  it("takes a revocation that answers at once or later", () => {
    expectTypeOf(cookieStore).toBeCallableWith({ revokedBefore: (owner: string) => owner.length });
    expectTypeOf(cookieStore).toBeCallableWith({ revokedBefore: async () => undefined });
    expectTypeOf<CookieStoreOptions["encrypt"]>().toEqualTypeOf<
      boolean | { readonly acceptSigned: true } | undefined
    >();
    // @ts-expect-error A date is no number of milliseconds.
    cookieStore({ revokedBefore: () => new Date() });
    // @ts-expect-error Accepting nothing else is `true`.
    cookieStore({ encrypt: { acceptSigned: false } });
    // @ts-expect-error There is no such option.
    cookieStore({ password: "x" });
  });
});
