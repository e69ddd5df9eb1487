import { memoryStore } from "@sess/core";
import { cachedStore } from "@sess/store-cached";
import { storeSuite } from "@sess/test-kit/store";
import { describe, it } from "vitest";
import { asynchronous } from "./asynchronous.ts";

await storeSuite({
  name: "memory over memory",
  describe,
  it,
  createStore: () => cachedStore({ fast: memoryStore(), slow: memoryStore() }),
});

await storeSuite({
  name: "asynchronous memory over asynchronous memory",
  describe,
  it,
  createStore: () => cachedStore({ fast: asynchronous(memoryStore()), slow: asynchronous(memoryStore()) }),
});
