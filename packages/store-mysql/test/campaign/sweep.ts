// Sweeps a million rows while sessions are read and saved, and prints the latencies: `pnpm campaign [rows]`, on the
// server at MYSQL_URL (with a database) or else on a private one.
import { startMariadb } from "@sess-tests/servers";
import mysql2 from "mysql2/promise";
import { sweepTable } from "./sweep-table.ts";

const rows = Number(process.argv[2] ?? 1_000_000);
const server = process.env.MYSQL_URL === undefined ? await startMariadb() : undefined;
const client = mysql2.createPool(server?.url ?? process.env.MYSQL_URL ?? "");
try {
  const report = await sweepTable(client, "sess_campaign", rows);
  process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
} finally {
  await client.end();
  await server?.stop();
}
