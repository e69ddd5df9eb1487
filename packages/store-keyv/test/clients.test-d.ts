import type { SessionStore } from "@sess/core";
import { type KeyvClient, keyvStore } from "@sess/store-keyv";
import type { Keyv as Keyv6 } from "keyv";
import type { Keyv as Keyv5 } from "keyv5";
import { describe, expectTypeOf, it } from "vitest";

describe("the client of keyvStore", () => {
  it("is a Keyv 5 or 6 as it is, whatever it says of its values", () => {
    expectTypeOf<Keyv5>().toExtend<KeyvClient>();
    expectTypeOf<Keyv5<string>>().toExtend<KeyvClient>();
    expectTypeOf<Keyv6>().toExtend<KeyvClient>();
    expectTypeOf<Keyv6<{ cached: number }>>().toExtend<KeyvClient>();
  });

  it("is a Keyv or a function that makes one, and no storage", () => {
    expectTypeOf(keyvStore).toBeCallableWith({ client: (): Keyv6 => null as never });
    expectTypeOf<ReturnType<typeof keyvStore>>().toEqualTypeOf<SessionStore>();
    // @ts-expect-error A storage goes into a Keyv first.
    keyvStore({ client: new Map() });
    // @ts-expect-error There is no such option.
    keyvStore({ client: null as never as Keyv6, ttl: 60 });
  });
});
