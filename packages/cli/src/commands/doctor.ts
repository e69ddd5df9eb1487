import type { CommandDefinition } from "../command-definition.ts";
import { type Config, loadConfig } from "../config-file.ts";
import { checkAbilities } from "../doctor/abilities.ts";
import { type Finding, failed } from "../doctor/check.ts";
import { checkConfiguration } from "../doctor/configuration.ts";
import { checkLiveSession } from "../doctor/live-session.ts";
import { checkLiveStore } from "../doctor/live-store.ts";
import { exitCode } from "../exit-code.ts";

export const doctor: CommandDefinition = {
  define: (command) =>
    command
      .name("doctor")
      .description("Check the configuration, and try the store with a session of its own."),
  async run({ config: path }) {
    const findings = await examine(await loadConfig(path));
    const count = (status: Finding["status"]) =>
      findings.filter((finding) => finding.status === status).length;
    const [faults, warnings] = [count("failed"), count("warning")];
    const width = Math.max(...findings.map(({ check }) => check.length));
    const lines = findings.map(
      ({ status, check, detail }) => `${status.padEnd(7)}  ${check.padEnd(width)}  ${detail}`,
    );
    return {
      code: faults > 0 ? exitCode.failed : exitCode.done,
      json: { ok: faults === 0, findings },
      text: [...lines, "", `${faults} failed, ${warnings} ${warnings === 1 ? "warning" : "warnings"}.`].join(
        "\n",
      ),
    };
  },
};

async function examine(config: Config): Promise<readonly Finding[]> {
  const { options } = config;
  const findings = [...(await checkConfiguration(config))];
  if (findings.some(({ status }) => status === "failed")) return findings;
  const { store } = options;
  if (store === undefined) {
    return [...findings, failed("store", "The configuration names no store: sessions end with the process.")];
  }
  const production = process.env.NODE_ENV === "production";
  const isToken = "seal" in store;
  findings.push(...checkAbilities(store.abilities, isToken, production));
  if (!isToken) {
    const live = await checkLiveStore(store, (options.clock ?? Date.now)());
    findings.push(...live);
    if (live.some(({ status }) => status === "failed")) return findings;
  }
  return [...findings, await checkLiveSession(options)];
}
