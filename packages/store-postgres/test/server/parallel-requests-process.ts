import { postgresStore } from "@sess/store-postgres";
import { parallelRequestsProcess } from "@sess-tests/servers/parallel-requests";
import pg from "pg";
import postgres from "postgres";

interface Where {
  readonly client: "pg" | "postgres.js";
  readonly url: string;
  readonly table: string;
}

parallelRequestsProcess(({ client, url, table }: Where) =>
  postgresStore({
    client: () => (client === "pg" ? new pg.Pool({ connectionString: url }) : postgres(url)),
    table,
  }),
);
