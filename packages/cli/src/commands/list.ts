import { createSessions } from "@sess/core";
import type { CommandDefinition, CommonOptions } from "../command-definition.ts";
import { loadConfig, storeIn } from "../config-file.ts";
import { exitCode } from "../exit-code.ts";
import { dateOf, table } from "../table.ts";

interface ListOptions extends CommonOptions {
  readonly owner: string;
}

export const list: CommandDefinition<ListOptions> = {
  define: (command) =>
    command
      .name("list")
      .description("List the live sessions of an owner, last seen first.")
      .requiredOption("-o, --owner <owner>", "whose: the user's ID"),
  async run({ config: path, owner }) {
    const config = await loadConfig(path);
    storeIn(config);
    const found = await createSessions(config.options).list(owner);
    const rows = found.map(({ id, createdAt, lastSeenAt, expiresAt, device }) => [
      id,
      dateOf(createdAt),
      dateOf(lastSeenAt),
      dateOf(expiresAt),
      device === undefined ? "" : Object.values(device).join(" · "),
    ]);
    return {
      code: exitCode.done,
      json: found.map(({ current: _, ...session }) => session),
      text:
        rows.length === 0
          ? `${owner} has no live sessions.`
          : table([["ID", "created", "last seen", "expires", "device"], ...rows]),
    };
  },
};
