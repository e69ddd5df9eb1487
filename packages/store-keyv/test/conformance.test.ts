import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { gunzipSync, gzipSync } from "node:zlib";
import { prefixStore } from "@sess/core";
import { keyvStore } from "@sess/store-keyv";
import { storeSuite } from "@sess/test-kit/store";
import { Keyv as Keyv6 } from "keyv";
import { Keyv as Keyv5 } from "keyv5";
import { describe, it } from "vitest";
import { SqliteStorage } from "./sqlite-storage.ts";
import { versions } from "./versions.ts";

const compression = {
  compress: async (value: string) => gzipSync(value).toString("base64"),
  decompress: async (value: string) => gunzipSync(Buffer.from(value, "base64")).toString(),
};

for (const [version, make] of versions) {
  await storeSuite({
    name: `${version} in memory`,
    describe,
    it,
    createStore: () => keyvStore({ client: make() }),
  });

  await storeSuite({
    name: `${version} in SQLite`,
    describe,
    it,
    createStore() {
      const folder = mkdtempSync(join(tmpdir(), "sess-keyv-"));
      const opened: SqliteStorage[] = [];
      const open = () => {
        const storage = new SqliteStorage(join(folder, "keyv.sqlite"));
        opened.push(storage);
        return keyvStore({ client: make({ store: storage }), durable: true, shared: true });
      };
      return {
        store: open(),
        reopen: open,
        down: () => Promise.all(opened.splice(0).map((storage) => storage.disconnect())),
        async cleanup() {
          await Promise.all(opened.map((storage) => storage.disconnect()));
          rmSync(folder, { recursive: true, force: true });
        },
      };
    },
  });

  await storeSuite({
    name: `a prefix over ${version} whose namespace is the prefix`,
    describe,
    it,
    createStore: () => prefixStore(keyvStore({ client: make({ namespace: "app" }) }), "app"),
  });
}

await storeSuite({
  name: "Keyv 5 with compression",
  describe,
  it,
  createStore: () => keyvStore({ client: new Keyv5({ compression, throwOnErrors: true }) }),
});

await storeSuite({
  name: "Keyv 5 with a serializer of one's own, without a prefix",
  describe,
  it,
  createStore() {
    const client = new Keyv5({
      serialize: (value: unknown) => serialize(value).toString("base64"),
      deserialize: (text: string) => deserialize(Buffer.from(text, "base64")),
      useKeyPrefix: false,
      throwOnErrors: true,
    });
    return keyvStore({ client });
  },
});

await storeSuite({
  name: "Keyv 5 that keeps values as they are",
  describe,
  it,
  createStore() {
    const client = new Keyv5({ throwOnErrors: true });
    client.serialize = undefined;
    client.deserialize = undefined;
    return keyvStore({ client });
  },
});

await storeSuite({
  name: "Keyv 6 with compression and encryption",
  describe,
  it,
  createStore() {
    const turned = (text: string) => [...text].reverse().join("");
    return keyvStore({
      client: new Keyv6({ compression, encryption: { encrypt: turned, decrypt: turned } }),
    });
  },
});

await storeSuite({
  name: "Keyv 6 that keeps values as they are",
  describe,
  it,
  createStore: () => keyvStore({ client: new Keyv6({ serialization: false }) }),
});

await storeSuite({
  name: "Keyv 6 that sanitizes keys and leaves expiry to the storage",
  describe,
  it,
  createStore: () =>
    keyvStore({
      client: new Keyv6({ sanitize: { keys: true, namespace: true }, namespace: "s", checkExpired: false }),
    }),
});
