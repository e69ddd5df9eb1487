import type { ServerResponse } from "node:http";
import type { Http2ServerResponse } from "node:http2";

/** The response of a `node:http` or `node:https` server, or of an HTTP/2 server through its compatibility API. */
export type NodeResponse = ServerResponse | Http2ServerResponse;

/** A method of a response, whatever it takes. */
export type Method = (this: unknown, ...args: unknown[]) => unknown;

/** What both kinds of responses have in common, in one shape that can be called. */
export interface AnyResponse {
  statusCode: number;
  readonly headersSent: boolean;
  readonly writableEnded: boolean;
  readonly writableFinished: boolean;
  /** Not on HTTP/2, where the stream says so. */
  readonly destroyed?: boolean;
  /** Only on HTTP/2. */
  readonly stream?: { readonly destroyed: boolean; close(code: number): void };
  setHeader(name: string, value: string | number | readonly string[]): unknown;
  appendHeader(name: string, value: string | readonly string[]): unknown;
  removeHeader(name: string): void;
  hasHeader(name: string): boolean;
  getHeader(name: string): string | number | readonly string[] | undefined;
  on(event: string, listener: (this: AnyResponse) => void): EventSource;
  emit(event: string): boolean;
  destroy(): unknown;
}

/** What `on` of an event emitter returns: mostly itself. */
export interface EventSource {
  emit(event: string): boolean;
  removeListener(event: string, listener: () => void): unknown;
}

/** Whether nobody can receive this response any more. */
export function isGone(response: AnyResponse): boolean {
  return response.destroyed ?? response.stream?.destroyed === true;
}

/** INTERNAL_ERROR of HTTP/2 (RFC 9113 section 7). */
const internalError = 2;

/** Ends the response so that the client can tell that the body is not whole. */
export function cutOff(response: AnyResponse): void {
  // Over HTTP/2, a stream that is destroyed without an error looks like one that has ended.
  if (response.stream !== undefined) response.stream.close(internalError);
  else response.destroy();
}
