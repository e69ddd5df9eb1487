import { Duplex } from "node:stream";

/** A connection that keeps what is written only while it is asked to, and never says anything. */
export class DiscardSocket extends Duplex {
  readonly remoteAddress = "127.0.0.1";
  readonly encrypted = false;
  kept: Buffer[] | undefined;

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.kept?.push(chunk);
    done();
  }

  override _read(): void {}

  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }
}
