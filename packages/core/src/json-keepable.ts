/** Where in a value, from the outside in, and what is there that JSON cannot keep. */
export interface JsonProblem {
  readonly path: (string | number)[];
  readonly what: string;
}

/** Far below where `JSON.stringify` runs out of stack, whatever the request's own calls have used of it. */
const deepest = 512;
/** References that are shared on every level can stand for more values than there is time to write. */
const mostValues = 1_000_000;

interface Walk {
  readonly ancestors: object[];
  values: number;
}

/** The first thing in `value` that would not come back from JSON as it is, or undefined. */
export function findJsonProblem(value: unknown): JsonProblem | undefined {
  return problemOf(value, { ancestors: [], values: 0 });
}

function problemOf(value: unknown, walk: Walk): JsonProblem | undefined {
  if (++walk.values > mostValues) return problem(`one of more than ${mostValues} values`);
  switch (typeof value) {
    case "string":
    case "boolean":
      return undefined;
    case "number":
      return Number.isFinite(value) ? undefined : problem(String(value));
    case "object":
      return value === null ? undefined : problemIn(value, walk);
    case "undefined":
      return problem("undefined");
    default:
      return problem(`a ${typeof value}`);
  }
}

function problemIn(value: object, walk: Walk): JsonProblem | undefined {
  if (walk.ancestors.includes(value)) return problem("a reference to something it is in (a cycle)");
  if (walk.ancestors.length >= deepest) return problem(`nested deeper than ${deepest} levels`);
  walk.ancestors.push(value);
  const found = Array.isArray(value) ? problemInList(value, walk) : problemInObject(value, walk);
  walk.ancestors.pop();
  return found;
}

function problemInList(list: readonly unknown[], walk: Walk): JsonProblem | undefined {
  const foreign = foreignList(list);
  if (foreign !== undefined) return problem(foreign);
  for (let i = 0; i < list.length; i++) {
    const found = problemOf(list[i], walk);
    if (found) return within(i, found);
  }
  return undefined;
}

function problemInObject(value: object, walk: Walk): JsonProblem | undefined {
  const foreign = foreignObject(value);
  if (foreign !== undefined) return problem(foreign);
  for (const key of Object.keys(value)) {
    const property = Object.getOwnPropertyDescriptor(value, key);
    // JSON would keep what a getter says at that moment, and not the getter. It is never run here.
    const isGetter = property?.get !== undefined || property?.set !== undefined;
    const found = isGetter ? problem("a getter or setter") : problemOf(property?.value, walk);
    if (found) return within(key, found);
  }
  return undefined;
}

function foreignList(list: readonly unknown[]): string | undefined {
  // The prototype of arrays is an array itself, in every realm; that of a class which extends it is none.
  if (!Array.isArray(Object.getPrototypeOf(list))) return named(list);
  if (hasToJson(list)) return "an array with toJSON";
  const keys = Object.keys(list);
  if (keys.length < list.length) return "an array with holes";
  return keys.length > list.length ? "an array with properties besides its items" : undefined;
}

function foreignObject(value: object): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain =
    prototype === null ||
    prototype === Object.prototype ||
    // Another realm's: the one prototype that has none itself, and this method.
    (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, "isPrototypeOf"));
  if (!isPlain) return named(value);
  if (Object.getOwnPropertySymbols(value).length > 0) return "an object with a symbol as a key";
  if (Object.getOwnPropertyNames(value).length > Object.keys(value).length)
    return "an object with a hidden property";
  // An inherited one: its own is a function, and found as such.
  return !Object.hasOwn(value, "toJSON") && hasToJson(value) ? "an object with toJSON" : undefined;
}

function hasToJson(value: object): boolean {
  return typeof (value as { toJSON?: unknown }).toJSON === "function";
}

function named(value: object): string {
  const name: unknown = value.constructor?.name;
  return typeof name === "string" && name !== ""
    ? `an instance of ${name.slice(0, 40)}`
    : "an instance of a class";
}

function problem(what: string): JsonProblem {
  return { path: [], what };
}

function within(step: string | number, found: JsonProblem): JsonProblem {
  found.path.unshift(step);
  return found;
}
