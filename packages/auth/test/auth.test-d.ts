import { createSessions, type Session } from "@sess/core";
import express from "express";
import { Hono } from "hono";
import Koa from "koa";
import { assertType, describe, expectTypeOf, it } from "vitest";
import { requireFresh, requireUser } from "../src/express.ts";
import { requireUser as honoUser } from "../src/hono.ts";
import { type Auth, createAuth } from "../src/index.ts";
import { requireUser as koaUser } from "../src/koa.ts";

interface Account {
  readonly number: bigint;
  readonly passwordHash: string;
}

const sessions = createSessions<{ cart: string[] }>({ secret: "x".repeat(40) });
const auth = createAuth({
  sessions,
  findUser: async (id): Promise<Account | null> => {
    expectTypeOf(id).toEqualTypeOf<string>();
    return null;
  },
  idOf: (user) => String(user.number),
  authHash: (user) => user.passwordHash,
});

describe("createAuth", () => {
  it("infers the user from findUser, whether it promises or not", () => {
    expectTypeOf(auth).toEqualTypeOf<Auth<Account>>();
    const synchronous = createAuth({
      sessions,
      findUser: (): Account | undefined => undefined,
      idOf: ({ number }) => `${number}`,
    });
    expectTypeOf(synchronous).toEqualTypeOf<Auth<Account>>();
  });

  it("takes sessions of any data", () => {
    const user = { number: 1n, passwordHash: "" };
    assertType(auth.login({} as Session<{ cart: string[] }>, user));
    assertType(auth.login({} as Session, user));
    assertType(auth.login({} as Session<{ theme?: "dark" | "light" }>, user));
    // @ts-expect-error: not a user
    assertType(auth.login({} as Session, { id: 1 }));
    expectTypeOf(auth.currentUser({} as Session)).resolves.toEqualTypeOf<Account | undefined>();
  });

  it("refuses an ID that is no text", () => {
    createAuth({
      sessions,
      findUser: (): Account | undefined => undefined,
      // @ts-expect-error: a bigint
      idOf: ({ number }) => number,
    });
  });
});

describe("a guard", () => {
  it("gives the handler behind it the user", () => {
    express()
      .get("/", requireUser(auth), (_request, response) => {
        expectTypeOf(response.locals.user).toEqualTypeOf<Account>();
      })
      .post("/", requireFresh(auth, "5m"), (_request, response) => {
        expectTypeOf(response.locals.user).toEqualTypeOf<Account>();
      });
    new Koa().use(koaUser(auth)).use((context) => {
      expectTypeOf(context.state.user).toEqualTypeOf<Account>();
    });
    new Hono().get("/", honoUser(auth), (c) => {
      expectTypeOf(c.var.user).toEqualTypeOf<Account>();
      return c.text("");
    });
  });
});
