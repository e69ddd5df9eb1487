import { postgresStore } from "@sess/store-postgres";
import { Pool } from "pg";
import type { Opener } from "./opener.ts";
import { placeOf } from "./place.ts";

export const openPostgres: Opener = async (url) => {
  const store = postgresStore({ client: () => new Pool({ connectionString: url }) });
  await store.migrate();
  return { store, name: `PostgreSQL, on ${placeOf(url)}` };
};
