import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const main = join(import.meta.dirname, "../src/main.ts");

/** How a run of `main.ts` ended, and all that it said. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** The site, in a process of its own. */
export interface RunningSite {
  readonly url: string;
  readonly port: number;
  /** Sends the signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

/** Runs `main.ts` with these arguments until it ends by itself. */
export async function runMain(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return ended(start(args, env));
}

/** Starts the site on a free port, or on `port`, and waits until it says where it is. */
export async function startSite(args: readonly string[], port = 0): Promise<RunningSite> {
  const run = start(args, { PORT: String(port) });
  const url = await new Promise<string>((resolve, reject) => {
    run.child.stdout?.on("data", () => {
      const found = /http:\/\/localhost:\d+/.exec(run.output());
      if (found !== null) resolve(found[0]);
    });
    run.child.once("close", () => reject(new Error(`The site did not start:\n${run.output()}`)));
  });
  return {
    url,
    port: Number(new URL(url).port),
    async stop(signal = "SIGTERM") {
      run.child.kill(signal);
      return ended(run);
    },
  };
}

interface Run {
  readonly child: ChildProcess;
  output(): string;
}

function start(args: readonly string[], env: NodeJS.ProcessEnv): Run {
  const { PORT: _port, SESSION_SECRET: _secret, ...inherited } = process.env;
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...inherited, NODE_ENV: "test", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  return { child, output: () => output };
}

async function ended({ child, output }: Run): Promise<Ended> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "close");
  return { code: child.exitCode, output: output() };
}
