import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { onTestFinished } from "vitest";

/** A run of `npm start` in a process of its own. */
export interface NpmStart {
  readonly child: ChildProcess;
  /** All that it has printed so far. */
  output(): string;
  /** Asks npm to end; resolves when it has, with its exit code. */
  stop(): Promise<number | null>;
}

// Nothing listens there: what is installed already must be enough.
const offline = { npm_config_registry: "http://127.0.0.1:9" };

/** Runs `npm start` in a workspace, in the environment of a user who has set nothing but the port. Ends with the test. */
export function npmStart(workspace: string, port: string | number, ...args: string[]): NpmStart {
  const child = spawn("npm", ["start", "--", ...args], {
    cwd: workspace,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...offline, PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const closed = once(child, "close");
  const stop = async () => {
    child.kill();
    await closed;
    return child.exitCode;
  };
  onTestFinished(async () => void (await stop()));
  return { child, output: () => output, stop };
}
