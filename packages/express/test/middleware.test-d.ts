import type { Session } from "@sess/core";
import { createSessions } from "@sess/core";
import type { Request, RequestHandler } from "express";
import { expectTypeOf, test } from "vitest";
import { getSession, session } from "../src/index.ts";

const secret = "qL8vT2nXw5zR0kYb7cJm4HsGd9FpUe1A";

test("request.session is a session", () => {
  expectTypeOf<Request["session"]>().toEqualTypeOf<Session>();
});

test("getSession gives the data a type", () => {
  const cart = getSession<{ cart: string[] }>({} as Request);
  expectTypeOf(cart.get("cart")).toEqualTypeOf<string[] | undefined>();
  // @ts-expect-error: there is no such key
  cart.get("card");
});

test("session takes options, a manager, or a function to one, and is a handler of Express", () => {
  expectTypeOf(session({ secret })).toEqualTypeOf<RequestHandler>();
  expectTypeOf(session(createSessions<{ n: number }>({ secret }))).toEqualTypeOf<RequestHandler>();
  const sessions = createSessions({ secret });
  expectTypeOf(
    session((request) => (request.get("X-Tenant") ? sessions : sessions)),
  ).toEqualTypeOf<RequestHandler>();
  session({ secret, skip: (request) => request.path.startsWith("/assets") });
});
