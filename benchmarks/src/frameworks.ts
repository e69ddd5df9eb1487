import type { FrameworkName } from "./contestant.ts";
import type { Framework } from "./frameworks/framework.ts";

/** Loaded when they are used, so that each process holds one of them. */
export const frameworks: Readonly<
  Record<FrameworkName, () => Promise<Framework<unknown, unknown, unknown>>>
> = {
  express: async () => (await import("./frameworks/express.ts")).expressFramework,
  fastify: async () => (await import("./frameworks/fastify.ts")).fastifyFramework,
  hono: async () => (await import("./frameworks/hono.ts")).honoFramework,
  koa: async () => (await import("./frameworks/koa.ts")).koaFramework,
};

export const frameworkNames: readonly FrameworkName[] = ["express", "koa", "hono", "fastify"];
