import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import {
  createSessions,
  memoryStore,
  type SessionRecord,
  type SessionStore,
  type Sessions,
} from "@sess/core";
import { cachedStore } from "@sess/store-cached";
import { fileStore } from "@sess/store-file";
import { keyvStore } from "@sess/store-keyv";
import { redisStore } from "@sess/store-redis";
import { sqliteStore } from "@sess/store-sqlite";
import type { Draw } from "../draw.ts";
import { mutate, noiseText, oddTexts } from "../mutate.ts";
import { attempt, type OpenTarget, type Target } from "../target.ts";
import { keyvClient, redisClient } from "./clients.ts";
import { exercise, type Step, steps } from "./exercise.ts";
import { now, randomFrom, secrets } from "./setting.ts";

/** What is in a store's backend, in that store's own format, and what is done with the session. */
export interface StoreAnswer {
  readonly backend: string;
  /** Text, a row or a reply: what the backend holds for a session. */
  readonly content: unknown;
  readonly steps: readonly Step[];
}

/** A store over a backend that somebody else can write to. */
interface Backend {
  readonly store: SessionStore;
  /** Puts back what was there after the login. */
  readonly valid: () => unknown;
  plant(content: unknown): void;
  close?(): void;
}

/** Every store's own format: what the backend holds is any text. */
export const storeAnswers: Target<StoreAnswer> = {
  name: "store-answers",
  share: 50,
  async open() {
    const backends: Record<string, Backend> = {
      sqlite: sqliteBackend(),
      keyv: keyvBackend(),
      redis: redisBackend(),
      cached: cachedBackend(),
      files: fileBackend(),
    };
    // Disks are slow.
    const names = ["sqlite", "sqlite", "keyv", "keyv", "redis", "redis", "cached", "cached", "files"];
    const made: Record<string, { sessions: Sessions; cookie: string; content: unknown; owner: string }> = {};
    for (const [name, backend] of Object.entries(backends)) {
      const sessions = createSessions({
        secret: secrets.newer,
        store: backend.store,
        clock: () => now,
        random: randomFrom(`store answers ${name}`),
      });
      const owner = "somebody";
      const session = await sessions.open({ cookies: undefined, secure: false, request: undefined });
      session.assign({ cart: ["book"], name: "\u{1f600}" });
      session.flash("message", "Saved.");
      session.owner = owner;
      const changes = await sessions.commit(session, { status: 200 });
      const cookie = changes?.setCookie[0]?.split(";")[0] ?? "";
      made[name] = { sessions, cookie, content: backend.valid(), owner };
    }
    return {
      draw(draw) {
        const backend = draw.pick(names);
        return {
          backend,
          content: changedContent(draw, made[backend]?.content),
          steps: steps.filter(() => draw.oneIn(5)),
        };
      },
      async check({ backend, content, steps: wanted }) {
        const { sessions, cookie, owner } = made[backend] as (typeof made)[string];
        backends[backend]?.plant(content);
        await exercise(sessions, cookie, wanted);
        await attempt(() => sessions.list(owner));
        if (wanted.includes("flush")) await attempt(() => sessions.revoke(owner));
        // A sweep of files looks into each of their folders.
        if (wanted.includes("save") && backend !== "files") await attempt(() => sessions.sweep());
      },
      close() {
        for (const { close } of Object.values(backends)) close?.();
      },
    } satisfies OpenTarget<StoreAnswer>;
  },
};

function sqliteBackend(): Backend {
  const database = new DatabaseSync(":memory:");
  const store = sqliteStore({ client: database });
  store.migrate();
  const columns = ["key", "version", "expires_at", "ends_at", "owner", "data"];
  const insert = database.prepare(
    `INSERT OR REPLACE INTO sess_session (${columns.join(", ")}) VALUES (?, ?, ?, ?, ?, ?)`,
  );
  let key: unknown;
  return {
    store,
    valid() {
      const row = database.prepare(`SELECT ${columns.join(", ")} FROM sess_session`).get() ?? {};
      key = row.key;
      return columns.slice(1).map((name) => row[name]);
    },
    plant(content) {
      const values = (content as unknown[]).map((value) => (value === undefined ? null : value));
      database.exec("DELETE FROM sess_session");
      try {
        insert.run(key as string, ...(values as SQLInputValue[]));
      } catch (error) {
        // The table refuses some by itself.
        if (!/constraint failed|cannot be bound|cannot store/i.test(String(error))) throw error;
      }
    },
    close: () => database.close(),
  };
}

function keyvBackend(): Backend {
  let kept: unknown;
  const client = keyvClient(() => kept);
  const store = keyvStore({
    client: {
      ...client,
      set: async (_key, value) => {
        kept = value;
        return true;
      },
    },
  });
  return {
    // Keyv has no owners: `list` says so.
    store,
    valid: () => kept,
    plant(content) {
      kept = content;
    },
  };
}

function redisBackend(): Backend {
  let answer: unknown = 1;
  let written: string[] = [];
  const client = redisClient(() => answer);
  const store = redisStore({
    client: {
      ...client,
      evalSha: async (_sha, input) => {
        if (input.arguments.length > 5) written = input.arguments.slice(3);
        return answer;
      },
    },
  });
  return {
    store,
    valid: () => written,
    plant(content) {
      answer = content;
    },
  };
}

function cachedBackend(): Backend {
  const slow = memoryStore();
  const fast = memoryStore();
  let planted: SessionRecord | undefined;
  const store = cachedStore({
    fast: { ...fast, read: (key, at) => planted ?? fast.read(key, at) },
    slow,
    onFastError: () => undefined,
  });
  return {
    store,
    valid: () => [
      "v1",
      now + 20_000,
      now + 20_000,
      "x",
      `[${now + 20_000},${now + 20_000},"somebody"]\n1p 0 0\n{}`,
    ],
    plant(content) {
      const [version, expiresAt, endsAt, , data] = content as unknown[];
      planted = {
        version: String(version),
        expiresAt: Number(expiresAt),
        endsAt: Number(endsAt),
        data: String(data),
      };
    },
  };
}

function fileBackend(): Backend {
  const folder = mkdtempSync(join(tmpdir(), "sess-fuzz-"));
  const store = fileStore({ folder, fsync: false, lockWait: 1, onCorrupt: () => undefined });
  let path: string | undefined;
  return {
    store,
    valid() {
      path = readdirSync(folder, { recursive: true, encoding: "utf8" })
        .map((name) => join(folder, name))
        .find((name) => name.endsWith(".session") && statSync(name).isFile());
      return readFileSync(path as string, "utf8");
    },
    plant(content) {
      writeFileSync(path as string, typeof content === "string" ? content : "");
    },
    close: () => rmSync(folder, { recursive: true }),
  };
}

const oddReplies: readonly unknown[] = [
  null,
  undefined,
  0,
  1,
  -1,
  1e300,
  Number.NaN,
  "",
  "OK",
  [],
  [null],
  {},
];

function changedContent(draw: Draw, content: unknown): unknown {
  if (draw.oneIn(10)) return content;
  if (typeof content === "string") {
    return draw.oneIn(12) ? noiseText(draw) : mutate(draw, content, [content, ...oddTexts]);
  }
  const list = content as readonly unknown[];
  const values = list.map((value) => {
    if (!draw.oneIn(3)) return value;
    if (draw.oneIn(3)) return draw.pick(oddReplies.slice(0, 9));
    return draw.oneIn(3) ? draw.pick(oddTexts) : mutate(draw, String(value), list.map(String));
  });
  return values;
}
