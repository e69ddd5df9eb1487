import { expect } from "vitest";
import type { Pages } from "../frameworks.ts";
import type { Site } from "../site.ts";
import { inMemory, threat } from "../threat.ts";
import type { Visitor } from "../visitor.ts";

const pages: Pages = {
  /** Uses the session without sending all of it. */
  "/use": ({ session }) => String(session.size),
};

/** A user whose record somebody has replaced in the store: its header is right, its data is this text. */
async function poisoned({ store, clock, visitor }: Site, text: string): Promise<Visitor> {
  const user = visitor();
  await user.get("/set?key=a&value=1");
  const id = user.cookies.get("sid")?.slice(0, 22) ?? "";
  const record = await store.read(id, clock.now);
  if (record === undefined) throw new Error("There is no record");
  const data = record.data.slice(0, record.data.indexOf("\n") + 1) + text;
  await store.write(id, { ...record, version: "poisoned", data }, record.version, clock.now);
  return user;
}

/** Within half a minute, on a machine that is very busy; it takes half a second. */
const isQuick = (start: number) => performance.now() - start < 30_000;
const hostile = globalThis as { pwned?: boolean };

threat(9, "deserialisation bomb and code in data", inMemory, (attack) => {
  attack("what is not JSON is no session, and told: nothing of it runs", async (site) => {
    const texts = [
      "",
      "{",
      "null",
      "[1]",
      '"text"',
      '{"a":(globalThis.pwned=true)}',
      "(globalThis.pwned=true,{})",
      "cos\nsystem\n(S'true'\ntR.",
      'O:8:"stdClass":0:{}',
      "\u0004\u0008o:",
    ];
    for (const text of texts) {
      const user = await poisoned(site, text);
      const { status, text: data } = await user.get("/read");
      expect([text, status, data]).toEqual([text, 200, "{}"]);
    }
    expect(site.told("unknown").map(({ reason }) => reason)).toEqual(texts.map(() => "undecodable"));
    expect(hostile.pwned).toBeUndefined();
  });

  attack("types named in the data are only data", async (site) => {
    const text =
      '{"$type":"System.Diagnostics.Process","@class":"java.lang.Runtime","toJSON":"x","then":"y"}';
    const user = await poisoned(site, text);
    expect(JSON.parse((await user.get("/read")).text)).toEqual(JSON.parse(text));
  });

  attack(
    "an array of a million levels harms nobody else, and is not written again",
    async (site) => {
      const user = await poisoned(site, `{"a":${"[".repeat(1e6)}${"]".repeat(1e6)}}`);
      const start = performance.now();
      expect([200, 500]).toContain((await user.get("/use")).status);
      expect((await user.get("/set?key=b&value=1")).status).toBe(500);
      expect((await site.visitor().get("/set?key=a&value=1")).text).toBe('{"a":"1"}');
      expect(isQuick(start)).toBe(true);
    },
    { pages },
  );

  attack(
    "a string of fifty million characters takes its time once, and no more",
    async (site) => {
      const user = await poisoned(site, `{"a":"${"x".repeat(5e7)}"}`);
      const start = performance.now();
      expect((await user.get("/use")).text).toBe("1");
      expect((await site.visitor().get("/set?key=a&value=1")).text).toBe('{"a":"1"}');
      expect(isQuick(start)).toBe(true);
    },
    { pages },
  );
});
