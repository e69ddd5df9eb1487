import { mysqlStore } from "@sess/store-mysql";
import { storeWorker } from "@sess/test-kit/store";
import { type Driver, drivers } from "./drivers.ts";
import type { Address } from "./test-database.ts";

/** How a process of the suite reaches the sessions. */
export interface WorkerData {
  readonly driver: Driver;
  readonly address: Address;
  readonly table: string;
}

storeWorker((data) => {
  const { driver, address, table } = data as WorkerData;
  return mysqlStore({ client: () => drivers[driver](address), table });
});
