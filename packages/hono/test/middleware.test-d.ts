import { createSessions, type Session } from "@sess/core";
import { Hono } from "hono";
import { expectTypeOf, test } from "vitest";
import { getSession, type SessionEnv, session } from "../src/index.ts";

interface Data {
  cart: string[];
}

const secret = "qL8vT2nXw5zR0kYb7cJm4HsGd9FpUe1A";

test("the environment gives c.var.session and c.get its type", () => {
  new Hono<SessionEnv<Data>>().get("/", (c) => {
    expectTypeOf(c.var.session).toEqualTypeOf<Session<Data>>();
    expectTypeOf(c.get("session").get("cart")).toEqualTypeOf<string[] | undefined>();
    // @ts-expect-error: no such key
    c.var.session.get("card");
    return c.text("");
  });
});

test("the middleware gives its type to the handlers that are chained behind it", () => {
  new Hono().use(session(createSessions<Data>({ secret }))).get("/", (c) => {
    expectTypeOf(c.var.session).toEqualTypeOf<Session<Data>>();
    return c.text("");
  });
});

test("a second manager has a variable of its own", () => {
  new Hono<SessionEnv<Data> & SessionEnv<{ level: number }, "admin">>().get("/", (c) => {
    expectTypeOf(c.var.admin).toEqualTypeOf<Session<{ level: number }>>();
    expectTypeOf(c.var.session).toEqualTypeOf<Session<Data>>();
    return c.text("");
  });
});

test("getSession takes the type of the data", () => {
  expectTypeOf(getSession<Data>).returns.toEqualTypeOf<Session<Data>>();
});
