import { createSessions } from "@sess/core";
import { Option } from "commander";
import type { CommandDefinition, CommonOptions } from "../command-definition.ts";
import { loadConfig, storeIn } from "../config-file.ts";
import { exitCode } from "../exit-code.ts";

interface RevokeOptions extends CommonOptions {
  readonly owner: string;
  readonly except?: string;
  readonly only?: string;
}

export const revoke: CommandDefinition<RevokeOptions> = {
  define: (command) =>
    command
      .name("revoke")
      .description("End the sessions of an owner at once.")
      .requiredOption("-o, --owner <owner>", "whose: the user's ID")
      .option("--except <id>", "but not this one")
      .addOption(new Option("--only <id>", "only this one, if it is this owner's").conflicts("except")),
  async run({ config: path, owner, except, only }) {
    const config = await loadConfig(path);
    storeIn(config);
    const which = { ...(except !== undefined && { except }), ...(only !== undefined && { only }) };
    const revoked = await createSessions(config.options).revoke(owner, which);
    return {
      code: only !== undefined && revoked === 0 ? exitCode.notFound : exitCode.done,
      json: { owner, revoked },
      text: `Ended ${revoked} ${revoked === 1 ? "session" : "sessions"} of ${owner}.`,
    };
  },
};
