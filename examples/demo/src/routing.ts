import type { SafeHtml } from "@remix-run/html-template";
import type { Auth } from "@sess/auth";
import type { Session, Sessions } from "@sess/core";
import type { Account } from "./accounts.ts";
import type { DemoData, Notice } from "./demo-data.ts";
import type { StoreFacts } from "./site.ts";

/** What the pages know about the server that they are served by. */
export interface Site {
  readonly sessions: Sessions<DemoData>;
  readonly auth: Auth<Account>;
  readonly framework: string;
  readonly store: StoreFacts;
}

/** One request, as every framework gives it. */
export interface Visit {
  readonly site: Site;
  readonly session: Session<DemoData>;
  readonly path: string;
  /** The fields of the form: of the query with GET, of the body with POST. */
  readonly form: URLSearchParams;
  /** The hidden field that says of a form that it is one of ours. */
  csrfField(): Promise<string>;
}

/** The part of a page that is its own. */
export interface Page {
  readonly title: string;
  /** Where forms are sent by POST: a function that puts the hidden field into each of them. */
  readonly body: SafeHtml | ((csrf: SafeHtml) => SafeHtml);
  /** @default 200 */
  readonly status?: number;
}

/** Where the browser goes next, by GET. */
export interface Redirect {
  readonly redirect: string;
}

export type Route = (visit: Visit) => Page | Redirect | Promise<Page | Redirect>;

/** Routes by method and path: `"POST /cart/add"`. */
export type Routes = Readonly<Record<`${"GET" | "POST"} /${string}`, Route>>;

/** Sends the browser to another page, which shows the message once. */
export function redirectWith(session: Session<DemoData>, path: string, notice: Notice): Redirect {
  session.flash("notice", notice);
  return { redirect: path };
}

/** The text of a field without blanks around it, cut to a length that fits a session. */
export function field(form: URLSearchParams, name: string): string {
  return (form.get(name) ?? "").trim().slice(0, 200);
}
