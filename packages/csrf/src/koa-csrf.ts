import type { Context, Middleware } from "koa";
import { type CsrfGuard, createGuard } from "./guard.ts";
import type { CsrfOptions } from "./options.ts";
import { parsedField } from "./parsed-body.ts";
import { nodeHeader } from "./request-facts.ts";

/** Protection for a Koa app. */
export interface KoaCsrf extends CsrfGuard<Context> {
  /** The middleware: behind the session and the body parser, in front of the routes. Refusals are thrown. */
  readonly protect: Middleware;
}

/**
 * Protects a Koa app, 3 or 2, from forged requests.
 *
 * @throws TypeError for an unknown or impossible option
 *
 * @example
 * const csrf = createCsrf({ sessions });
 * const protect = csrf.protect; // app.use(csrf.protect)
 * const page = async (context: import("koa").Context) => {
 *   context.body = `<form method="post">${await csrf.field(context)}<button>Buy</button></form>`;
 * };
 */
export function createCsrf(options: CsrfOptions<Context>): KoaCsrf {
  const guard = createGuard<Context>(options, (context) => ({
    method: context.method,
    origin: `${context.protocol}://${context.host}`,
    header: (name) => nodeHeader(context.headers, name),
    formField: (name) => parsedField(bodyOf(context), context.headers["content-type"], name),
  }));
  return {
    ...guard,
    async protect(context, next) {
      await guard.check(context);
      return next();
    },
  };
}

/** Where the body parsers of Koa leave what they have read. */
function bodyOf({ request }: Context): unknown {
  return (request as { readonly body?: unknown }).body;
}
