import type { Contestant } from "./contestant.ts";
import { frameworkNames } from "./frameworks.ts";
import type { ScenarioName } from "./scenario.ts";
import { scenarioNames } from "./scenario.ts";

export type ModuleName =
  | "bare"
  | "cookie-session"
  | "express-session"
  | "fastify-session"
  | "floor"
  | "hono-session"
  | "hono-sessions"
  | "iron-session"
  | "koa-session"
  | "ours"
  | "sqlite-statement";

/** Each loads its libraries: one process for a contestant loads one of these. In the order of the tables. */
const modules: Readonly<Record<ModuleName, () => Promise<readonly Contestant[]>>> = {
  bare: async () => (await import("./contestants/bare.ts")).bareFrameworks,
  floor: async () => (await import("./contestants/floor.ts")).floors,
  ours: async () => (await import("./contestants/ours.ts")).allOurs,
  "sqlite-statement": async () => (await import("./contestants/sqlite-statement.ts")).sqliteStatement,
  "express-session": async () => (await import("./contestants/express-session.ts")).expressSession,
  "cookie-session": async () => (await import("./contestants/cookie-session.ts")).cookieSession,
  "iron-session": async () => (await import("./contestants/iron-session.ts")).ironSession,
  "koa-session": async () => (await import("./contestants/koa-session.ts")).koaSession,
  "hono-session": async () => (await import("./contestants/hono-session.ts")).honoSession,
  "hono-sessions": async () => (await import("./contestants/hono-sessions.ts")).honoSessions,
  "fastify-session": async () => (await import("./contestants/fastify-session.ts")).fastifySession,
};

/** What the tables say of a contestant, and where it is found. */
export interface Entry extends Omit<Contestant, "start" | "scenarios"> {
  readonly module: ModuleName;
  readonly scenarios: readonly ScenarioName[];
}

/** Everybody, by framework. */
export async function allEntries(): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (const [module, load] of Object.entries(modules)) {
    for (const { start: _, scenarios = scenarioNames, ...about } of await load()) {
      entries.push({ ...about, scenarios, module: module as ModuleName });
    }
  }
  const place = ({ framework }: Entry) => frameworkNames.indexOf(framework);
  return entries.sort((a, b) => place(a) - place(b));
}

export async function loadContestant({ module, id }: Pick<Entry, "module" | "id">): Promise<Contestant> {
  const found = (await modules[module]()).find((contestant) => contestant.id === id);
  if (found === undefined) throw new Error(`There is no contestant ${id} in ${module}.`);
  return found;
}
