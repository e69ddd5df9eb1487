import { SessError } from "@sess/core";
import type { CommandDefinition, CommonOptions } from "../command-definition.ts";
import { loadConfig, storeIn } from "../config-file.ts";
import { exitCode } from "../exit-code.ts";
import { duration, wholeNumber } from "../option-values.ts";

interface SweepOptions extends CommonOptions {
  readonly batch: number;
  readonly maxTime?: number;
  readonly progress?: boolean;
  readonly quiet?: boolean;
}

/** How far sweeping stays behind the deadline, in milliseconds, as core's own: clocks of several machines differ. */
const behind = 60_000;

export const sweep: CommandDefinition<SweepOptions> = {
  define: (command) =>
    command
      .name("sweep")
      .description("Remove expired sessions, batch after batch. For cron.")
      .option("-b, --batch <count>", "sessions removed in one step", wholeNumber, 1_000)
      .option(
        "-t, --max-time <time>",
        "stop after so many seconds (or 5m, 1h); exit code 3 if more is left",
        duration,
      )
      .option("--progress", "tell how far it is, also where nobody watches")
      .option("-q, --quiet", "print nothing where nothing went wrong"),
  async run({ batch, config: path, json, maxTime = Number.POSITIVE_INFINITY, progress, quiet }) {
    const config = await loadConfig(path);
    const store = storeIn(config);
    if (store.sweep === undefined || !store.abilities.sweeps) {
      if (!store.abilities.nativeExpiry) {
        throw new SessError(
          "ERR_SESS_STORE_UNSUPPORTED",
          "This store cannot sweep, and its backend does not remove expired sessions either.",
        );
      }
      const text = quiet ? "" : "There is nothing to sweep: the backend removes expired sessions by itself.";
      return { code: exitCode.done, json: { removed: 0, finished: true }, text };
    }
    const before = (config.options.clock ?? Date.now)() - behind;
    const startedAt = performance.now();
    const elapsed = () => performance.now() - startedAt;
    const tells = !quiet && !json && (progress || process.stderr.isTTY);
    let removed = 0;
    let finished = false;
    while (!finished && elapsed() < maxTime) {
      const count = await store.sweep(batch, before);
      removed += count;
      finished = count < batch;
      if (tells) process.stderr.write(`sess: ${removed} removed after ${(elapsed() / 1_000).toFixed(1)} s\n`);
    }
    const seconds = Math.round(elapsed()) / 1_000;
    const done = `Removed ${removed} expired ${removed === 1 ? "session" : "sessions"} in ${seconds} s`;
    return {
      code: finished ? exitCode.done : exitCode.unfinished,
      json: { removed, finished, seconds },
      text: finished ? (quiet ? "" : `${done}.`) : `${done}; the time is over and more is left.`,
    };
  },
};
