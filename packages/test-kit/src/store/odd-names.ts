import { equal, ok } from "../assert.ts";
import { keysOf } from "./scene.ts";
import type { StoreGroup } from "./suite.ts";

/** Keys that a store may be given: base64url, possibly behind a prefix. Each beside ones it could be taken for. */
const keys = [
  "AbCdEfGhIjKlMnOpQrStUv",
  "abcdefghijklmnopqrstuv",
  "ABCDEFGHIJKLMNOPQRSTUV",
  "_______________________",
  "-_-_-_-_-_-_-_-_-_-_-_",
  "app:AbCdEfGhIjKlMnOpQrStUv",
  "app:a.b:AbCdEfGhIjKlMnOpQrStUv",
  "AbCdEfGhIjKlMnOpQrStU",
  "AbCdEfGhIjKlMnOpQrStUvw",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "0",
  "00",
  "1e3",
  "1000",
  `${"k".repeat(199)}1`,
  `${"k".repeat(199)}2`,
];

/** Owners are the user's own names for people. */
const owners = [
  "ann",
  "Ann",
  "ANN",
  "ann ",
  " ann",
  "änn",
  "a\u0308nn",
  "ann%",
  "an_",
  "%",
  "_",
  "*",
  "a?n",
  "ann:1",
  "ann:",
  "ann\\",
  "ann'; DROP TABLE sess_session; --",
  'ann"',
  "`ann`",
  "ann\nset",
  "👩‍🚀",
  "👩",
  "42",
  "042",
  "null",
  "__proto__",
  "constructor",
  "ann@example.com",
  "https://id.example.com/users/ann?tenant=1#me",
  `${"o".repeat(199)}1`,
  `${"o".repeat(199)}2`,
];

/** No name is special, and none is taken for another. */
export const oddNames: StoreGroup = {
  title: "odd keys and owners",
  define({ behaves, abilities }) {
    behaves("keeps keys apart that differ by case, length or a wildcard", async ({ insert, read, store }) => {
      for (const key of keys) await insert(key, { data: `of ${key}` });
      for (const key of keys) equal((await read(key))?.data, `of ${key}`, `the data under ${key}`);
      for (const [index, key] of keys.entries()) {
        await store.remove(key);
        equal(await read(key), undefined, `the removed ${key}`);
        const next = keys[index + 1];
        if (next !== undefined) ok((await read(next)) !== undefined, `removing ${key} leaves ${next}`);
      }
    });

    behaves("reads every owner back as it was written", async ({ insert, read }) => {
      for (const [index, owner] of owners.entries()) await insert(`k${index}`, { owner });
      for (const [index, owner] of owners.entries()) {
        equal((await read(`k${index}`))?.owner, owner, `the owner ${JSON.stringify(owner)}`);
      }
    });

    if (!abilities.owners) return;

    behaves("keeps owners apart that differ by case, accents, blanks or a wildcard", async (scene) => {
      for (const [index, owner] of owners.entries()) await scene.insert(`k${index}`, { owner });
      for (const [index, owner] of owners.entries()) {
        equal(await keysOf(scene, owner), [`k${index}`], `the sessions of ${JSON.stringify(owner)}`);
      }
      for (const [index, owner] of owners.entries()) {
        equal(
          await scene.store.removeOwner?.(owner),
          [`k${index}`],
          `what is removed of ${JSON.stringify(owner)}`,
        );
      }
    });
  },
};
