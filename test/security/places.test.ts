import { describe, expect, it } from "vitest";
import { places } from "./threat.ts";

const onto = ["Express", "Koa", "Hono"];
const stores = ["memory", "a file", "SQLite", "Keyv"];

describe("the places in which an attack is tried", () => {
  it("are every framework over every store under CI", () => {
    expect(new Set(places(onto, stores, true).map(String)).size).toBe(12);
  });

  it.each([
    [1, 3],
    [2, 3],
    [4, 4],
  ])("have each framework and each of %i stores otherwise, in %i pairs", (count, pairs) => {
    const over = stores.slice(0, count);
    const tried = places(onto, over, false);
    expect(tried).toHaveLength(pairs);
    expect(new Set(tried.map(([framework]) => framework))).toEqual(new Set(onto));
    expect(new Set(tried.map(([, store]) => store))).toEqual(new Set(over));
  });
});
