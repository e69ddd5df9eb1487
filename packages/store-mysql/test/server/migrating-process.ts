// One of the processes of migrations.test.ts: connects, waits to be told, then migrates and writes one session.
import { mysqlStore } from "@sess/store-mysql";
import { drivers } from "./drivers.ts";
import type { WorkerData } from "./suite-worker.ts";

const { driver, address, table }: WorkerData = JSON.parse(process.argv[2] ?? "");
const client = await drivers[driver](address);

process.once("message", async () => {
  const store = mysqlStore({ client, table });
  const applied = (await store.migrate()).length;
  const record = { version: "v1", expiresAt: 2_000, endsAt: 9_000, data: "{}" };
  await store.write(`of-${process.pid}`, record, undefined, 1_000);
  await client.end();
  process.send?.(applied, () => process.disconnect());
});
process.send?.("ready");
