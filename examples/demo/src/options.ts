import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { storeUsage } from "./stores/schemes.ts";
import { UsageError } from "./usage-error.ts";

/** A framework that the site runs on. */
export type Framework = "express" | "koa" | "hono";

/** All of them. */
export const frameworks: readonly Framework[] = ["express", "koa", "hono"];

/** What can be said when starting the site. */
export interface Options {
  readonly framework: Framework;
  readonly port: number;
  readonly store: string;
  /** Where files are kept: the database, and the secret that signs cookies. */
  readonly data: string;
  readonly help: boolean;
}

/** For `--help`, and after what is wrong. */
export const usage: string = `npm start -- [--framework ${frameworks.join("|")}] [--store <url>] [--data <folder>]

  --framework  what serves the site (express)
  --store      where sessions are kept (sqlite:<data>/demo.sqlite):
${storeUsage}
  --data       the folder for the database and the signing secret (examples/demo/data)

  PORT            the port to listen on (3000)
  SESSION_SECRET  the secret that signs cookies (one is made and kept in <data>/secret)`;

/** The options, from the command line and the environment. Throws a `UsageError` for what cannot be. */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): Options {
  const { values } = parse(args);
  const framework = frameworks.find((name) => name === values.framework);
  if (framework === undefined) {
    throw new UsageError(
      `There is no framework "${values.framework}" here: choose ${frameworks.join(", ")}.`,
    );
  }
  const port = Number(env.PORT ?? 3000);
  if (env.PORT === "" || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UsageError(`PORT takes a number from 0 to 65535 (0: any free one). It is "${env.PORT}".`);
  }
  const store = values.store ?? `sqlite:${join(values.data, "demo.sqlite")}`;
  return { framework, port, store, data: values.data, help: values.help };
}

const defaultData = fileURLToPath(new URL("../data", import.meta.url));

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        framework: { type: "string", default: "express" },
        store: { type: "string" },
        data: { type: "string", default: defaultData },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${usage}`, { cause: error });
  }
}
