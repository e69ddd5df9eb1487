import { equal } from "../assert.ts";
import type { TokenScene } from "./scene.ts";
import type { TokenBehaviours } from "./suite.ts";

const garbage = [
  "",
  ".",
  "..",
  "...",
  "x",
  "null",
  "{}",
  "-".repeat(43),
  "A".repeat(4_096),
  ".".repeat(4_096),
  "1.2.3.4.5.6.7.8.9",
  "__proto__",
  "constructor.prototype.x",
  // Two JSON Web Tokens: with no algorithm, and encrypted with no key.
  "eyJhbGciOiJub25lIn0.eyJkYXRhIjoie30ifQ.",
  "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA",
];

/** Whatever was not sealed is undefined: never an error, which would count as a store that is down. */
export const forgeryBehaviours: TokenBehaviours = {
  "opens nothing that it did not seal, and does not throw": async ({ open }) => {
    for (const token of garbage) equal(await open(token), undefined, JSON.stringify(token.slice(0, 40)));
  },

  "opens nothing with a character changed": async (scene) => {
    const token = await scene.seal({ owner: "ann" });
    for (let at = 0; at < token.length; at++) {
      const before = token.charAt(at);
      for (const other of ["A", "B", "z", "-", "."]) {
        if (other !== before) await isRefused(scene, token, token.slice(0, at) + other + token.slice(at + 1));
      }
    }
  },

  "opens nothing that was cut, at either end or in the middle": async (scene) => {
    const token = await scene.seal({ owner: "ann" });
    for (let at = 0; at < token.length; at++) {
      await isRefused(scene, token, token.slice(0, at));
      await isRefused(scene, token, token.slice(at + 1));
      await isRefused(scene, token, token.slice(0, at) + token.slice(at + 1));
    }
  },

  "opens nothing with something added": async (scene) => {
    const token = await scene.seal();
    for (const more of ["A", "=", ".", ".A", " ", token]) {
      await isRefused(scene, token, token + more);
      await isRefused(scene, token, more + token);
    }
  },

  "opens nothing put together from two tokens": async (scene) => {
    const first = await scene.seal({ data: "a".repeat(60), owner: "ann" });
    const second = await scene.seal({ data: "b".repeat(60), owner: "bob" });
    for (let at = 1; at < first.length; at++) {
      const mixed = first.slice(0, at) + second.slice(at);
      if (mixed !== second) await isRefused(scene, first, mixed);
    }
  },

  "opens nothing with its parts in another order, or twice": async (scene) => {
    const token = await scene.seal({ data: "abcdef".repeat(40) });
    const third = Math.ceil(token.length / 3);
    const [a, b, c] = [token.slice(0, third), token.slice(third, 2 * third), token.slice(2 * third)];
    for (const order of [
      [a, c, b],
      [b, a, c],
      [c, b, a],
      [a, b, b, c],
      [a, b],
      [a, c],
    ]) {
      await isRefused(scene, token, order.join(""));
    }
  },
};

/** The text may stand for the same bytes as the token: then it must hold exactly the same. */
async function isRefused({ open }: TokenScene, token: string, text: string): Promise<void> {
  const opened = await open(text);
  if (opened !== undefined) equal(opened, await open(token), `what is in ${JSON.stringify(text)}`);
}
