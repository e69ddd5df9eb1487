// Writes docs/errors.md from the table of codes in core. A test fails while the page is out of date.
import { writeFileSync } from "node:fs";
import { sessErrorCodes } from "../packages/core/src/errors.ts";

/** Where the page is. */
export const errorsPage: URL = new URL("../docs/errors.md", import.meta.url);

/** The page, as the table of codes has it now. */
export function errorsDoc(): string {
  const codes = Object.entries(sessErrorCodes).sort(([a], [b]) => a.localeCompare(b));
  return `# Errors

<!-- Generated from packages/core/src/errors.ts by \`pnpm docs:errors\`. Do not edit. -->

What can go wrong in production is a \`SessError\` with one of the codes below. A code keeps its meaning between majors;
the message, which says what was received and what to do, may change. The error underneath, if there is one, is in \`cause\`.
Recognise an error with \`isSessError(error)\` rather than \`instanceof\`: it also knows the errors of another copy of the
package. Wrong arguments and impossible options are \`TypeError\`s, which \`isSessError\` does not know: mistakes to mend, not to
catch. \`ERR_SESS_OPTION_INVALID\`, and \`ERR_SESS_DATA_UNSERIALIZABLE\` where \`set\` and the like throw it, are the \`code\` of such
a \`TypeError\`.

Warnings of the process (\`SessWarning\`) have codes as well: \`SESS_MEMORY_STORE\` (sessions in memory in production),
\`SESS_INSECURE_REQUEST\` (a request looks like plain http), \`SESS_FILE_CORRUPT\` (the file store has found a broken file).

\`\`\`ts
import { isSessError, type Session } from "@sess/core";

export async function saveCart(session: Session, item: string): Promise<"saved" | "log in again"> {
  session.set("cart", [item]);
  try {
    await session.save();
    return "saved";
  } catch (error) {
    if (isSessError(error) && error.code === "ERR_SESS_GONE") return "log in again";
    throw error;
  }
}
\`\`\`

${codes.map(([code, meaning]) => `## ${code}\n\n${meaning}\n`).join("\n")}`;
}

if (import.meta.main) {
  writeFileSync(errorsPage, errorsDoc());
  console.log("Wrote docs/errors.md");
}
