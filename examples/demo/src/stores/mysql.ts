import { mysqlStore } from "@sess/store-mysql";
import { createPool } from "mysql2/promise";
import type { Opener } from "./opener.ts";
import { placeOf } from "./place.ts";

export const openMysql: Opener = async (url) => {
  const store = mysqlStore({ client: () => createPool(url) });
  await store.migrate();
  return { store, name: `MySQL, on ${placeOf(url)}` };
};
