import { equal, ok } from "../assert.ts";
import { key } from "./scene.ts";
import type { TokenBehaviours } from "./suite.ts";

/** A token works for the cookie that it was sealed for, under the secrets of its manager. */
export const bindingBehaviours: TokenBehaviours = {
  "opens no token of a cookie with another name": async ({ contextOf, open, seal }) => {
    const token = await seal();
    for (const name of ["admin", "sid2", "si", "SID", ""]) {
      equal(await open(token, contextOf({ name })), undefined, `under the name "${name}"`);
    }
  },

  "opens no token of another secret": async ({ contextOf, open, seal }) => {
    equal(await open(await seal(), contextOf({ secrets: ["second"] })), undefined, "under another secret");
  },

  "opens tokens of every secret, so that the newest can be replaced": async ({
    contextOf,
    open,
    record,
    seal,
  }) => {
    const token = await seal();
    for (const secrets of [
      ["second", "first"],
      ["third", "second", "first"],
    ]) {
      equal(await open(token, contextOf({ secrets })), { key, record: record() }, secrets.join(", "));
    }
  },

  "seals with the newest secret": async ({ contextOf, open, record, seal }) => {
    const token = await seal({}, contextOf({ secrets: ["second", "first"] }));
    equal(
      await open(token, contextOf({ secrets: ["second"] })),
      { key, record: record() },
      "under the newest",
    );
    equal(await open(token, contextOf({ secrets: ["first"] })), undefined, "under the older one");
  },

  "serves several managers by turns": async ({ contextOf, open, seal }) => {
    const [one, two] = [contextOf({ name: "one" }), contextOf({ name: "two", secrets: ["second"] })];
    const [first, second] = [await seal({ data: "1" }, one), await seal({ data: "2" }, two)];
    equal((await open(first, one))?.record?.data, "1", "the first manager's");
    equal((await open(second, two))?.record?.data, "2", "the second manager's");
    ok(
      (await open(first, two)) === undefined && (await open(second, one)) === undefined,
      "neither's elsewhere",
    );
  },
};
