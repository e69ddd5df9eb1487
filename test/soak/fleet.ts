import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const main = join(import.meta.dirname, "app/main.ts");

/** One process of the site. */
export interface AppProcess {
  readonly framework: string;
  /** Where it is now; another place after a restart. */
  readonly url: string;
  /** Bytes of its heap after a collection. */
  heap(): Promise<number>;
  /** Ends it and starts it again. */
  restart(signal: NodeJS.Signals): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a process of the site and waits until it answers. */
export async function startApp(framework: string, place: string, broken: string): Promise<AppProcess> {
  const start = async (): Promise<{ child: ChildProcess; url: string }> => {
    const child = spawn(process.execPath, ["--expose-gc", main, framework, place, broken], {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
      env: { ...process.env, NODE_ENV: "test" },
    });
    const failed = once(child, "exit").then(([code]) => {
      throw new Error(`The ${framework} process ended with ${code} before it answered.`);
    });
    const [{ port }] = await Promise.race([once(child, "message"), failed]);
    failed.catch(() => undefined);
    return { child, url: `http://127.0.0.1:${port}` };
  };
  let running = await start();
  const end = async (signal: NodeJS.Signals) => {
    const { child } = running;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  };
  return {
    framework,
    get url() {
      return running.url;
    },
    async heap() {
      running.child.send("heap");
      const [{ heap }] = await once(running.child, "message");
      return heap;
    },
    async restart(signal) {
      await end(signal);
      running = await start();
    },
    stop: () => end("SIGKILL"),
  };
}
