import { describe, expect, it } from "vitest";
import { type MemoryStore, memoryStore, type SessionRecord } from "../src/index.ts";
import type { Browser } from "./fixtures/browser.ts";
import { day, hour } from "./fixtures/clock.ts";
import { type Anything, createSite, createVisitedSite, type SiteOptions, secrets } from "./fixtures/site.ts";

/** A browser with an encrypted session of ada's, and its record. */
async function sealed(options: SiteOptions<Anything> = {}) {
  const memory = memoryStore();
  const site = await createVisitedSite({ encrypt: true, store: memory, ...options });
  await site.ada.visit((session) => {
    session.owner = "ada";
    session.flash("notice", "a private notice");
  });
  const id = (await site.ada.open()).session.id ?? "";
  site.told.length = 0;
  return { ...site, memory, id };
}

function change(memory: MemoryStore, id: string, how: (record: SessionRecord) => SessionRecord): void {
  const record = memory.read(id, 0);
  if (record === undefined) throw new Error("No record");
  memory.write(id, how(record), record.version, 0);
}

/** The browser's session as a manager with other options, on the same store, sees it. */
async function seenBy(options: SiteOptions<Anything>, browser: Browser<Anything>) {
  const { sessions } = createSite(options);
  return sessions.open({ cookies: browser.jar.header(), secure: false, request: undefined });
}

describe("an encrypted record", () => {
  it("is read like any other", async () => {
    const { ada } = await sealed();
    const { session } = await ada.open();
    expect(session.toJSON()).toEqual({ name: "ada" });
    expect(session.takeFlash("notice")).toEqual(["a private notice"]);
    expect(session.owner).toBe("ada");
  });

  it("shows nothing of data, flash values and device", async () => {
    const { memory, id } = await sealed({ device: () => ({ agent: "a private browser" }) });
    const data = memory.read(id, 0)?.data ?? "";
    expect(data).toMatch(/^1e .+\n[\w-]+$/);
    for (const text of ["name", "ada", "private", "notice", "agent"]) expect(data).not.toContain(text);
  });

  it("is another text each time, also with the same data", async () => {
    const { ada, memory, id } = await sealed();
    const bodies = new Set<string | undefined>();
    for (let write = 0; write < 10; write++) {
      await ada.visit((session) => {
        session.modified = true;
      });
      bodies.add(memory.read(id, 0)?.data.split("\n")[1]?.slice(0, 16));
    }
    expect(bodies.size).toBe(10);
  });

  const at = (text: string, index: number) =>
    text.slice(0, index) + (text[index] === "A" ? "B" : "A") + text.slice(index + 1);
  const bodyAt = (data: string) => data.indexOf("\n") + 1;

  it.each<[string, (record: SessionRecord) => SessionRecord]>([
    ["another owner", (record) => ({ ...record, owner: "eve" })],
    ["no owner", ({ owner: _none, ...record }) => record],
    ["a later end", (record) => ({ ...record, endsAt: record.endsAt + 1 })],
    ["the first byte of the nonce", (record) => ({ ...record, data: at(record.data, bodyAt(record.data)) })],
    ["a byte of the text", (record) => ({ ...record, data: at(record.data, bodyAt(record.data) + 20) })],
    ["a cut text", (record) => ({ ...record, data: record.data.slice(0, -1) })],
    ["a longer text", (record) => ({ ...record, data: `${record.data}AAAA` })],
    ["no text", (record) => ({ ...record, data: record.data.slice(0, bodyAt(record.data)) })],
    ["a header that says plain", (record) => ({ ...record, data: record.data.replace("1e ", "1p ") })],
    ["another time in the header", (record) => ({ ...record, data: record.data.replace(/ 0 /, " 1 ") })],
  ])("is unknown when it was changed: %s", async (_name, how) => {
    const { ada, memory, id, events } = await sealed();
    change(memory, id, how);
    const { session } = await ada.open();
    expect(session.toJSON()).toEqual({});
    expect(session.owner).toBeUndefined();
    expect(events("unknown")).toMatchObject([{ id, reason: "undecodable" }]);
  });

  it("is unknown under another session's ID", async () => {
    const { ada, memory, id, browser } = await sealed();
    const eve = browser();
    await eve.visit((session) => session.set("name", "eve"));
    const hers = (await eve.open()).session.id ?? "";
    const record = memory.read(hers, 0);
    change(memory, id, () => record as SessionRecord);
    expect(await ada.data()).toEqual({});
    expect(await eve.data()).toEqual({ name: "eve" });
  });

  it("may be touched: its deadline is not part of what is bound", async () => {
    const { ada, clock } = await sealed();
    clock.advance(day);
    await ada.data();
    clock.advance(13 * day + hour);
    expect(await ada.data()).toEqual({ name: "ada" });
  });
});

describe("the switch to encryption", () => {
  it("accepts plain records where that is said, and encrypts them with the next save", async () => {
    const memory = memoryStore();
    const { ada, clock } = await createVisitedSite({ store: memory });
    const id = (await ada.open()).session.id ?? "";
    expect(memory.read(id, 0)?.data).toContain("ada");
    const site = createSite({ store: memory, clock, encrypt: { acceptPlain: true } });
    const session = await site.sessions.open({
      cookies: ada.jar.header(),
      secure: false,
      request: undefined,
    });
    expect(session.get("name")).toBe("ada");
    session.set("theme", "dark");
    await session.save();
    expect(memory.read(id, 0)?.data).not.toContain("ada");
    expect((await seenBy({ store: memory, clock, encrypt: true }, ada)).get("theme")).toBe("dark");
  });

  it("refuses plain records otherwise: nobody may plant one", async () => {
    const { ada, store, clock } = await createVisitedSite();
    expect((await seenBy({ store, clock, encrypt: true }, ada)).toJSON()).toEqual({});
  });

  it("can be undone: encrypted records are read, and written plain", async () => {
    const { ada, memory, clock, id } = await sealed();
    const session = await seenBy({ store: memory, clock }, ada);
    expect(session.get("name")).toBe("ada");
    session.set("theme", "dark");
    await session.save();
    expect(memory.read(id, 0)?.data).toContain("dark");
  });
});

describe("encryption under a new secret", () => {
  const [older, newer] = secrets;

  it("reads what the older one has encrypted, and writes under the newer one", async () => {
    const { ada, memory, clock } = await sealed();
    const both = { store: memory, clock, encrypt: true, secret: [newer, older] };
    const site = createSite(both);
    const session = await site.sessions.open({
      cookies: ada.jar.header(),
      secure: false,
      request: undefined,
    });
    expect(session.get("name")).toBe("ada");
    session.set("theme", "dark");
    const changes = await site.sessions.commit(session, { status: 200 });
    ada.jar.take(changes?.setCookie[0] ?? "");
    const after = await seenBy({ ...both, secret: newer }, ada);
    expect(after.toJSON()).toEqual({ name: "ada", theme: "dark" });
  });

  it("reads nothing any more when the older one is taken away too early", async () => {
    const { ada, memory, clock } = await sealed();
    const site = createSite({ store: memory, clock, encrypt: true, secret: [newer, older] });
    const session = await site.sessions.open({
      cookies: ada.jar.header(),
      secure: false,
      request: undefined,
    });
    session.get("name");
    ada.jar.take((await site.sessions.commit(session, { status: 200 }))?.setCookie[0] ?? "");
    // The cookie was issued anew, the record was not: nothing has changed it.
    expect((await seenBy({ store: memory, clock, encrypt: true, secret: newer }, ada)).toJSON()).toEqual({});
  });
});
