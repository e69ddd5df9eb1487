// Sweeps a million rows while sessions are read and saved, and prints the latencies: `pnpm campaign [rows]`, on the
// server at POSTGRES_URL or else on a private one.
import { startPostgres } from "@sess-tests/servers";
import pg from "pg";
import { sweepTable } from "./sweep-table.ts";

const rows = Number(process.argv[2] ?? 1_000_000);
const server = process.env.POSTGRES_URL === undefined ? await startPostgres() : undefined;
const client = new pg.Pool({ connectionString: server?.url ?? process.env.POSTGRES_URL });
try {
  const report = await sweepTable(client, "sess_campaign", rows);
  process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
} finally {
  await client.end();
  await server?.stop();
}
