import { describe, expectTypeOf, it } from "vitest";
import { createSessions, type Session, type SessionRecord, type Sessions } from "../src/index.ts";

interface Shop {
  cart: string[];
  userId?: string;
  visits: number;
}

declare const shop: Session<Shop>;
declare const anything: Session;

describe("a session with a type", () => {
  it("knows its keys and their values", () => {
    expectTypeOf(shop.get("cart")).toEqualTypeOf<string[] | undefined>();
    expectTypeOf(shop.get("visits", 0)).toEqualTypeOf<number>();
    expectTypeOf(shop.pop("userId")).toEqualTypeOf<string | undefined>();
    expectTypeOf(shop.setDefault("visits", 0)).toEqualTypeOf<number>();
    expectTypeOf(shop.keys()).toEqualTypeOf<("cart" | "userId" | "visits")[]>();
    expectTypeOf(shop.toJSON()).toEqualTypeOf<Partial<Shop>>();
    expectTypeOf(shop.data.visits).toEqualTypeOf<number | undefined>();
    shop.set("visits", 1);
    shop.assign({ visits: 1, cart: [] });
    shop.update("visits", (visits = 0) => visits + 1);
    shop.update("userId", () => undefined);
    shop.data = { visits: 1 };
  });

  it("refuses other keys and other values", () => {
    // @ts-expect-error: no such key
    shop.get("basket");
    // @ts-expect-error: no such key
    shop.set("basket", []);
    // @ts-expect-error: a number is needed
    shop.set("visits", "many");
    // @ts-expect-error: the fallback is no number
    shop.get("visits", "none");
    // @ts-expect-error: no such key
    shop.assign({ basket: [] });
    // @ts-expect-error: no such key
    shop.delete("basket");
    // @ts-expect-error: text is no number
    shop.update("visits", () => "many");
    // @ts-expect-error: a promise is no number
    shop.update("visits", async () => 1);
    // @ts-expect-error: no such key
    shop.data.basket = [];
  });

  it("refuses what cannot be set or called", () => {
    // @ts-expect-error: read-only
    shop.id = "chosen";
    // @ts-expect-error: no such property
    shop.userId = "1";
    // @ts-expect-error: flush takes nothing
    void shop.flush("notice");
    // @ts-expect-error: update takes a key and a function
    shop.update({ visits: 1 });
    // @ts-expect-error: no text
    shop.setExpiry("30m");
    // @ts-expect-error: an owner is text
    shop.owner = 42;
  });

  it("says what its other members are", () => {
    expectTypeOf(shop.id).toEqualTypeOf<string | undefined>();
    expectTypeOf(shop.owner).toEqualTypeOf<string | undefined>();
    expectTypeOf(shop.expiryDate).toEqualTypeOf<Date>();
    expectTypeOf(shop.createdAt).toEqualTypeOf<number | undefined>();
    expectTypeOf(shop.save()).toEqualTypeOf<Promise<void>>();
    expectTypeOf(shop.takeFlash<string>("notice")).toEqualTypeOf<string[]>();
    expectTypeOf(shop.load()).resolves.toEqualTypeOf<Session<Shop>>();
  });
});

describe("a session without a type", () => {
  it("holds any key with an unknown value", () => {
    expectTypeOf(anything.get("whatever")).toBeUnknown();
    anything.set("whatever", { deep: [1] });
    expectTypeOf(anything.data).toEqualTypeOf<Partial<Record<string, unknown>>>();
  });
});

describe("createSessions", () => {
  const secret = "";

  it("hands the type on to its sessions", () => {
    const sessions = createSessions<Shop>({ secret });
    expectTypeOf(sessions).toEqualTypeOf<Sessions<Shop>>();
    expectTypeOf(sessions.fromHeaders({})).resolves.toEqualTypeOf<Session<Shop>>();
    expectTypeOf(createSessions({ secret })).toEqualTypeOf<Sessions<Record<string, unknown>>>();
  });

  it("takes text, lists and durations, and refuses what they are not", () => {
    createSessions({ secret: ["a", "b"] as const, idle: "30m", absolute: "aal2", touchAfter: 0 });
    // @ts-expect-error: needed
    createSessions({});
    // @ts-expect-error: no such option
    createSessions({ secret, ttl: 60 });
    // @ts-expect-error: one of two
    createSessions({ secret, onGone: "ignore" });
    // @ts-expect-error: no such event
    createSessions({ secret, on: { login: () => {} } });
    // @ts-expect-error: a store needs more
    createSessions({ secret, store: { read: () => undefined } });
  });

  it("tells listeners what each event holds", () => {
    createSessions({
      secret,
      on: {
        conflict: ({ keys, id }) => {
          expectTypeOf(keys).toEqualTypeOf<readonly string[]>();
          expectTypeOf(id).toEqualTypeOf<string | undefined>();
        },
        rotated: ({ reason }) => expectTypeOf(reason).toEqualTypeOf<"renewal" | "rotation" | "login">(),
      },
    });
  });

  it("gives functions among the options the request of the adapter", () => {
    createSessions<Shop, { ip: string }>({
      secret,
      device: (request) => ({ ip: request.ip }),
      skip: ({ ip }) => ip === "::1",
    });
  });
});

describe("a store", () => {
  it("may answer at once or later", () => {
    const record: SessionRecord = { version: "v", expiresAt: 1, endsAt: 2, data: "" };
    const abilities = {
      atomicWrite: true,
      owners: false,
      sweeps: false,
      nativeExpiry: false,
      durable: false,
      shared: false,
      mayBeStale: false,
      maxBytes: undefined,
    };
    createSessions({
      secret: "",
      store: { abilities, read: () => record, write: () => true, remove: () => {} },
    });
    createSessions({
      secret: "",
      store: { abilities, read: async () => record, write: async () => true, remove: async () => {} },
    });
    createSessions({
      secret: "",
      // @ts-expect-error: write says whether it did
      store: { abilities, read: async () => record, write: async () => {}, remove: async () => {} },
    });
  });
});
