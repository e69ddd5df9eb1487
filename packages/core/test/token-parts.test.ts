import { describe, expect, it } from "vitest";
import { createTokenSite } from "./fixtures/token-site.ts";

const names = (lines: readonly string[]) => lines.map((line) => line.slice(0, line.indexOf("=")));
const removals = (lines: readonly string[]) => names(lines.filter((line) => /; Max-Age=0;/.test(line)));
/** Text of so many characters. */
const long = (length: number) => "x".repeat(length);

describe("a token of several cookies", () => {
  const filled = async () => {
    const site = createTokenSite();
    const lines = await site.visit((session) => session.set("text", long(8_000)));
    return { site, lines };
  };

  it("is split so that browsers keep each, and joined again", async () => {
    const { site, lines } = await filled();
    expect(names(lines)).toEqual(["sid", "sid.1", "sid.2"]);
    for (const line of lines) {
      const pair = line.slice(0, line.indexOf(";"));
      expect(pair.length - 1, "name and value").toBeLessThanOrEqual(4096);
      expect(line).toMatch(/; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
    }
    expect(await site.read()).toEqual({ text: long(8_000) });
  });

  it("removes the parts that a smaller one no longer needs", async () => {
    const { site } = await filled();
    const lines = await site.visit((session) => session.set("text", "short"));
    expect([names(lines), removals(lines)]).toEqual([
      ["sid", "sid.1", "sid.2"],
      ["sid.1", "sid.2"],
    ]);
    expect(site.jar.header()).toMatch(/^sid=[^;]+$/);
    expect(await site.read()).toEqual({ text: "short" });
  });

  it.each([
    ["with a part missing", { "sid.1": undefined }],
    ["with a part cut short", { "sid.2": (value: string) => value.slice(0, -1) }],
    ["with a part of a later one", { "sid.1": (value: string) => value.toUpperCase() }],
    ["with more parts claimed than there are", { sid: (value: string) => value.replace("3.", "4.") }],
    ["with fewer parts claimed than there are", { sid: (value: string) => value.replace("3.", "2.") }],
    ["with more parts claimed than are allowed", { sid: (value: string) => value.replace("3.", "z.") }],
  ])("opens nothing %s", async (_, changes) => {
    const { site } = await filled();
    const parts = new Map(["sid", "sid.1", "sid.2"].map((name) => [name, site.jar.get(name)?.value ?? ""]));
    for (const [name, change] of Object.entries(changes)) {
      if (change === undefined) parts.delete(name);
      else parts.set(name, change(parts.get(name) ?? ""));
    }
    const cookies = [...parts].map(([name, value]) => `${name}=${value}`).join("; ");
    const session = await site.sessions.open({ cookies, secure: false, request: undefined });
    expect(session.toJSON()).toEqual({});
    expect(site.told("tampered")).toEqual([{ reason: "forged" }]);
  });

  it("opens nothing with its parts in another order", async () => {
    const { site } = await filled();
    const [one, two] = [site.jar.get("sid.1")?.value ?? "", site.jar.get("sid.2")?.value ?? ""];
    expect(one).not.toBe(two);
    site.jar.set("sid.1", two);
    site.jar.set("sid.2", one);
    expect(await site.read()).toEqual({});
  });

  it("opens nothing with a part that came twice", async () => {
    const { site } = await filled();
    const cookies = `${site.jar.header()}; sid.1=planted`;
    const session = await site.sessions.open({ cookies, secure: false, request: undefined });
    expect(session.toJSON()).toEqual({});
  });

  it("opens nothing under the name of another cookie", async () => {
    const { site } = await filled();
    const other = createTokenSite({ clock: site.clock, cookie: { name: "other" } });
    for (const [from, to] of [
      ["sid", "other"],
      ["sid.1", "other.1"],
      ["sid.2", "other.2"],
    ] as const)
      other.jar.set(to, site.jar.get(from)?.value ?? "");
    expect(await other.read()).toEqual({});
    expect(other.told("tampered")).toEqual([{ reason: "forged" }]);
  });

  it("that would need too many is refused, and the browser keeps what it had", async () => {
    const site = createTokenSite();
    await site.visit((session) => session.set("n", 1));
    const tooMuch = site.visit((session) => session.set("text", long(20_000)));
    await expect(tooMuch).rejects.toMatchObject({
      code: "ERR_SESS_DATA_TOO_LARGE",
      message: expect.stringMatching(
        /token of \d+ bytes, which does not fit into 4 cookies .* The biggest keys: "text" \(about 20011\), "n"/,
      ),
    });
    expect(await site.read()).toEqual({ n: 1 });
  });

  it("that would need too many fails save() at once, and the error page sends what was saved before", async () => {
    const site = createTokenSite();
    await site.visit((session) => session.set("n", 1));
    const session = await site.open();
    session.set("n", 2);
    await session.save();
    session.set("text", long(20_000));
    await expect(session.save()).rejects.toMatchObject({ code: "ERR_SESS_DATA_TOO_LARGE" });
    await site.end(session, { status: 500 });
    expect(await site.read()).toEqual({ n: 2 });
  });

  it("that would need too many after a flush leaves nothing of the session before", async () => {
    const { site } = await filled();
    const session = await site.open();
    await session.flush();
    session.set("text", long(20_000));
    await expect(site.end(session)).rejects.toMatchObject({ code: "ERR_SESS_DATA_TOO_LARGE" });
    await site.end(session, { status: 500 });
    expect(site.jar.header()).toBeUndefined();
  });

  it("does not grow with the number of its saves", async () => {
    const site = createTokenSite();
    const lengths = new Set<number | undefined>();
    for (let n = 0; n < 10; n++) {
      await site.visit((session) => session.set("n", n));
      lengths.add(site.jar.get("sid")?.value.length);
    }
    expect(lengths.size).toBe(1);
  });

  it("all go with a flush, whatever the status", async () => {
    for (const status of [200, 500]) {
      const { site } = await filled();
      const lines = await site.visit((session) => session.flush(), { status });
      expect(removals(lines)).toEqual(["sid", "sid.1", "sid.2"]);
      expect(site.jar.header()).toBeUndefined();
    }
  });

  it("go with a flush but for what the new session needs", async () => {
    const { site } = await filled();
    const lines = await site.visit(async (session) => {
      await session.flush();
      session.set("n", 1);
    });
    expect([names(lines), removals(lines)]).toEqual([
      ["sid", "sid.1", "sid.2"],
      ["sid.1", "sid.2"],
    ]);
    expect(await site.read()).toEqual({ n: 1 });
  });
});
