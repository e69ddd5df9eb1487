import type { Context, MiddlewareHandler } from "hono";
import { type CsrfGuard, createGuard } from "./guard.ts";
import type { CsrfOptions } from "./options.ts";

/** Protection for a Hono app. */
export interface HonoCsrf extends CsrfGuard<Context> {
  /** The middleware: behind the session and `bodyLimit`, in front of the routes. Refusals are thrown into `app.onError`. */
  readonly protect: MiddlewareHandler;
}

/**
 * Protects a Hono app from forged requests.
 *
 * @throws TypeError for an unknown or impossible option
 *
 * @example
 * const csrf = createCsrf({ sessions });
 * const protect = csrf.protect; // app.use(csrf.protect)
 * const page = async (c: import("hono").Context) =>
 *   c.html(`<form method="post">${await csrf.field(c)}<button>Buy</button></form>`);
 */
export function createCsrf(options: CsrfOptions<Context>): HonoCsrf {
  const guard = createGuard<Context>(options, (c) => ({
    method: c.req.method,
    origin: new URL(c.req.url).origin,
    header: (name) => c.req.header(name),
    formField: (name) => formField(c, name),
  }));
  return {
    ...guard,
    async protect(c, next) {
      await guard.check(c);
      await next();
    },
  };
}

const forms = /^(application\/x-www-form-urlencoded|multipart\/form-data)\s*(;|$)/i;

/** A field of the form. Where nobody has read the body yet, a copy of it is read. */
async function formField(c: Context, name: string): Promise<unknown> {
  if (!forms.test(c.req.header("Content-Type") ?? "")) return undefined;
  if (!c.req.raw.bodyUsed) return (await c.req.raw.clone().formData()).get(name);
  return (await c.req.parseBody())[name];
}
