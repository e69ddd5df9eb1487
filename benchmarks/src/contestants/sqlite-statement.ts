import { join } from "node:path";
import type { Contestant } from "../contestant.ts";
import { expressFramework } from "../frameworks/express.ts";

/** One prepared statement for each call, on a table like that of the store, and nothing else: no cookie is verified. */
export const sqliteStatement: readonly Contestant[] = [
  {
    id: "prepared statements of SQLite (express)",
    framework: "express",
    kind: "part",
    store: "sqlite",
    scenarios: ["read", "write", "create"],
    async start({ folder, rolling }) {
      const { DatabaseSync } = await import("node:sqlite");
      const database = new DatabaseSync(join(folder, `statement-${rolling}.sqlite`));
      database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
      database.exec(
        "CREATE TABLE session (id TEXT PRIMARY KEY, version TEXT, data TEXT, expires_at INTEGER) WITHOUT ROWID",
      );
      const select = database.prepare("SELECT version, data, expires_at FROM session WHERE id = ?");
      const update = database.prepare(
        "UPDATE session SET version = ?, data = ?, expires_at = ? WHERE id = ? AND version = ?",
      );
      const insert = database.prepare(
        "INSERT INTO session (id, version, data, expires_at) VALUES (?, ?, ?, ?)",
      );
      let count = 0;
      const create = (data: Record<string, unknown>) => {
        const id = `session-${++count}`;
        insert.run(id, "v0", JSON.stringify(data), Date.now() + 86_400_000);
        return id;
      };
      const { cookieHeader, setCookie, start } = expressFramework;
      type Pair = Parameters<typeof cookieHeader>;
      const idOf = (...pair: Pair) => cookieHeader(...pair)?.slice("id=".length) ?? "";
      const app = await start({
        read: (...pair) => counterIn(select.get(idOf(...pair))),
        write(...pair) {
          const id = idOf(...pair);
          const row = select.get(id);
          const n = counterIn(row);
          if (row === undefined || n === undefined) return undefined;
          const data = String(row.data).replace(String(n), String(n + 1));
          update.run(`v${++count}`, data, Date.now() + 86_400_000, id, String(row.version));
          return n + 1;
        },
        create(...pair) {
          setCookie(...pair, `id=${create({ n: 1 })}`);
          return 1;
        },
        fill: (request, response, data) => setCookie(request, response, `id=${create(data)}`),
      });
      return { ...app, close: () => database.close() };
    },
  },
];

/** The first number in the JSON, read without parsing it: that belongs to the formula's other part. */
function counterIn(row: Record<string, unknown> | undefined): number | undefined {
  return row === undefined ? undefined : Number.parseInt(String(row.data).slice('{"n":'.length), 10);
}
