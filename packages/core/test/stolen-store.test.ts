import { describe, expect, it } from "vitest";
import { encodeCredential } from "../src/credential.ts";
import { memoryStore, type SessionRecord } from "../src/index.ts";
import { createKeyring } from "../src/keyring.ts";
import { hour } from "./fixtures/clock.ts";
import { createVisitedSite, secrets } from "./fixtures/site.ts";

/** Everything in the texts that could be taken for a secret: words, and whatever has the length of one. */
function candidatesIn(texts: readonly string[]): ReadonlySet<string> {
  const candidates = new Set<string>();
  for (const text of texts) {
    for (const word of text.split(/[^\w-]+/)) candidates.add(word.slice(0, 32).padEnd(32, "A"));
    for (let start = 0; start + 32 <= text.length; start++) candidates.add(text.slice(start, start + 32));
    for (let start = 0; start + 32 <= text.length; start++)
      candidates.add([...text.slice(start, start + 32)].reverse().join(""));
  }
  return candidates;
}

describe.each([false, true])(
  "a copy of the store, together with the signing secret (encrypted: %s)",
  (encrypt) => {
    /** A session with a history, all that the thief has, and a way to try a secret. */
    async function stolen() {
      const memory = memoryStore();
      const copies: { key: string; record: SessionRecord }[] = [];
      const store = {
        ...memory,
        write: (...[key, record, ...rest]: Parameters<typeof memory.write>) => {
          copies.push({ key, record });
          return memory.write(key, record, ...rest);
        },
      };
      const site = await createVisitedSite({ store, encrypt, device: () => ({ agent: "a browser" }) });
      const { ada, clock } = site;
      await ada.visit((session) => (session.owner = "ada"));
      await ada.visit((session) => session.rotate());
      for (let renewal = 0; renewal < 3; renewal++) {
        await ada.visit((session) => session.rotate({ grace: true }));
        clock.advance(hour);
      }
      await ada.visit();
      await ada.visit((session) => session.rotate({ grace: true }));
      const keyring = createKeyring(secrets[0]);
      const id = (await ada.open()).session.id ?? "";
      const tryCookie = async (value: string) =>
        (await site.sessions.open({ cookies: `sid=${value}`, secure: false, request: undefined })).isNew;
      const isRefused = (secret: string, epoch: number) =>
        tryCookie(encodeCredential(keyring, "sid", id, secret, epoch));
      return { ...site, id, copies, isRefused, tryCookie };
    }

    it("yields no cookie that opens a session: no string in it is a secret", async () => {
      const { copies, isRefused, events } = await stolen();
      const texts = copies.flatMap(({ key, record }) => [
        key,
        record.version,
        record.data,
        record.owner ?? "",
        `${record.expiresAt}${record.endsAt}`,
      ]);
      const candidates = [...candidatesIn([...texts, texts.join("")])].filter((text) =>
        /^[\w-]{32}$/.test(text),
      );
      expect(candidates.length).toBeGreaterThan(500);
      for (const candidate of candidates) {
        for (const epoch of [0, 1, 2, 3]) expect(await isRefused(candidate, epoch), candidate).toBe(true);
      }
      // All of them got past the MAC: it was the record that refused them.
      expect(events("tampered")).toEqual([]);
    });

    it("would be found out by this test if the secret itself were in it", async () => {
      const { ada, isRefused, tryCookie } = await stolen();
      const value = ada.jar.get("sid")?.value ?? "";
      const [, secret = "", epoch = ""] = value.split(".");
      expect(await tryCookie(value)).toBe(false);
      expect(await isRefused(secret, Number.parseInt(epoch, 36))).toBe(false);
    });

    it("holds no part of a cookie but its ID", async () => {
      const { ada, copies } = await stolen();
      const [id = "", secret = "", , mac = ""] = (ada.jar.get("sid")?.value ?? "").split(".");
      const dump = JSON.stringify(copies);
      expect(dump).toContain(id);
      expect(dump).not.toContain(secret);
      expect(dump).not.toContain(mac);
    });
  },
);
