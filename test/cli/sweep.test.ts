import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Project, project } from "./command.ts";

let site: Project;
beforeEach(() => {
  site = project();
  site.store.migrate();
});
afterEach(() => site.remove());

function fill(expired: number, live = 1): void {
  const now = Date.now();
  const insert = (key: string, expiresAt: number) =>
    site.store.write(key, { version: "v1", expiresAt, endsAt: now + 1e9, data: "" }, undefined, now - 1e9);
  for (let index = 0; index < expired; index++) insert(`expired-${index}`, now - 120_000);
  for (let index = 0; index < live; index++) insert(`live-${index}`, now + 1e6);
}

/** The usual store, of which each step takes 30 seconds, by a clock that stands still otherwise. */
const slowConfig = `
import config from "./sess.config.mjs";

let time = 0;
performance.now = () => time;

export default {
  ...config,
  store: {
    ...config.store,
    sweep(limit, now) {
      time += 30_000;
      return config.store.sweep(limit, now);
    },
  },
};
`;

describe("sess sweep", () => {
  it("removes what has expired and leaves the rest", async () => {
    fill(25);
    const { code, out, err } = await site.sess("sweep", "--batch", "10");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^Removed 25 expired sessions in [\d.]+ s\.\n$/);
    expect(site.store.read("live-0", Date.now())).toBeDefined();
    expect(site.store.read("expired-0", 0)).toBeUndefined();
  });

  it("stops when its time is over, with a code of its own, and goes on where it stopped", async () => {
    fill(25);
    site.file("slow.config.mjs", slowConfig);
    const sweep = (...words: readonly string[]) =>
      site.sess("sweep", "--config", "slow.config.mjs", "--batch", "10", ...words);
    expect(await sweep("--max-time", "30s")).toMatchObject({
      code: 3,
      out: "Removed 10 expired sessions in 30 s; the time is over and more is left.\n",
    });
    const stopped = await sweep("--max-time", "30s", "--json");
    expect([stopped.code, stopped.json()]).toEqual([3, { removed: 10, finished: false, seconds: 30 }]);
    // The last step takes all of its time as well, and leaves nothing.
    const finished = await sweep("--max-time", "30s", "--json");
    expect([finished.code, finished.json()]).toEqual([0, { removed: 5, finished: true, seconds: 30 }]);
  });

  it("goes on step after step while there is time", async () => {
    fill(25);
    site.file("slow.config.mjs", slowConfig);
    const words = ["--config", "slow.config.mjs", "--batch", "10", "--max-time", "61s", "--json"];
    const { code, json } = await site.sess("sweep", ...words);
    expect([code, json()]).toEqual([0, { removed: 25, finished: true, seconds: 90 }]);
  });

  it("tells how far it is where it is asked to, and nothing where it is asked not to", async () => {
    fill(3);
    const told = await site.sess("sweep", "--batch", "2", "--progress");
    expect(told.err).toMatch(/^sess: 2 removed after [\d.]+ s\nsess: 3 removed after [\d.]+ s\n$/);
    expect(await site.sess("sweep", "--quiet")).toMatchObject({ code: 0, out: "", err: "" });
  });

  it("fails where the store does, and says why", async () => {
    site.store.close();
    site.file(
      "sessions.sqlite",
      "this is no database, and long enough not to be taken for an empty one. ".repeat(20),
    );
    const { code, out, err } = await site.sess("sweep", "--quiet");
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain("sess: ");
  });

  it("says so where there is nothing to sweep, and where nobody can", async () => {
    const store = (abilities: string) => `
      const store = { abilities: { ${abilities} }, read() {}, write: () => true, remove() {} };
      export default { secret: "Zk3vQ9xT7hLmW2pRb8sYc4nJd6gFa1eU", store };`;
    site.file("sess.config.mjs", store("nativeExpiry: true"));
    expect(await site.sess("sweep")).toMatchObject({ code: 0, out: expect.stringContaining("by itself") });
    // As the Redis store has it.
    site.file("sess.config.mjs", store("nativeExpiry: true }, sweep: () => 0, also: {"));
    expect(await site.sess("sweep")).toMatchObject({ code: 0, out: expect.stringContaining("by itself") });
    site.file("sess.config.mjs", store("nativeExpiry: false"));
    const refused = await site.sess("sweep", "--json");
    expect([refused.code, refused.json().error.code]).toEqual([1, "ERR_SESS_STORE_UNSUPPORTED"]);
  });

  it.each([
    ["--batch", "0"],
    ["--batch", "many"],
    ["--max-time", "soon"],
    ["--max-time", "0"],
  ])("refuses %s %s", async (option, value) => {
    const { code, err } = await site.sess("sweep", option, value);
    expect(code).toBe(2);
    expect(err).toContain(option);
  });
});
