import type { SessionRecord } from "@sess/core";
import { expect } from "vitest";
import type { Site } from "../site.ts";
import { everyStore, threat } from "../threat.ts";
import type { Visitor } from "../visitor.ts";

const encrypted = { options: { encrypt: true } };

/** Does what somebody can do who writes to the store: puts another record in the place of the visitor's. */
async function poison(
  { store, clock }: Site,
  of: Visitor,
  change: (record: SessionRecord) => Partial<SessionRecord>,
): Promise<void> {
  const id = idOf(of);
  const record = await recordOf({ store, clock }, of);
  const written = { ...record, ...change(record), version: "poisoned" };
  expect(await store.write(id, written, record.version, clock.now)).toBe(true);
}

async function recordOf(
  { store, clock }: Pick<Site, "store" | "clock">,
  of: Visitor,
): Promise<SessionRecord> {
  const record = await store.read(idOf(of), clock.now);
  if (record === undefined) throw new Error("There is no record");
  return record;
}

function idOf({ cookies }: Visitor): string {
  return cookies.get("sid")?.slice(0, 22) ?? "";
}

const bodyOf = ({ data }: SessionRecord) => data.slice(data.indexOf("\n"));
const headerOf = ({ data }: SessionRecord) => data.slice(0, data.indexOf("\n"));

async function adaAndMallory(site: Site): Promise<readonly [Visitor, Visitor]> {
  const [ada, mallory] = [site.visitor(), site.visitor()];
  for (const [who, name] of [
    [ada, "ada"],
    [mallory, "mallory"],
  ] as const) {
    await who.get(`/set?key=secret&value=of-${name}`);
    await who.get(`/login?user=${name}`);
  }
  return [ada, mallory];
}

threat(11, "poisoned store (with `encrypt`)", everyStore, (attack) => {
  attack(
    "the data of one session is not readable in another",
    async (site) => {
      const [ada, mallory] = await adaAndMallory(site);
      const stolen = bodyOf(await recordOf(site, ada));
      await poison(site, mallory, (record) => ({ data: headerOf(record) + stolen }));
      expect((await mallory.get("/read")).text).toBe("{}");
      expect((await mallory.get("/who")).text).toBe("nobody");
      expect(site.told("unknown").at(-1)?.reason).toBe("undecodable");
    },
    encrypted,
  );

  attack(
    "a whole record in the place of another opens for neither cookie",
    async (site) => {
      const [ada, mallory] = await adaAndMallory(site);
      const stolen = await recordOf(site, ada);
      await poison(site, mallory, () => stolen);
      expect((await mallory.get("/who")).text).toBe("nobody");
      expect((await ada.get("/who")).text).toBe("ada");
    },
    encrypted,
  );

  attack(
    "another owner in the record makes nobody that owner",
    async (site) => {
      const [, mallory] = await adaAndMallory(site);
      await poison(site, mallory, () => ({ owner: "admin" }));
      expect((await mallory.get("/who")).text).toBe("nobody");
    },
    encrypted,
  );

  attack(
    "a later end makes no session live longer",
    async (site) => {
      const [, mallory] = await adaAndMallory(site);
      await poison(site, mallory, ({ endsAt }) => ({ endsAt: endsAt + 86_400_000 }));
      expect((await mallory.get("/who")).text).toBe("nobody");
    },
    encrypted,
  );

  attack(
    "no character of a record can be changed",
    async (site) => {
      const [ada] = await adaAndMallory(site);
      const whole = await recordOf(site, ada);
      for (let at = 3; at < whole.data.length; at += 17) {
        const other = whole.data[at] === "1" ? "2" : "1";
        const data = whole.data.slice(0, at) + other + whole.data.slice(at + 1);
        await poison(site, ada, () => ({ data }));
        expect((await ada.get("/read")).text).toBe("{}");
      }
    },
    encrypted,
  );
});
