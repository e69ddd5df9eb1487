import type { TokenStore } from "@sess/core";
import { equal, fails, ok } from "../assert.ts";
import { key } from "./scene.ts";
import type { TokenBehaviours } from "./suite.ts";

/** What the store says of itself. */
export const contractBehaviours: TokenBehaviours = {
  "claims nothing that needs a place on the server": async ({ store }) => {
    const { atomicWrite, owners, sweeps, mayBeStale } = store.abilities;
    equal([atomicWrite, owners, sweeps, mayBeStale], [false, false, false, false], "its abilities");
  },

  "claims what a cookie has by itself: durable, shared, and gone when it is over": async (scene) => {
    const { durable, shared, nativeExpiry } = scene.store.abilities;
    equal([durable, shared, nativeExpiry], [true, true, true], "its abilities");
    const token = await scene.seal({ owner: "ann" });
    await scene.store.close?.();
    const other = await scene.another();
    const opened = await other.open(token, scene.now, scene.context);
    equal(opened, { key, record: scene.record({ owner: "ann" }) }, "what another store finds in the token");
  },

  "says how many cookies a token may take, from 1 to 35": async ({ store: { maxCookies } }) => {
    ok(
      Number.isInteger(maxCookies) && maxCookies >= 1 && maxCookies <= 35,
      `maxCookies is an integer from 1 to 35, not ${String(maxCookies)}`,
    );
  },

  "answers revokedBefore with epoch milliseconds or undefined, where it has it": async ({ store }) => {
    const time = await store.revokedBefore?.("ann");
    ok(time === undefined || Number.isFinite(time), "revokedBefore answers with a number or undefined");
  },

  "fails every call after close, which may come twice": async ({ store, now, context, record, seal }) => {
    if (store.close === undefined) return;
    const token = await seal();
    await store.close();
    await store.close();
    for (const [name, call] of calls(store)) {
      await fails(async () => call(token), "ERR_SESS_STORE_CLOSED", `${name} after close`);
    }

    function calls(closed: TokenStore): readonly (readonly [string, (token: string) => unknown])[] {
      return [
        ["open", (text) => closed.open(text, now, context)],
        ["seal", () => closed.seal(key, record(), context)],
      ];
    }
  },
};
