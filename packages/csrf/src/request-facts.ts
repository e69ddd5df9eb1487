import type { Awaitable } from "@sess/core";

/** What a framework knows about a request. */
export interface RequestFacts {
  readonly method: string;
  /** Scheme and host that the request was made to, as far as the framework believes its proxies. */
  readonly origin: string;
  /** A field of the head; undefined where it is not there. */
  header(name: string): string | undefined;
  /** A field of the form in the body, without taking the body away from the handler. */
  formField(name: string): Awaitable<unknown>;
}

/** A field of the head of one of Node's requests. */
export function nodeHeader(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  name: string,
): string | undefined {
  const value = headers[name.toLowerCase()];
  return Array.isArray(value) ? value.join(", ") : value;
}
