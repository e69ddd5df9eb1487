import { postgresStore } from "@sess/store-postgres";
import { type SweepReport, sweepCampaign } from "@sess-tests/servers/sweep-campaign";
import type pg from "pg";

/** Makes a table with so many rows, sweeps it, and drops it. */
export async function sweepTable(client: pg.Pool, table: string, rows: number): Promise<SweepReport> {
  const store = postgresStore({ client, table });
  await store.migrate();
  try {
    return await sweepCampaign({
      store,
      rows,
      fill: (records) =>
        client.query(
          `INSERT INTO ${table} SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::text[])`,
          [
            records.map(({ key }) => key),
            records.map(({ record }) => record.version),
            records.map(({ record }) => record.expiresAt),
            records.map(({ record }) => record.endsAt),
            records.map(({ record }) => record.owner ?? null),
            records.map(({ record }) => record.data),
          ],
        ),
      count: async () => Number((await client.query(`SELECT count(*) AS n FROM ${table}`)).rows[0].n),
    });
  } finally {
    await client.query(`DROP TABLE ${table}, ${table}_migration`);
  }
}
