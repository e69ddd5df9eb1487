import { mysqlStore } from "@sess/store-mysql";
import { parallelRequestsProcess } from "@sess-tests/servers/parallel-requests";
import { drivers } from "./drivers.ts";
import type { WorkerData } from "./suite-worker.ts";

parallelRequestsProcess(({ driver, address, table }: WorkerData) =>
  mysqlStore({ client: () => drivers[driver](address), table }),
);
