import type { MysqlConnection, MysqlPool } from "@sess/store-mysql";
import mariadb from "mariadb";
import mysql2 from "mysql2/promise";
import type { Address } from "./test-database.ts";

/** Every way in which users connect. */
export const drivers = {
  "a mysql2 pool": async (address: Address): Promise<MysqlPool> => mysql2.createPool(address),
  "a mysql2 connection": async (address: Address): Promise<MysqlConnection> =>
    mysql2.createConnection(address),
  "a mariadb pool": async (address: Address): Promise<MysqlPool> => mariadb.createPool(address),
  "a mariadb connection": async (address: Address): Promise<MysqlConnection> =>
    mariadb.createConnection(address),
  "a mysql2 pool with options that change what it answers": async (address: Address): Promise<MysqlPool> =>
    mysql2.createPool({
      ...address,
      flags: ["-FOUND_ROWS"],
      charset: "latin1",
      rowsAsArray: true,
      nestTables: "_",
      typeCast: () => "cast",
      supportBigNumbers: true,
      bigNumberStrings: true,
      dateStrings: true,
      namedPlaceholders: true,
      disableEval: true,
    }),
  "a mariadb pool with options that change what it answers": async (address: Address): Promise<MysqlPool> =>
    mariadb.createPool({
      ...address,
      foundRows: false,
      charset: "latin1",
      rowsAsArray: true,
      nestTables: "_",
      typeCast: () => "cast",
      bigIntAsNumber: true,
      insertIdAsNumber: true,
      dateStrings: true,
      namedPlaceholders: true,
      pipelining: false,
    }),
  "sessions of SQL that are as lax as can be": async (address: Address): Promise<MysqlPool> =>
    mariadb.createPool({
      ...address,
      initSql: [
        "SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH,PIPES_AS_CONCAT'",
        "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
        "SET time_zone = '-07:00'",
      ],
    }),
  "transactions as strict as can be": async (address: Address): Promise<MysqlPool> =>
    mariadb.createPool({
      ...address,
      initSql: [
        "SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE",
        "SET innodb_strict_mode = 1 /*M!101108 , innodb_snapshot_isolation = 1 */",
      ],
    }),
} as const;

/** The name of one of them. */
export type Driver = keyof typeof drivers;
