import { IncomingMessage, type RequestListener, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { DiscardSocket } from "./discard-socket.ts";
import type { Driver } from "./driver.ts";
import { inFlight, inLanes } from "./lanes.ts";

/** Node's own requests and responses, over connections that discard what is written. */
export function nodeDriver(listener: RequestListener): Driver {
  const newSocket = () => new DiscardSocket() as DiscardSocket & Socket;
  const sockets = Array.from({ length: inFlight }, newSocket);

  const send = (socket: DiscardSocket & Socket, path: string, cookie: string | undefined) =>
    new Promise<ServerResponse>((resolve) => {
      const request = new IncomingMessage(socket);
      request.method = "GET";
      request.url = path;
      request.httpVersion = "1.1";
      request.httpVersionMajor = 1;
      request.httpVersionMinor = 1;
      request.headers = { host: "localhost", accept: "*/*" };
      if (cookie !== undefined) request.headers.cookie = cookie;
      request.complete = true;
      const response = new ServerResponse(request);
      response.shouldKeepAlive = true;
      response.assignSocket(socket);
      response.on("finish", () => {
        response.detachSocket(socket);
        resolve(response);
      });
      listener(request, response);
    });

  return {
    async ask(path, cookie) {
      const socket = newSocket();
      socket.kept = [];
      const { statusCode: status } = await send(socket, path, cookie);
      const [head = "", body = ""] = Buffer.concat(socket.kept).toString("latin1").split("\r\n\r\n");
      const setCookies = [...head.matchAll(/^set-cookie: (.*)$/gim)].map(([, line]) => line?.trim() ?? "");
      return { status, setCookies, body: plainBody(head, body) };
    },
    async send(path, cookies, count) {
      await inLanes(count, async (lane, index) => {
        const socket = sockets[lane] ?? newSocket();
        const { statusCode } = await send(socket, path, cookies[index % cookies.length]);
        if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}.`);
      });
    },
  };
}

/** Without the frames of a chunked body: every other line is a length. */
function plainBody(head: string, body: string): string {
  if (!/^transfer-encoding: chunked/im.test(head)) return body;
  return body
    .split("\r\n")
    .filter((_, index) => index % 2 === 1)
    .join("");
}
