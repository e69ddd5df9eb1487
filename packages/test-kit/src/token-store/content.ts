import { equal, ok } from "../assert.ts";
import { texts } from "../store/values.ts";
import { key } from "./scene.ts";
import type { TokenBehaviours } from "./suite.ts";

/** What was sealed is what is opened, until its deadlines. */
export const contentBehaviours: TokenBehaviours = {
  "opens what it sealed, as often as it comes": async ({ open, record, seal }) => {
    const token = await seal({ owner: "ann" });
    for (let turn = 0; turn < 3; turn++) {
      equal(await open(token), { key, record: record({ owner: "ann" }) }, "what is in the token");
    }
  },

  "opens a record without an owner as one without an owner": async ({ open, seal }) => {
    const opened = await open(await seal());
    ok(opened?.record !== undefined && !("owner" in opened.record), "there is no owner");
  },

  "seals in characters of base64url and dots": async ({ seal }) => {
    for (const data of Object.values(texts)) {
      ok(/^[\w.-]+$/.test(await seal({ data, owner: data })), "every character may stand in a cookie");
    }
  },

  "keeps two sessions apart": async ({ open, record, seal, store, context }) => {
    const first = await seal({ data: "first" });
    const second = await store.seal("another-key", record({ data: "second" }), context);
    equal((await open(first))?.record?.data, "first", "the first");
    equal(await open(second), { key: "another-key", record: record({ data: "second" }) }, "the second");
  },

  "keeps 100000 characters": async ({ open, seal }) => {
    const data = "🍎x".repeat(33_333);
    equal((await open(await seal({ data })))?.record?.data === data, true, "the data is what was sealed");
  },

  ...each("data", (data) => ({ data })),
  ...each("an owner called", (owner) => ({ owner })),

  "has a key and no record from expiresAt on": async ({ now, open, seal, context, record }) => {
    const token = await seal({ expiresAt: now + 1_000 });
    equal(
      await open(token, context, now + 999),
      { key, record: record({ expiresAt: now + 1_000 }) },
      "before",
    );
    for (const late of [1_000, 1_001, 3_600_000]) {
      equal(await open(token, context, now + late), { key, record: undefined }, `${late} ms later`);
    }
  },

  "has a key and no record from endsAt on, whatever expiresAt says": async ({ now, open, seal, context }) => {
    const token = await seal({ endsAt: now + 1_000 });
    ok((await open(token, context, now + 999))?.record !== undefined, "there is a record before");
    equal(await open(token, context, now + 1_000), { key, record: undefined }, "at endsAt");
  },
};

function each(
  what: string,
  instead: (text: string) => { data: string } | { owner: string },
): TokenBehaviours {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [
      `keeps ${what} ${name} character for character`,
      async ({ open, record, seal }) => {
        const opened = await open(await seal(instead(text)));
        equal(opened?.record, record(instead(text)), "the record");
      },
    ]),
  );
}
