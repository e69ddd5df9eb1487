import { describe, it } from "node:test";
import type { SessionRecord } from "@sess/core";
import { storeSuite } from "@sess/test-kit/store";
import { templateStore } from "./index.ts";

await storeSuite({
  name: "templateStore",
  describe,
  it,
  createStore: () => templateStore({ client: new Map<string, SessionRecord>() }),
});
