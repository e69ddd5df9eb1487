import type { SessionOptions } from "./options.ts";
import { createSessions, type Sessions } from "./sessions.ts";

/**
 * What an adapter's `session` takes: options, a manager made elsewhere, or a function from the framework's context to
 * one, where secrets and bindings come with the request.
 */
export type SessionsInput<Data extends object, Context> =
  | SessionOptions<Data, Context>
  | Sessions<Data>
  | ((context: Context) => Sessions<Data>);

/**
 * For adapters: the manager for a context.
 *
 * @example
 * const sessionsOf = sessionsFor<{ cart: string[] }, Request>({ secret: process.env.SESSION_SECRET ?? "" });
 */
export function sessionsFor<Data extends object, Context>(
  input: SessionsInput<Data, Context>,
): (context: Context) => Sessions<Data> {
  if (typeof input === "function") return input;
  const sessions: Sessions<Data> = isSessions(input) ? input : createSessions(input);
  return () => sessions;
}

function isSessions<Data extends object, Context>(
  input: SessionOptions<Data, Context> | Sessions<Data>,
): input is Sessions<Data> {
  return typeof (input as Partial<Sessions<Data>> | null)?.commit === "function";
}
