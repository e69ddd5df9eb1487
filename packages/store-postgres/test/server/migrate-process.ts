// One of the processes of migrate.test.ts: waits to be told, then migrates, writes a session, and says what it applied.
import { postgresStore } from "@sess/store-postgres";
import pg from "pg";
import postgres from "postgres";

const [client, url, table = ""] = process.argv.slice(2);
const now = Date.UTC(2040, 0, 1);
const record = { version: "v1", expiresAt: now + 1_000, endsAt: now + 9_000, data: "{}" };

const store = postgresStore({
  client: () => (client === "pg" ? new pg.Pool({ connectionString: url }) : postgres(url ?? "")),
  table,
});
process.once("message", async () => {
  const applied = await store.migrate();
  await store.write(`of-${process.pid}`, record, undefined, now);
  await store.close();
  process.send?.(applied.length, () => process.disconnect());
});
process.send?.("ready");
