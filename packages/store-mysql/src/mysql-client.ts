/** A statement as the store gives it to a client: its text, and rows as objects, whatever the client was told. */
export interface MysqlStatement {
  readonly sql: string;
  readonly rowsAsArray: false;
  readonly nestTables: false;
  readonly namedPlaceholders: false;
  /** Answers of the `mariadb` package come as `mysql2` gives them: rows or result first, then what describes them. */
  readonly metaAsArray: true;
  typeCast<Value>(field: unknown, next: () => Value): Value;
}

/** Text goes as bytes of UTF-8 and numbers as bigint, so that no driver or connection makes something else of them. */
export type MysqlValue = Uint8Array | bigint | null;

/** What the store needs of a connection: one of `mysql2/promise` or `mariadb`, as it is. */
export interface MysqlConnection {
  execute(statement: MysqlStatement, values: MysqlValue[]): Promise<unknown>;
  end(): Promise<unknown>;
}

/** What the store needs of a pool: one of `mysql2/promise` or `mariadb`, as it is. */
export interface MysqlPool extends MysqlConnection {
  getConnection(): Promise<MysqlConnection & { release(): unknown }>;
}

/** A pool or connection of `mysql2` without `/promise`, as it is. */
export interface MysqlCallbackClient {
  promise(): MysqlPool | MysqlConnection;
}

/** A pool or a connection. */
export type MysqlClient = MysqlPool | MysqlConnection | MysqlCallbackClient;
