import type { AnyResponse } from "./response.ts";

/**
 * Moves the headers given to `writeHead` into the response, as Node does it (they replace those set before; an array
 * may name a field several times), so that others can be appended to them. Returns the arguments that remain.
 */
export function foldHeaders(response: AnyResponse, args: unknown[]): unknown[] {
  const [status, message] = args;
  const headers = typeof message === "string" ? args[2] : (args[2] ?? message);
  const rest = typeof message === "string" ? [status, message] : [status];
  if (typeof headers !== "object" || headers === null) return rest;
  if (!Array.isArray(headers)) {
    for (const [name, value] of Object.entries(headers)) if (name !== "") response.setHeader(name, value);
    return rest;
  }
  const pairs = pairsOf(headers);
  // Node's own complaint about an array of an odd length is the best one.
  if (pairs === undefined) return args;
  for (const [name] of pairs) if (response.hasHeader(name)) response.removeHeader(name);
  for (const [name, value] of pairs) response.appendHeader(name, value);
  return rest;
}

type Pair = readonly [name: string, value: string | readonly string[]];

function pairsOf(headers: readonly unknown[]): readonly Pair[] | undefined {
  if (Array.isArray(headers[0])) return headers as readonly Pair[];
  if (headers.length % 2 !== 0) return undefined;
  const pairs: Pair[] = [];
  for (let i = 0; i < headers.length; i += 2) pairs.push([headers[i], headers[i + 1]] as unknown as Pair);
  return pairs;
}
