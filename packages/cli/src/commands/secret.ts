import type { CommandDefinition } from "../command-definition.ts";
import { exitCode } from "../exit-code.ts";
import { randomText } from "../random-text.ts";

/** Bytes of a signing secret: as many as the keys that are derived from it. */
const secretBytes = 32;

export const secret: CommandDefinition = {
  define: (command) =>
    command.name("secret").description("Make a signing secret: 32 random bytes as base64url."),
  async run() {
    const made = randomText(secretBytes);
    return { code: exitCode.done, json: { secret: made }, text: made };
  },
};
