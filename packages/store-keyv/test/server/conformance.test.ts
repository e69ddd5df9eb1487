import { keyvStore } from "@sess/store-keyv";
import { storeSuite } from "@sess/test-kit/store";
import { startProxy } from "@sess-tests/servers";
import { afterAll, describe, it } from "vitest";
import { versions } from "../versions.ts";
import { memcached, type OpenStorage, redis } from "./storages.ts";

let count = 0;

for (const kind of [memcached, redis]) {
  const server = await kind.start();
  afterAll(() => server.stop());
  for (const [version, make] of versions) {
    await storeSuite({
      name: `${version} in ${kind.name}`,
      describe,
      it,
      async createStore() {
        const proxy = await startProxy(server);
        const namespace = `suite${count++}`;
        const opened: OpenStorage[] = [];
        const open = async () => {
          const storage = await kind.open(proxy.url);
          opened.push(storage);
          const client = make({ store: storage.storage, namespace });
          return keyvStore({ client, durable: kind === redis, shared: true, nativeExpiry: true });
        };
        return {
          store: await open(),
          reopen: open,
          down() {
            proxy.refuse();
            proxy.cut();
          },
          async keptUntil(key, now) {
            const left = await opened[0]?.timeLeft(namespace, key);
            return left === undefined ? undefined : now + left;
          },
          async cleanup() {
            for (const storage of opened) storage.close();
            await proxy.stop();
          },
        };
      },
    });
  }
}
