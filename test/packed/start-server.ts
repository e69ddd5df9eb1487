import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A server in a process of its own. */
export interface StartedServer {
  /** Where it listens, without a slash at the end. */
  readonly origin: string;
  /** Resolves when all of it has ended. */
  stop(): Promise<void>;
}

/** Starts a program and waits for its line `listening on PORT`. */
export function startServer(
  command: string,
  args: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<StartedServer> {
  const { NODE_OPTIONS: _, NODE_ENV: __, ...env } = process.env;
  const child = spawn(command, args, {
    cwd,
    env: { ...env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own: the command of npm's Deno starts the real one as its child.
    detached: true,
  });
  // Its output is closed when nobody is left to write to it.
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stop = async () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid);
    await closed;
  };
  let output = "";
  child.stderr.on("data", (chunk) => {
    output += chunk;
  });
  return new Promise((resolve, reject) => {
    createInterface(child.stdout).on("line", (line) => {
      output += `${line}\n`;
      const port = /^listening on (\d+)$/.exec(line)?.[1];
      if (port) resolve({ origin: `http://127.0.0.1:${port}`, stop });
    });
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`${command} ${args.join(" ")} ended (${code}).\n${output}`)));
  });
}
