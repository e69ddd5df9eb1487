import { Buffer } from "node:buffer";
import { mysqlStore } from "@sess/store-mysql";
import { type SweepReport, sweepCampaign } from "@sess-tests/servers/sweep-campaign";
import type mysql2 from "mysql2/promise";

/** Makes a table with so many rows, sweeps it, and drops it. */
export async function sweepTable(client: mysql2.Pool, table: string, rows: number): Promise<SweepReport> {
  const store = mysqlStore({ client, table });
  await store.migrate();
  try {
    return await sweepCampaign({
      store,
      rows,
      fill: (records) =>
        client.query(`INSERT INTO ${table} VALUES ?`, [
          records.map(({ key, record: { version, expiresAt, endsAt, owner, data } }) => [
            ...[key, version, expiresAt, endsAt],
            ...[owner, data].map((text) => (text === undefined ? null : Buffer.from(text))),
          ]),
        ]),
      async count() {
        const [[row]] = await client.query<mysql2.RowDataPacket[]>(`SELECT count(*) AS n FROM ${table}`);
        return Number(row?.n);
      },
    });
  } finally {
    await client.query(`DROP TABLE ${table}, ${table}_migration`);
  }
}
