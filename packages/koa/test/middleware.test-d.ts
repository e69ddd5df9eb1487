import { createSessions, type Session } from "@sess/core";
import Koa, { type Context, type Middleware } from "koa";
import { expectTypeOf, test } from "vitest";
import { getSession, session } from "../src/index.ts";

const secret = "qL8vT2nXw5zR0kYb7cJm4HsGd9FpUe1A";

test("context.session is a session", () => {
  expectTypeOf<Context["session"]>().toEqualTypeOf<Session>();
  new Koa().use((context) => {
    expectTypeOf(context.session).toEqualTypeOf<Session>();
  });
});

test("getSession gives the data a type", () => {
  const cart = getSession<{ cart: string[] }>({} as Context);
  expectTypeOf(cart.get("cart")).toEqualTypeOf<string[] | undefined>();
  // @ts-expect-error: there is no such key
  cart.get("card");
});

test("session takes options, a manager, or a function to one, and is a middleware of Koa", () => {
  expectTypeOf(session({ secret })).toEqualTypeOf<Middleware>();
  const sessions = createSessions({ secret });
  expectTypeOf(session(sessions)).toEqualTypeOf<Middleware>();
  expectTypeOf(session((context) => (context.secure ? sessions : sessions))).toEqualTypeOf<Middleware>();
  session({ secret, skip: (context) => context.path.startsWith("/assets") });
});
