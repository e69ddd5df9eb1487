import { connect } from "node:net";

/** What to say to a server, and what it says when it is ready. */
export interface Greeting {
  /** Nothing where the server speaks first. */
  readonly say?: Uint8Array | string;
  readonly ready: (answer: Buffer) => boolean;
}

/** Whether the server on that port says what it says when it is ready. */
export function answers(port: number, { say, ready }: Greeting): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.setTimeout(2_000, () => socket.destroy());
    socket.on("connect", () => say !== undefined && socket.write(say));
    socket.once("data", (answer) => {
      resolve(ready(answer));
      socket.destroy();
    });
    socket.on("error", () => socket.destroy());
    socket.on("close", () => resolve(false));
  });
}
