import { Command, CommanderError } from "commander";
import type { CommandDefinition, CommonOptions } from "./command-definition.ts";
import { doctor } from "./commands/doctor.ts";
import { inspect } from "./commands/inspect.ts";
import { list } from "./commands/list.ts";
import { migrate } from "./commands/migrate.ts";
import { revoke } from "./commands/revoke.ts";
import { secret } from "./commands/secret.ts";
import { sweep } from "./commands/sweep.ts";
import { exitCode } from "./exit-code.ts";
import { failure, type Outcome, print, UsageError } from "./outcome.ts";

const definitions: readonly CommandDefinition<never>[] = [
  sweep,
  migrate,
  list,
  revoke,
  inspect,
  secret,
  doctor,
];

/** Runs the command that the words name, and sets the exit code of the process. */
export async function run(words: readonly string[]): Promise<void> {
  const program = new Command("sess")
    .description("Look after the sessions of an application. It reads sess.config.ts, .js or .mjs.")
    .exitOverride()
    .showHelpAfterError("(sess --help tells what there is)");
  for (const { define, run: work } of definitions) {
    const command = define(program.command("unnamed"))
      .option("-c, --config <file>", "the configuration (default: sess.config.{ts,js,mjs} in this folder)")
      .option("--env <file>", "set environment variables from a file first")
      .option("--json", "print JSON for programs")
      .exitOverride();
    command.action(async () => {
      const options: CommonOptions = command.opts();
      const outcome = await outcomeOf(() => {
        if (options.env !== undefined) loadEnvironment(options.env);
        return work(options as never, ...command.processedArgs);
      });
      print(outcome, options.json === true);
    });
  }
  try {
    await program.parseAsync(words, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Commander has said what was wrong, or printed the help that was asked for.
    process.exitCode = error.exitCode === 0 ? exitCode.done : exitCode.usage;
  }
}

async function outcomeOf(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    return failure(error);
  }
}

function loadEnvironment(file: string): void {
  try {
    process.loadEnvFile(file);
  } catch (cause) {
    throw new UsageError(`The file ${file} of --env cannot be read.`, { cause });
  }
}
