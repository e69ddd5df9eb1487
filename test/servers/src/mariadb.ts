import { execFileSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findBinary } from "./binary.ts";
import { startServer, type TestServer } from "./test-server.ts";

export const mariadbBinary = { command: "mariadbd", debianPackage: "mariadb-server" };

/** Sizes as MariaDB's options write them. Small where nothing else is said: a test has few rows. */
export interface MariadbSizes {
  /** @default "32M" */
  readonly bufferPool?: string;
  /** @default "8M" */
  readonly log?: string;
}

/** A private MariaDB with the database `sess` and the user `root`, who needs no password. */
export async function startMariadb({
  bufferPool = "32M",
  log = "8M",
}: MariadbSizes = {}): Promise<TestServer> {
  const command = findBinary(mariadbBinary);
  const install = findBinary({ ...mariadbBinary, command: "mariadb-install-db" });
  // It refuses to be root without being told so.
  const user = process.getuid?.() === 0 ? ["--user=root"] : [];
  const sizes = [
    `--innodb-log-file-size=${log}`,
    `--innodb-buffer-pool-size=${bufferPool}`,
    "--innodb-flush-method=nosync",
  ];
  const options = [
    ...["--bind-address=127.0.0.1", "--skip-name-resolve", "--skip-log-bin", "--max-connections=200"],
    // Each commit is given to the system, not to the disk: it survives a kill.
    "--innodb-flush-log-at-trx-commit=2",
    // Connections that a test cuts are no attack.
    "--max-connect-errors=4294967295",
    ...["--character-set-server=utf8mb4", "--collation-server=utf8mb4_general_ci"],
  ];
  return startServer({
    name: "MariaDB",
    command,
    args: (port, data) => [
      "--no-defaults",
      ...user,
      ...sizes,
      ...options,
      `--port=${port}`,
      `--datadir=${data}`,
      `--tmpdir=${dirname(data)}`,
      `--socket=${join(data, "socket")}`,
      `--pid-file=${join(data, "pid")}`,
      `--init-file=${join(data, "init.sql")}`,
    ],
    url: (port) => `mysql://root@127.0.0.1:${port}/sess`,
    // It speaks first: a header of four bytes and its protocol, or 255 for an error.
    greeting: { ready: (answer) => answer[4] === 10 },
    prepare: (data) => {
      const root = ["--auth-root-authentication-method=normal", "--skip-test-db"];
      // In the common folder for them, two of a name meet.
      const own = [`--datadir=${data}`, `--tmpdir=${dirname(data)}`];
      execFileSync(install, ["--no-defaults", ...own, ...user, ...sizes, ...root], {
        stdio: "pipe",
      });
      chmodSync(data, 0o700);
      writeFileSync(join(data, "init.sql"), "CREATE DATABASE IF NOT EXISTS sess;\n");
    },
  });
}
