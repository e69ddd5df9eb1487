import type { Session } from "@sess/core";
import type { Exchange, Handler, Reply, Routes } from "./app.ts";

/** What a query field of the request says. */
export function query(exchange: Exchange, name: string): string | undefined {
  return new URL(exchange.url, "http://app").searchParams.get(name) ?? undefined;
}

/** A handler that does this with the session and answers with its data. */
export function acting(act: (session: Session, exchange: Exchange) => unknown, reply: Reply = {}): Handler {
  return async (exchange) => {
    await act(exchange.session, exchange);
    return { text: JSON.stringify(exchange.session), ...reply };
  };
}

/** The pages that most behaviours need. */
export const usualRoutes: Routes = {
  "/untouched": () => ({ text: "untouched" }),
  /** Answers with the data. */
  "/read": acting((session) => session.has("any")),
  /** Sets `?key=` to `?value=` (`n` to `1`) and answers `?status=`. */
  "/set": (exchange) => {
    exchange.session.set(query(exchange, "key") ?? "n", query(exchange, "value") ?? "1");
    return { status: Number(query(exchange, "status") ?? 200), text: JSON.stringify(exchange.session) };
  },
  "/clear": acting((session) => session.clear()),
  "/flush": acting((session) => session.flush()),
  "/rotate": acting((session) => session.rotate()),
  "/renew": acting((session) => session.rotate({ grace: true })),
  /** Makes the session `?user=`'s. */
  "/login": acting((session, exchange) => {
    session.owner = query(exchange, "user") ?? "ada";
  }),
  /** Who is logged in. */
  "/who": (exchange) => ({ text: exchange.session.owner ?? "nobody" }),
};
