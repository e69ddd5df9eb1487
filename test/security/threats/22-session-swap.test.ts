import { setTimeout as wait } from "node:timers/promises";
import { expect } from "vitest";
import type { Pages } from "../frameworks.ts";
import { many } from "../many.ts";
import { inMemory, threat } from "../threat.ts";

/** Always the same "random" numbers. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

const random = dice(42);

const pages: Pages = {
  "/wander": async ({ session, query }) => {
    const owner = session.owner;
    for (let steps = Math.floor(random() * 4); steps > 0; steps--) {
      await (random() < 0.5 ? wait(Math.floor(random() * 3)) : Promise.resolve());
    }
    session.set(`at${query("at")}`, owner);
    return `${owner} ${session.owner}`;
  },
};

threat(22, "sessions swapped between users by concurrency", inMemory, (attack) => {
  attack(
    "a thousand interleaved requests of fifty users each have their own session",
    async ({ visitor }) => {
      const users = many(50, () => visitor());
      const names = many(50, (i) => `user${i}`);
      await Promise.all(users.map((user, i) => user.get(`/login?user=${names[i]}`)));
      const own = await Promise.all(
        many(200, async (lane) => {
          const user = users[lane % 50] as (typeof users)[0];
          const name = names[lane % 50];
          for (let turn = 0; turn < 5; turn++) {
            const { text } = await user.get(`/wander?at=${turn * 200 + lane}`);
            if (text !== `${name} ${name}`) return false;
          }
          return true;
        }),
      );
      expect(own.filter((isOwn) => !isOwn)).toEqual([]);
      for (const [i, user] of users.entries()) {
        const data = JSON.parse((await user.get("/read")).text) as Record<string, string>;
        expect([Object.keys(data).length, new Set(Object.values(data))]).toEqual([20, new Set([names[i]])]);
      }
    },
    { pages },
  );
});
