import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findBinary } from "./binary.ts";
import { startServer, type TestServer, type UserIds } from "./test-server.ts";

export const postgresBinary = { command: "postgres", debianPackage: "postgresql" };

/** A private PostgreSQL with the database and the user `postgres`, who needs no password. */
export async function startPostgres(): Promise<TestServer> {
  const command = findBinary(postgresBinary);
  const initdb = findBinary({ ...postgresBinary, command: "initdb" });
  const user = notRoot();
  const quick = ["fsync=off", "full_page_writes=off", "shared_buffers=16MB", "max_connections=200"];
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", ...quick];
  return startServer({
    name: "PostgreSQL",
    command,
    args: (port, data) => ["-D", data, "-p", String(port), ...settings.flatMap((one) => ["-c", one])],
    url: (port) => `postgres://postgres@127.0.0.1:${port}/postgres`,
    // 'R' is a yes to the login; while it starts or recovers it answers 'E'.
    greeting: { say: startupMessage(), ready: (answer) => answer.toString("latin1", 0, 1) === "R" },
    prepare: (data) => {
      const like = ["--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C"];
      execFileSync(initdb, ["-D", data, ...like], { cwd: dirname(data), stdio: "pipe", ...user });
    },
    user,
  });
}

/** The user to run as where we are root, which PostgreSQL refuses to be. */
function notRoot(): UserIds | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync(join("/", "etc", "passwd"), "utf8");
  const found = /^postgres:[^:]*:(\d+):(\d+):/m.exec(users) ?? /^nobody:[^:]*:(\d+):(\d+):/m.exec(users);
  if (found === null)
    throw new Error("PostgreSQL cannot run as root, and there is no user postgres or nobody.");
  return { uid: Number(found[1]), gid: Number(found[2]) };
}

/** Its length, the protocol 3.0, and who asks for what. */
function startupMessage(): Buffer {
  const asks = Buffer.from("user\0postgres\0database\0postgres\0\0");
  const message = Buffer.alloc(8 + asks.length);
  message.writeInt32BE(message.length, 0);
  message.writeInt32BE(0x0003_0000, 4);
  asks.copy(message, 8);
  return message;
}
