import { SessError } from "@sess/core";
import type { KeyvClient } from "./keyv-client.ts";

/** Calls on a Keyv: none hangs, and no failure looks like an answer. */
export interface KeyvCalls {
  /**
   * What `call` answers. Fails where it rejects or takes too long, and where Keyv emitted an error meanwhile and the
   * answer is no `proof` to the contrary: Keyv and some storages answer a failed call like one on a missing key.
   */
  run<T>(call: () => Promise<T>, proof?: (answer: T) => boolean): Promise<T>;
  /** Stops listening, as soon as no call is under way. */
  stop(): void;
}

/**
 * How long a call may take, in milliseconds: as long as core waits by default. Without an end, a reply that never comes
 * (memjs, when the server closes the connection) would keep a key's later calls waiting for ever.
 */
const patience = 5_000;

/** A call under way, and the first error that was emitted since it began. */
interface Call {
  heard?: { readonly error: unknown };
}

export function createKeyvCalls(client: KeyvClient): KeyvCalls {
  const underWay = new Set<Call>();
  const listener = (error: unknown) => {
    // Whose error it is, is not said. To fail a call too many is safe; to miss a failure logs somebody out.
    for (const call of underWay) call.heard ??= { error };
  };
  client.on("error", listener);
  let stopping = false;
  const release = () => {
    if (stopping && underWay.size === 0) client.off("error", listener);
  };

  async function run<T>(ask: () => Promise<T>, proof: (answer: T) => boolean = () => false): Promise<T> {
    const call: Call = {};
    underWay.add(call);
    try {
      const answer = await inTime(ask());
      if (call.heard === undefined || proof(answer)) return answer;
      const { error } = call.heard;
      const reason = error instanceof Error ? error.message : String(error);
      throw new SessError("ERR_SESS_STORE_FAILED", `The Keyv store failed: ${reason}`, { cause: error });
    } finally {
      underWay.delete(call);
      release();
    }
  }

  return {
    run,
    stop() {
      stopping = true;
      release();
    },
  };
}

function inTime<T>(answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () =>
      reject(
        new SessError(
          "ERR_SESS_STORE_TIMEOUT",
          `The Keyv store did not answer within ${patience} ms. Whether a write happened is unknown.`,
        ),
      );
    const timer = setTimeout(late, patience);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
