import type { IncomingMessage } from "node:http";
import type { Http2ServerRequest } from "node:http2";

/** The request of a `node:http` or `node:https` server, or of an HTTP/2 server through its compatibility API. */
export type NodeRequest = IncomingMessage | Http2ServerRequest;

/**
 * Whether the request came over TLS, or over HTTP/2 from a proxy that says so in `:scheme`.
 *
 * @example
 * const origin = `${isSecure(request) ? "https" : "http"}://${request.headers.host}`;
 */
export function isSecure(request: NodeRequest): boolean {
  const { socket, scheme } = request as { socket?: { encrypted?: unknown }; scheme?: unknown };
  return scheme === "https" || socket?.encrypted === true;
}
