import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createSessions, type SessionOptions } from "@sess/core";
import { type SqliteStore, sqliteStore } from "@sess/store-sqlite";
import { vi } from "vitest";

// Each command is a process of its own, which on a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

const binary = join(import.meta.dirname, "../../packages/cli/src/main.ts");

export const secret = "Zk3vQ9xT7hLmW2pRb8sYc4nJd6gFa1eU";

/** How a command ended, and what it printed. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** Standard output as JSON. */
  json(): ReturnType<typeof JSON.parse>;
}

/** A folder with a configuration and a database, as an application has it. */
export interface Project {
  readonly folder: string;
  readonly store: SqliteStore;
  readonly options: SessionOptions<Record<string, unknown>>;
  file(name: string, text: string): void;
  sess(...words: readonly string[]): Promise<Ended>;
  /** The same with an environment and standard input. */
  sessWith(
    around: { readonly env?: Record<string, string>; readonly input?: string },
    ...words: readonly string[]
  ): Promise<Ended>;
  /** Logs in by a request. The `Cookie` header from then on, and the ID. */
  login(
    owner: string,
    data?: Record<string, unknown>,
  ): Promise<{ readonly cookie: string; readonly id: string }>;
  remove(): void;
}

export function project(config: string = sqliteConfig()): Project {
  const folder = mkdtempSync(join(tmpdir(), "sess-cli-"));
  // So that what the configuration imports is found.
  symlinkSync(join(import.meta.dirname, "node_modules"), join(folder, "node_modules"), "dir");
  const store = sqliteStore({ client: () => new DatabaseSync(join(folder, "sessions.sqlite")) });
  const options = { secret, store };
  const file = (name: string, text: string) => writeFileSync(join(folder, name), text);
  file("sess.config.mjs", config);
  const sessWith: Project["sessWith"] = ({ env = {}, input = "" }, ...words) =>
    new Promise((resolve, reject) => {
      const { PATH, NODE_COMPILE_CACHE } = process.env;
      const child = spawn(process.execPath, [binary, ...words], {
        cwd: folder,
        env: { PATH, NODE_COMPILE_CACHE, NODE_NO_WARNINGS: "1", ...env },
      });
      const [out, err]: [string[], string[]] = [[], []];
      child.stdout.setEncoding("utf8").on("data", (text: string) => out.push(text));
      child.stderr.setEncoding("utf8").on("data", (text: string) => err.push(text));
      child.on("error", reject);
      child.on("close", (code) => {
        resolve({ code, out: out.join(""), err: err.join(""), json: () => JSON.parse(out.join("")) });
      });
      child.stdin.end(input);
    });
  return {
    folder,
    store,
    options,
    file,
    sessWith,
    sess: (...words) => sessWith({}, ...words),
    async login(owner, data = {}) {
      const sessions = createSessions<Record<string, unknown>>(options);
      const session = await sessions.open({ cookies: undefined, secure: true, request: undefined });
      session.owner = owner;
      session.assign(data);
      const changes = await sessions.commit(session, { status: 200 });
      return { cookie: changes?.setCookie[0]?.split(";")[0] ?? "", id: session.id ?? "" };
    },
    remove() {
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A configuration over SQLite. */
export function sqliteConfig(options = ""): string {
  return `
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { sqliteStore } from "@sess/store-sqlite";

export default {
  secret: ${JSON.stringify(secret)},
  store: sqliteStore({ client: () => new DatabaseSync(join(import.meta.dirname, "sessions.sqlite")) }),
  ${options}
};
`;
}
