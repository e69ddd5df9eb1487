import type { AnyResponse, Method } from "./response.ts";

/** The methods that can send the head. */
export type HeadMethod = "writeHead" | "write" | "end" | "flushHeaders";

/** A call of a handler, and the method as it would be without us. */
export interface Call {
  readonly name: HeadMethod;
  readonly args: unknown[];
  readonly target: Method;
}

/** What a call returns that is set aside: a `write` asks its caller to wait for `drain`. */
export function answerOf(call: Call, response: AnyResponse): unknown {
  if (call.name === "write") return false;
  return call.name === "flushHeaders" ? undefined : response;
}

/** Throws, as Node does, for what cannot be a chunk of a body: in a queue it would be found out too late. */
export function assertChunk({ name, args }: Call): void {
  if (name !== "write" && name !== "end") return;
  const chunk = args[0];
  if (typeof chunk === "string" || chunk instanceof Uint8Array) return;
  if (name === "end" && (!chunk || typeof chunk === "function")) return;
  const message = 'The "chunk" argument must be of type string or an instance of Buffer or Uint8Array.';
  const code = chunk === null ? "ERR_STREAM_NULL_VALUES" : "ERR_INVALID_ARG_TYPE";
  throw Object.assign(new TypeError(message), { code });
}

/** Tells the callback of a call that will not be made why. */
export function refuse({ name, args }: Call, error: unknown): void {
  const callback = args.findLast((arg) => typeof arg === "function");
  if (callback !== undefined && (name === "write" || name === "end")) {
    process.nextTick(callback as (error: unknown) => void, error);
  }
}
