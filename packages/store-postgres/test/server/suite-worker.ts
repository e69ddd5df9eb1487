import { postgresStore } from "@sess/store-postgres";
import { storeWorker } from "@sess/test-kit/store";
import pg from "pg";
import postgres from "postgres";

/** Where the records are, and by what to reach them. */
export interface WorkerData {
  readonly client: "pg" | "postgres.js";
  readonly url: string;
  readonly table: string;
  /** Settings of the server for the connections of pg. */
  readonly options?: string;
}

storeWorker((data) => {
  const { client, url, table, options } = data as WorkerData;
  const open = () =>
    client === "pg" ? new pg.Pool({ connectionString: url, options, max: 4 }) : postgres(url, { max: 4 });
  return postgresStore({ client: open, table });
});
