import { execFileSync } from "node:child_process";
import { chownSync, closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { answers, type Greeting } from "./answers.ts";
import { freePort } from "./free-port.ts";
import { type GuardedProcess, spawnGuarded } from "./guarded-process.ts";

/** A server of its own for a test, on 127.0.0.1. */
export interface TestServer {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** SIGKILL. Resolves when it has ended. */
  kill(): Promise<void>;
  /** Again, on the same port, with what it kept on disk. Resolves when it answers. */
  start(): Promise<void>;
  /** Again, on the same port, with nothing. Resolves when it answers. */
  startEmpty(): Promise<void>;
  /** SIGSTOP: connections stay open, and nothing is answered. */
  pause(): void;
  /** SIGCONT. */
  resume(): void;
  /** Ends it and removes its files. Twice is no error. */
  stop(): Promise<void>;
}

/** The user that a server runs as, where it refuses to run as root. */
export interface UserIds {
  readonly uid: number;
  readonly gid: number;
}

/** How one kind of server is run. */
export interface ServerKind {
  readonly name: string;
  readonly command: string;
  readonly args: (port: number, data: string) => readonly string[];
  readonly url: (port: number) => string;
  readonly greeting: Greeting;
  /** Fills an empty folder with what the server needs before its first start. */
  readonly prepare?: (data: string) => void;
  readonly user?: UserIds | undefined;
}

/** How long a server may take to answer, in milliseconds. */
const patience = 60_000;

/** Starts a server on a free port, with a folder of its own. */
export async function startServer(kind: ServerKind): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), "sess-server-"));
  const data = join(folder, "data");
  const pristine = join(folder, "pristine");
  const own = (path: string) => kind.user && chownSync(path, kind.user.uid, kind.user.gid);
  let running: GuardedProcess | undefined;

  const empty = () => {
    rmSync(data, { recursive: true, force: true });
    execFileSync("cp", ["-a", pristine, data]);
  };
  const run = async (port: number): Promise<"ready" | "port taken"> => {
    const log = openSync(join(folder, "log"), "w");
    const options = { cwd: folder, stdio: ["ignore", log, log] as ("ignore" | number)[], ...kind.user };
    const server = spawnGuarded(kind.command, kind.args(port, data), options, folder);
    closeSync(log);
    running = server;
    const deadline = Date.now() + patience;
    // Whoever answers after ours has ended is not ours.
    while (!((await answers(port, kind.greeting)) && server.running)) {
      if (!server.running || Date.now() > deadline) {
        await server.kill();
        const said = readFileSync(join(folder, "log"), "utf8");
        if (/in use|failed to listen/i.test(said)) return "port taken";
        throw new Error(`${kind.name} does not answer on port ${port}. It said:\n${said.slice(-4_000)}`);
      }
      await sleep(20);
    }
    return "ready";
  };
  const again = async (port: number) => {
    const deadline = Date.now() + 10_000;
    while ((await run(port)) === "port taken") {
      if (Date.now() > deadline) throw new Error(`${kind.name}: port ${port} was taken while it was down.`);
      await sleep(100);
    }
  };
  const firstStart = async (): Promise<number> => {
    mkdirSync(pristine, { mode: 0o700 });
    own(folder);
    own(pristine);
    kind.prepare?.(pristine);
    for (let tries = 0; tries < 20; tries++) {
      const port = await freePort();
      empty();
      if ((await run(port)) === "ready") return port;
    }
    throw new Error(`${kind.name}: 20 free ports were all taken when it started.`);
  };
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });

  const port = await firstStart().catch(async (error: unknown) => {
    await running?.kill();
    remove();
    throw error;
  });
  const kill = async () => running?.kill();
  return {
    url: kind.url(port),
    host: "127.0.0.1",
    port,
    kill,
    start: () => again(port),
    startEmpty() {
      empty();
      return again(port);
    },
    pause: () => running?.pause(),
    resume: () => running?.resume(),
    async stop() {
      await kill();
      remove();
    },
  };
}
