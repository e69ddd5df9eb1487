import {
  type Codec,
  createSessions,
  inspectSession,
  memoryStore,
  type SessionOptions,
  type SessionRecord,
  type SessionStore,
  type Sessions,
} from "@sess/core";
import * as devalue from "devalue";
import fc from "fast-check";
import superjson from "superjson";
import type { Draw } from "../draw.ts";
import { mutate, noiseText, oddTexts } from "../mutate.ts";
import { attempt, claim, type OpenTarget, type Target } from "../target.ts";
import { exercise, type Step, steps } from "./exercise.ts";
import { now, randomFrom, secrets } from "./setting.ts";

/** A record as the store gives it, and what is done with it. */
export interface RecordText {
  /** The name of one of `managers`. */
  readonly manager: string;
  /** Which of its sessions the request's cookie is for. */
  readonly cookie: number;
  readonly record: SessionRecord;
  readonly steps: readonly Step[];
}

const codecs: Readonly<Record<string, Codec>> = {
  superjson: { encode: superjson.stringify, decode: superjson.parse },
  devalue: { encode: devalue.stringify, decode: devalue.parse },
};

const managers: Readonly<Record<string, Partial<SessionOptions>>> = {
  json: {},
  "old secret, short absolute": { absolute: "1h", rotateEvery: "1m", onReplay: "revoke" },
  encrypted: { encrypt: true },
  "encrypted or plain": { encrypt: { acceptPlain: true } },
  superjson: { codec: codecs.superjson as Codec },
  devalue: { codec: codecs.devalue as Codec },
};

interface Opened {
  readonly options: SessionOptions;
  readonly sessions: Sessions;
  readonly store: PlantedStore;
  readonly kept: readonly { readonly cookie: string; readonly id: string; readonly record: SessionRecord }[];
}

/** What a store says about a session: any text, under every codec, with and without encryption. */
export const recordTexts: Target<RecordText> = {
  name: "record-texts",
  share: 120,
  async open() {
    const opened: Record<string, Opened> = {};
    for (const [name, options] of Object.entries(managers)) opened[name] = await openManager(name, options);
    const names = Object.keys(opened);
    const texts = Object.values(opened).flatMap(({ kept }) => kept.map(({ record }) => record.data));

    return {
      draw(draw) {
        const manager = draw.pick(names);
        const { kept } = opened[manager] as Opened;
        const cookie = draw.int(kept.length);
        const { record } = draw.oneIn(4) ? draw.pick(kept) : (kept[cookie] as (typeof kept)[number]);
        return {
          manager,
          cookie,
          record: changed(draw, record, texts),
          steps: steps.filter(() => draw.oneIn(4)),
        };
      },
      async check({ manager, cookie, record, steps: wanted }) {
        const { options, sessions, store, kept: all } = opened[manager] as Opened;
        const whose = all[cookie] as (typeof all)[number];
        store.plant(whose.id, record);
        if (options.encrypt === true) await assertAuthentic(sessions, whose, record);
        const { session, setCookie } = await exercise(sessions, whose.cookie, wanted);
        for (const written of store.written) assertWellFormed(written);
        await attempt(() => sessions.list(record.owner || "nobody"));
        await attempt(() => inspectSession(options, whose.id));
        // Where a cookie says that it was saved, the next request must find it.
        const kept = await attempt(() => session.id === whose.id && session.has("fuzz"));
        const [sent = ""] = (setCookie[0] ?? "").split(";");
        if (!kept || sent === "" || sent === "sid=") return;
        const next = await sessions.open({ cookies: sent, secure: false, request: undefined });
        claim(next.get("fuzz") === 1, `The next request finds ${JSON.stringify(next.toJSON())}.`);
      },
    } satisfies OpenTarget<RecordText>;
  },
};

/** A store of one record that says what it was told to say. */
interface PlantedStore extends SessionStore {
  read(key: string): SessionRecord | undefined;
  plant(key: string, record: SessionRecord): void;
  /** What was written since it was planted. */
  readonly written: SessionRecord[];
}

function plantedStore(): PlantedStore {
  const records = new Map<string, SessionRecord>();
  const written: SessionRecord[] = [];
  const owned = (owner: string) => [...records].filter(([, record]) => record.owner === owner);
  return {
    abilities: { ...memoryStore().abilities },
    written,
    plant(key, record) {
      records.clear();
      records.set(key, record);
      written.length = 0;
    },
    read: (key) => records.get(key),
    write(key, record, expected) {
      if (records.get(key)?.version !== expected) return false;
      written.push(record);
      records.set(key, record);
      return true;
    },
    remove: (key) => void records.delete(key),
    touch(key, expiresAt, expected) {
      const record = records.get(key);
      if (record?.version !== expected) return false;
      claim(Number.isSafeInteger(expiresAt), `It moved the deadline to ${expiresAt}.`);
      records.set(key, { ...record, expiresAt });
      return true;
    },
    async *listOwner(owner) {
      for (const [key, record] of owned(owner)) yield { key, record };
    },
    removeOwner(owner) {
      const keys = owned(owner).map(([key]) => key);
      for (const key of keys) records.delete(key);
      return keys;
    },
  };
}

async function openManager(name: string, changes: Partial<SessionOptions>): Promise<Opened> {
  const store = plantedStore();
  const clock = { now: now - 120_000 };
  const options: SessionOptions = {
    secret: [secrets.newer, secrets.older],
    store,
    clock: () => clock.now,
    random: randomFrom(`record texts ${name}`),
    device: () => ({ agent: "Browser 1.0", place: "Z\u00fcrich" }),
    ...changes,
  };
  const sessions = createSessions(options);
  const kept: { cookie: string; id: string; record: SessionRecord }[] = [];
  for (const owner of [undefined, "somebody", 'a "b" \n'] as const) {
    let session = await sessions.open({ cookies: undefined, secure: false, request: undefined });
    session.assign({ cart: ["book", { price: 12 }], name: "\u{1f600} \u2028", nested: { a: { b: null } } });
    session.flash("message", "Saved.");
    session.flash("message", { again: true });
    if (owner !== undefined) session.owner = owner;
    session.setExpiry(3_000);
    let cookie = pairIn(await sessions.commit(session, { status: 200 }));
    session = await sessions.open({ cookies: cookie, secure: false, request: undefined });
    session.rotate({ grace: true });
    cookie = pairIn(await sessions.commit(session, { status: 200 }));
    const id = session.id ?? "";
    kept.push({ cookie, id, record: store.read(id) as SessionRecord });
  }
  clock.now = now;
  return { options, sessions, store, kept };
}

function pairIn(changes: Awaited<ReturnType<Sessions["commit"]>>): string {
  return changes?.setCookie[0]?.split(";")[0] ?? "";
}

function changed(draw: Draw, record: SessionRecord, texts: readonly string[]): SessionRecord {
  const { owner: _, ...rest } = record;
  const owner = draw.oneIn(8) ? draw.pick([undefined, ...oddTexts]) : record.owner;
  return {
    ...rest,
    ...(owner !== undefined && { owner }),
    version: draw.oneIn(10) ? draw.pick(oddTexts) : record.version,
    expiresAt: draw.oneIn(10) ? draw.pick(oddNumbers) : record.expiresAt,
    endsAt: draw.oneIn(10) ? draw.pick(oddNumbers) : record.endsAt,
    data: changedText(draw, record.data, texts),
  };
}

const oddNumbers = [Number.NaN, Number.POSITIVE_INFINITY, 0, -1, now, now + 0.5, 2 ** 53 + 2, 1e300, 8.64e15];

const jsonTexts = fc.json({ maxDepth: 3 });
const objects = fc.object({ maxDepth: 2 });

function changedText(draw: Draw, data: string, texts: readonly string[]): string {
  switch (draw.int(6)) {
    case 0:
      return mutate(draw, data, texts);
    case 1: {
      // One field of the header line.
      const [line = "", ...body] = data.split("\n");
      const fields = line.split(" ");
      const at = draw.int(fields.length);
      fields[at] = draw.oneIn(2) ? draw.pick(oddTexts) : mutate(draw, fields[at] ?? "", texts);
      return [fields.join(" "), ...body].join("\n");
    }
    case 2: {
      // The body, under a header with other lengths where there are no others.
      const [line = "", ...body] = data.split("\n");
      return [line, mutate(draw, body.join("\n"), texts)].join("\n");
    }
    case 3: {
      const fields = (data.split("\n")[0] ?? "").split(" ");
      const flash = draw.oneIn(2) ? draw.any(jsonTexts) : draw.pick(oddTexts);
      const device = draw.oneIn(2) ? "" : draw.any(jsonTexts);
      fields[9] = device.length.toString(36);
      fields[10] = flash.length.toString(36);
      const body = draw.any(objects);
      return `${fields.join(" ")}\n${device}${flash}${JSON.stringify(body)}`;
    }
    case 4:
      return draw.oneIn(3) ? noiseText(draw) : draw.pick(texts);
    default:
      return data;
  }
}

/** Under encryption, only what we have written for this very session is ever let in. */
async function assertAuthentic(
  sessions: Sessions,
  whose: { readonly cookie: string; readonly record: SessionRecord },
  record: SessionRecord,
): Promise<void> {
  const session = await sessions.open({ cookies: whose.cookie, secure: false, request: undefined });
  const id = await attempt(() => session.id);
  if (id === undefined) return;
  const real = whose.record;
  claim(
    record.data === real.data && record.endsAt === real.endsAt && record.owner === real.owner,
    "A record that somebody has changed was let in.",
  );
}

function assertWellFormed({ version, expiresAt, endsAt, data, owner }: SessionRecord): void {
  claim(typeof data === "string" && !data.includes("\0"), `It wrote ${JSON.stringify(data)}.`);
  claim(Number.isSafeInteger(expiresAt), `It wrote the deadline ${expiresAt}.`);
  claim(Number.isSafeInteger(endsAt), `It wrote the end ${endsAt}.`);
  claim(/^[\w-]{1,32}$/.test(version), `It wrote the version ${JSON.stringify(version)}.`);
  claim(owner === undefined || typeof owner === "string", `It wrote the owner ${typeof owner}.`);
}
