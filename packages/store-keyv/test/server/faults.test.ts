import { keyvStore } from "@sess/store-keyv";
import { faultSuite } from "@sess-tests/servers/faults";
import { afterAll, beforeAll, describe, it } from "vitest";
import { versions } from "../versions.ts";
import { memcached, redis } from "./storages.ts";

for (const kind of [memcached, redis]) {
  for (const [version, make] of versions) {
    faultSuite({
      name: `${version} in ${kind.name}`,
      describe,
      it,
      beforeAll,
      afterAll,
      startServer: kind.start,
      keepsData: false,
      async openStore(url) {
        const { storage, close } = await kind.open(url);
        const client = make({ store: storage });
        client.on("error", () => {});
        return { store: keyvStore({ client }), close };
      },
    });
  }
}
