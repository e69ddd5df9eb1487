import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Ended, type Project, project, secret, sqliteConfig } from "./command.ts";

let site: Project;
beforeEach(() => {
  site = project();
  site.store.migrate();
});
afterEach(() => site.remove());

const production = { env: { NODE_ENV: "production" } };
const finding = ({ json }: Ended, check: string) =>
  json().findings.find((one: { check: string }) => one.check === check) ?? { status: "none" };

/** A configuration over a store in memory, of which `instead` replaces parts. */
const memoryConfig = (instead: string) => `
  import { memoryStore } from "@sess/core";
  const store = memoryStore();
  export default { secret: "${secret}", store: { ...store, ${instead} } };`;

describe("sess doctor", () => {
  it("finds nothing wrong with a good configuration, and leaves nothing behind", async () => {
    const { code, out } = await site.sessWith(production, "doctor");
    expect([code, out]).toEqual([0, expect.stringContaining("0 failed, 0 warnings.")]);
    const keys = (await site.sessWith(production, "doctor", "--json"))
      .json()
      .findings.map((one: { check: string }) => one.check);
    expect(keys).toEqual(
      [
        "options",
        "secret",
        "environment",
        "clock",
        "durable",
        "shared",
        "atomic writes",
        "owners",
        "expired sessions",
      ].concat([
        "read",
        "write",
        "conditional write",
        "touch",
        "owner index",
        "expiry",
        "remove",
        "a session",
      ]),
    );
    expect(site.store.sweep(10, Date.now() + 1e12)).toBe(0);
  });

  it("warns where production was not meant", async () => {
    const ended = await site.sess("doctor", "--json");
    expect([ended.code, finding(ended, "environment").status]).toEqual([0, "warning"]);
  });

  it("finds a placeholder for a secret, without printing it", async () => {
    const placeholder = "please-change-this-secret-before-production";
    site.file("sess.config.mjs", sqliteConfig().replace(secret, placeholder));
    const ended = await site.sess("doctor", "--json");
    expect([ended.code, finding(ended, "options")]).toEqual([
      1,
      expect.objectContaining({ status: "failed" }),
    ]);
    expect(finding(ended, "options").detail).toContain("placeholder");
    expect(ended.out).not.toContain(placeholder);
  });

  it("finds that migrations are missing, and says what to do", async () => {
    site.remove();
    site = project();
    const ended = await site.sess("doctor", "--json");
    expect([ended.code, finding(ended, "read")]).toEqual([
      1,
      { status: "failed", check: "read", detail: expect.stringContaining("Run `sess migrate`.") },
    ]);
  });

  it("finds a store that forgets, in production a fault", async () => {
    site.file("sess.config.mjs", memoryConfig(""));
    const here = await site.sess("doctor", "--json");
    expect([here.code, finding(here, "durable").status, finding(here, "shared").status]).toEqual([
      0,
      "warning",
      "warning",
    ]);
    const there = await site.sessWith(production, "doctor", "--json");
    expect([there.code, finding(there, "durable").status]).toEqual([1, "failed"]);
  });

  it("finds that there is no store, or nothing on the server", async () => {
    site.file("sess.config.mjs", `export default { secret: "${secret}" };`);
    expect(finding(await site.sess("doctor", "--json"), "store").status).toBe("failed");
  });

  it.each([
    ["write", "write: () => true", "What was written cannot be read."],
    [
      "conditional write",
      "write(key, record, expected, now) { return store.write(key, record, expected && store.read(key, now)?.version, now); }",
      "A write on a wrong version was kept.",
    ],
    ["touch", "touch: () => true", "A touch did not move the deadline."],
    ["owner index", "async *listOwner() {}", "0 sessions were listed where there is one."],
    ["expiry", "read: (key) => store.read(key, 0)", "A record is answered after its deadline."],
    ["remove", "remove() {}", "A removed record is still answered."],
  ])("finds a store whose %s does not do what it says", async (check, instead, detail) => {
    site.file("sess.config.mjs", memoryConfig(instead));
    const ended = await site.sess("doctor", "--json");
    expect([ended.code, finding(ended, check)]).toEqual([1, { status: "failed", check, detail }]);
  });

  it("finds a clock that differs", async () => {
    site.file("sess.config.mjs", sqliteConfig("clock: () => Date.now() + 3_600_000,"));
    expect(finding(await site.sess("doctor", "--json"), "clock")).toMatchObject({
      status: "warning",
      detail: expect.stringContaining("3600 s"),
    });
  });

  it("tries a session without the functions that are for real requests", async () => {
    site.file(
      "sess.config.mjs",
      sqliteConfig(
        "device: (request) => ({ agent: request.headers.agent }), on: { created() { throw new Error(); } },",
      ),
    );
    expect(finding(await site.sess("doctor", "--json"), "a session").status).toBe("ok");
  });
});
