import type { CommandDefinition, CommonOptions } from "../command-definition.ts";
import { loadConfig } from "../config-file.ts";
import { exitCode } from "../exit-code.ts";
import { type Outcome, UsageError } from "../outcome.ts";

interface MigrateOptions extends CommonOptions {
  readonly print?: boolean;
}

/** What the stores over a database have. */
interface Migration {
  readonly version: number;
  readonly name: string;
  readonly statements: readonly string[];
}

interface Migrates {
  migrate(): PromiseLike<readonly Migration[]> | readonly Migration[];
  readonly migrations?: readonly Migration[];
}

export const migrate: CommandDefinition<MigrateOptions> = {
  define: (command) =>
    command
      .name("migrate")
      .description("Make the store's table, or bring it up to date.")
      .option("--print", "print the SQL of all migrations instead, and connect to nothing more"),
  async run({ config: path, print }) {
    const config = await loadConfig(path);
    const store = config.migrates as Partial<Migrates> | undefined;
    if (typeof store?.migrate !== "function") {
      throw new UsageError(
        `The store in ${config.path} has no migrations. Where it is wrapped (a prefix, a cache), export the store inside as \`migrate\`.`,
      );
    }
    if (print) return printed(store.migrations);
    const applied = await store.migrate();
    const lines = applied.map(({ version, name }) => `Applied ${version}: ${name}.`);
    return {
      code: exitCode.done,
      json: { applied: applied.map(({ version, name }) => ({ version, name })) },
      text: lines.join("\n") || "The table is up to date.",
    };
  },
};

function printed(migrations: readonly Migration[] | undefined): Outcome {
  if (migrations === undefined) throw new UsageError("This store does not say what its migrations are.");
  const text = migrations
    .map(
      ({ version, name, statements }) =>
        `-- ${version}: ${name}\n${statements.map((one) => `${one};`).join("\n")}`,
    )
    .join("\n\n");
  return { code: exitCode.done, json: { migrations }, text };
}
