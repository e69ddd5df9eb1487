import { readFileSync } from "node:fs";
import { type InspectedSession, inspectSession } from "@sess/core";
import type { CommandDefinition, CommonOptions } from "../command-definition.ts";
import { loadConfig, storeIn } from "../config-file.ts";
import { sessionInCookie } from "../cookie-session.ts";
import { exitCode } from "../exit-code.ts";
import { type Outcome, UsageError } from "../outcome.ts";
import { picture } from "../picture.ts";

interface InspectOptions extends CommonOptions {
  readonly cookie?: string;
  readonly values?: boolean;
}

export const inspect: CommandDefinition<InspectOptions> = {
  define: (command) =>
    command
      .name("inspect")
      .description("Look into one session. It is no activity of its user, and changes nothing.")
      .argument("[id]", "the public ID of the session")
      .option(
        "--cookie <header>",
        'instead of an ID: "name=value" as the browser sends it, or - for standard input',
      )
      .option("--values", "show what the session holds, not only the names and kinds"),
  async run({ config: path, cookie, values }, id) {
    if ((id === undefined) === (cookie === undefined))
      throw new UsageError("inspect takes an ID, or --cookie.");
    const config = await loadConfig(path);
    if (cookie !== undefined) {
      const header = cookie === "-" ? readFileSync(0, "utf8").trim() : cookie;
      if (!header.includes("="))
        throw new UsageError('--cookie takes "name=value", as the browser sends it.');
      const found = await sessionInCookie(config.options, header);
      return "problem" in found ? missing(found.problem) : shown(found.session, values);
    }
    if (id === undefined || !/^[\w-]+$/.test(id)) {
      throw new UsageError("An ID is letters, digits, - and _. A cookie goes to --cookie.");
    }
    storeIn(config);
    const found = await inspectSession(config.options, id);
    if (found === "missing") return missing("There is no live session with this ID.");
    if (found === "undecodable") {
      return missing(
        "There is a record under this ID, but it cannot be decoded: another secret or codec, or none of ours.",
      );
    }
    return shown(found, values);
  },
};

function missing(message: string): Outcome {
  return { code: exitCode.notFound, json: { error: { message } }, text: `sess: ${message}` };
}

function shown(session: Partial<InspectedSession>, values = false): Outcome {
  const { data = {}, flash = [], ...about } = session;
  const json = {
    ...about,
    ...(values ? { data, flash } : { keys: Object.keys(data), flash: flash.map(({ key }) => ({ key })) }),
  };
  return { code: exitCode.done, json, text: picture(session, values) };
}
