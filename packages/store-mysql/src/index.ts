export type {
  MysqlCallbackClient,
  MysqlClient,
  MysqlConnection,
  MysqlPool,
  MysqlStatement,
  MysqlValue,
} from "./mysql-client.ts";
export type { MysqlStoreOptions } from "./mysql-options.ts";
export { mysqlMigrations, mysqlStore } from "./mysql-store.ts";
