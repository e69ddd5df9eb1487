import { startServer } from "@sess/test-kit/adapter";
import { createVisitor } from "./visitor.ts";

interface Kept {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  /** The fields of the request that the response varies on, with their values. */
  readonly varies: readonly (readonly [name: string, value: string | undefined])[];
}

/**
 * A shared cache in front of `target`, as keen as RFC 9111 allows: it keeps everything that is not forbidden, `Set-Cookie`
 * included, and answers from it.
 */
export async function startCachingProxy(
  target: string,
): Promise<{ readonly url: string; readonly kept: () => number; close(): Promise<void> }> {
  const cache = new Map<string, Kept[]>();
  const { url, close } = await startServer({}, async (request, response) => {
    const path = request.url ?? "/";
    const field = (name: string) => request.headers[name.toLowerCase()] as string | undefined;
    const hit = cache.get(path)?.find(({ varies }) => varies.every(([name, value]) => field(name) === value));
    const answer = hit ?? (await ask(target, path, field("cookie")));
    if (hit === undefined) keep(cache, path, answer, field);
    response.writeHead(answer.status, answer.headers.flat());
    response.end(answer.body);
  });
  return { url, close, kept: () => [...cache.values()].flat().length };
}

async function ask(target: string, path: string, cookie = ""): Promise<Omit<Kept, "varies">> {
  const { status, headers, text } = await createVisitor(target).get(path, { cookie });
  const own = /^(content-length|connection|keep-alive|transfer-encoding)$/;
  return { status, headers: [...headers].filter(([name]) => !own.test(name)), body: text };
}

function keep(
  cache: Map<string, Kept[]>,
  path: string,
  answer: Omit<Kept, "varies">,
  field: (name: string) => string | undefined,
): void {
  const value = (name: string) => answer.headers.find(([other]) => other === name)?.[1] ?? "";
  if (/\b(no-store|private|no-cache)\b/.test(value("cache-control")) || answer.status !== 200) return;
  const names = value("vary")
    .split(",")
    .map((name) => name.trim());
  if (names.includes("*")) return;
  const varies = names.filter((name) => name !== "").map((name) => [name, field(name)] as const);
  cache.set(path, [...(cache.get(path) ?? []), { ...answer, varies }]);
}
