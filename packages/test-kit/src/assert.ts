/** What the suites throw where a behaviour is not met. Every test runner reports it with its message. */
export class ConformanceError extends Error {
  override readonly name: string = "ConformanceError";
}

/** Fails with what was expected unless `condition` is true. */
export function ok(condition: boolean, expected: string): asserts condition {
  if (!condition) throw new ConformanceError(`Expected: ${expected}.`);
}

/** Fails unless both are the same by structure. */
export function equal<T>(actual: T, expected: T, what: string): void {
  const [is, should] = [picture(actual), picture(expected)];
  if (is !== should) throw new ConformanceError(`${what}: expected ${should}, received ${is}.`);
}

/** Fails unless `text` matches; where it does, returns what the first group caught. */
export function matches(text: string | undefined, pattern: RegExp, what: string): string {
  const found = text === undefined ? null : pattern.exec(text);
  if (found === null) throw new ConformanceError(`${what}: expected ${pattern}, received ${picture(text)}.`);
  return found[1] ?? found[0];
}

/** Fails unless `work` throws or rejects with this `code`; returns the error. */
export async function fails(work: () => unknown, code: string, what: string): Promise<Error> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Error && (error as { code?: unknown }).code === code) return error;
    throw new ConformanceError(
      `${what}: expected an error with the code ${code}, received ${String(error)}.`,
      { cause: error },
    );
  }
  throw new ConformanceError(`${what}: expected an error with the code ${code}, but nothing was thrown.`);
}

/** Text in which equal structures are equal, whatever the order of their keys. */
function picture(value: unknown): string {
  if (value === undefined) return "undefined";
  if (typeof value === "bigint" || typeof value === "symbol" || typeof value === "function")
    return String(value);
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (value instanceof Uint8Array) return `bytes ${[...value].join(" ")}`;
  if (Array.isArray(value)) return `[${value.map(picture).join(", ")}]`;
  const fields = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}: ${picture((value as Record<string, unknown>)[key])}`);
  return `{ ${fields.join(", ")} }`;
}
