import { randomUUID } from "node:crypto";
import { type SharedServer, serverUrl } from "@sess-tests/servers";
import mysql2 from "mysql2/promise";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Project, project, secret } from "../command.ts";

/** A database, how an application opens it, and how somebody applies SQL to it by hand. */
interface Database {
  readonly server: SharedServer;
  readonly imports: string;
  /** The store, with `url` and `table` at hand. */
  readonly store: string;
  apply(sql: string): Promise<unknown>;
}

const databases: Readonly<Record<string, Database>> = {
  "PostgreSQL by pg": {
    server: "postgres",
    imports: 'import pg from "pg"; import { postgresStore } from "@sess/store-postgres";',
    store: "postgresStore({ client: () => new pg.Pool({ connectionString: url }), table })",
    async apply(sql) {
      const client = new pg.Client(serverUrl("postgres"));
      await client.connect();
      await client.query(sql).finally(() => client.end());
    },
  },
  "MariaDB by mysql2": {
    server: "mysql",
    imports: 'import mysql2 from "mysql2/promise"; import { mysqlStore } from "@sess/store-mysql";',
    store: "mysqlStore({ client: () => mysql2.createPool(url), table })",
    async apply(sql) {
      const connection = await mysql2.createConnection({
        uri: serverUrl("mysql"),
        multipleStatements: true,
      });
      await connection.query(sql).finally(() => connection.end());
    },
  },
};

describe.each(Object.entries(databases))(
  "sess migrate over %s",
  (_name, { server, imports, store, apply }) => {
    let site: Project;
    let table: string;
    const sess = (...words: readonly string[]) =>
      site.sessWith({ env: { URL: serverUrl(server) } }, ...words);
    beforeEach(() => {
      table = `cli_${randomUUID().replaceAll("-", "")}`;
      site = project(`
      ${imports}
      const [url, table] = [process.env.URL, "${table}"];
      export default { secret: "${secret}", store: ${store} };`);
    });
    afterEach(async () => {
      site.remove();
      await apply(`DROP TABLE IF EXISTS ${table}; DROP TABLE IF EXISTS ${table}_migration`);
    });

    it("makes a table that works, and does nothing the next time", async () => {
      const first = await sess("migrate");
      expect(first).toMatchObject({ code: 0, out: "Applied 1: create the table.\n", err: "" });
      expect(await sess("migrate")).toMatchObject({ code: 0, out: "The table is up to date.\n" });
      expect((await sess("migrate", "--json")).json()).toEqual({ applied: [] });
      const { code, out } = await sess("doctor");
      expect([code, out]).toEqual([0, expect.stringContaining("A session was made, found by its cookie")]);
    });

    it("prints the SQL without a connection, and it does the same when it is applied by hand", async () => {
      const nowhere = { env: { URL: `${server}://nobody@127.0.0.1:1/none` } };
      const { code, out } = await site.sessWith(nowhere, "migrate", "--print");
      expect(code).toBe(0);
      await apply(out);
      expect((await sess("migrate")).out).toBe("The table is up to date.\n");
      expect((await sess("doctor")).code).toBe(0);
    });

    it("is done once where ten processes do it at the same time", async () => {
      const ended = await Promise.all(Array.from({ length: 10 }, () => sess("migrate", "--json")));
      expect(ended.map(({ err }) => err).join("")).toBe("");
      expect(ended.map(({ json }) => json().applied.length).sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    });
  },
);
