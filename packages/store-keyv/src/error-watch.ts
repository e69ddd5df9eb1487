import { SessError } from "@sess/core";
import type { KeyvClient } from "./keyv-client.ts";

/** Calls on a Keyv whose failures are heard. */
export interface ErrorWatch {
  /**
   * What `call` answers. Fails where it rejects, and where Keyv emitted an error meanwhile and the answer is no `proof`
   * to the contrary: Keyv and some storages answer a failed call like one on a missing key.
   */
  run<T>(call: () => Promise<T>, proof?: (answer: T) => boolean): Promise<T>;
  /** Stops listening, as soon as no call is under way. */
  stop(): void;
}

/** A call under way, and the first error that was emitted since it began. */
interface Call {
  heard?: { readonly error: unknown };
}

export function watchErrors(client: KeyvClient): ErrorWatch {
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

  async function run<T>(call: () => Promise<T>, proof: (answer: T) => boolean = () => false): Promise<T> {
    const state: Call = {};
    underWay.add(state);
    try {
      const answer = await call();
      if (state.heard === undefined || proof(answer)) return answer;
      const { error } = state.heard;
      const reason = error instanceof Error ? error.message : String(error);
      throw new SessError("ERR_SESS_STORE_FAILED", `The Keyv store failed: ${reason}`, { cause: error });
    } finally {
      underWay.delete(state);
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
