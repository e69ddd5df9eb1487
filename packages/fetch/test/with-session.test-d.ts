import { createSessions, type Session } from "@sess/core";
import { expectTypeOf, test } from "vitest";
import { getSession, withSession } from "../src/index.ts";

interface Data {
  cart: string[];
}

const secret = "qL8vT2nXw5zR0kYb7cJm4HsGd9FpUe1A";

test("the handler's session has the type of the manager's data", () => {
  withSession(createSessions<Data>({ secret }), (_request, session) => {
    expectTypeOf(session.get("cart")).toEqualTypeOf<string[] | undefined>();
    // @ts-expect-error: no such key
    session.get("card");
    return new Response();
  });
});

test("what the platform adds has the types that the handler names, and the result takes just that", () => {
  const handler = withSession({ secret }, (_request, _session, _env: { KEY: string }) => new Response());
  expectTypeOf(handler).parameters.toEqualTypeOf<[Request, { KEY: string }]>();
  expectTypeOf(handler).returns.toEqualTypeOf<Promise<Response>>();
});

test("getSession takes the type of the data", () => {
  expectTypeOf(getSession<Data>).returns.toEqualTypeOf<Session<Data>>();
});
