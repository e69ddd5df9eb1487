import { isPromise } from "@sess/core";
import type { Request, RequestHandler } from "express";
import { type CsrfGuard, createGuard } from "./guard.ts";
import type { CsrfOptions } from "./options.ts";
import { parsedField } from "./parsed-body.ts";
import { nodeHeader } from "./request-facts.ts";

/** Protection for an Express app. */
export interface ExpressCsrf extends CsrfGuard<Request> {
  /** The middleware: behind the session and the body parsers, in front of the routes. Refusals go to the error handlers. */
  readonly protect: RequestHandler;
}

/**
 * Protects an Express app, 5 or 4, from forged requests.
 *
 * @throws TypeError for an unknown or impossible option
 *
 * @example
 * const csrf = createCsrf({ sessions });
 * const protect = csrf.protect; // app.use(csrf.protect)
 * response.send(`<form method="post">${await csrf.field(request)}<button>Buy</button></form>`);
 */
export function createCsrf(options: CsrfOptions<Request>): ExpressCsrf {
  const guard = createGuard<Request>(options, (request) => ({
    method: request.method,
    origin: `${request.protocol}://${hostOf(request)}`,
    header: (name) => nodeHeader(request.headers, name),
    formField: (name) => parsedField(request.body, request.headers["content-type"], name),
  }));
  return {
    ...guard,
    protect(request, _response, next) {
      const checking = guard.check(request);
      if (isPromise(checking)) checking.then(() => next(), next);
      else next();
    },
  };
}

/** `request.host` of Express 5, which in Express 4 loses the port. */
function hostOf(request: Request): string {
  const forwarded = request.get("X-Forwarded-Host")?.split(",")[0]?.trim();
  const trusts = request.app.get("trust proxy fn") as (address: string | undefined, hop: number) => boolean;
  const isTrusted = forwarded && trusts(request.socket.remoteAddress, 0);
  return (isTrusted ? forwarded : request.get("Host")) ?? "";
}
