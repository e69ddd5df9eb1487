import type { Command } from "commander";
import type { Outcome } from "./outcome.ts";

/** The options that every command takes. */
export interface CommonOptions {
  readonly config?: string;
  readonly env?: string;
  readonly json?: boolean;
}

/** One command: its words and options, and what it does. */
export interface CommandDefinition<Options extends CommonOptions = CommonOptions> {
  readonly define: (command: Command) => Command;
  readonly run: (options: Options, ...words: readonly (string | undefined)[]) => Promise<Outcome>;
}
