import type { Session } from "@sess/core";
import { type Account, accounts } from "./accounts.ts";
import type { DemoData } from "./demo-data.ts";
import { type Redirect, redirectWith } from "./routing.ts";

/** The account that the session belongs to. */
export function accountOf(session: Session<DemoData>): Account | undefined {
  return accounts.find(({ name }) => name === session.owner);
}

/** Where somebody goes who has to log in for what they asked for. */
export function toLogin(session: Session<DemoData>): Redirect {
  return redirectWith(session, "/login", { kind: "bad", text: "Please log in first." });
}
