import type { RedisClient } from "./redis-client.ts";
import type { Script } from "./scripts.ts";

/** The few commands that the store sends, in one form for every client. Each works on one key. */
export interface RedisCommands {
  /** What is in these fields of a hash; null where there is no field. */
  fields(key: string, names: string[]): Promise<unknown>;
  /** Runs a script; a server that does not know it (yet, or any more) is sent its text. */
  run(script: Script, key: string, values: string[]): Promise<unknown>;
  remove(key: string): Promise<unknown>;
  /** Cuts the connection. */
  end(): unknown;
}

export function redisCommands(client: RedisClient): RedisCommands {
  if ("evalSha" in client) {
    return {
      fields: (key, names) => client.hmGet(key, names),
      run: (script, key, values) => {
        const input = { keys: [key], arguments: values };
        return loading(
          () => client.evalSha(script.sha, input),
          () => client.eval(script.text, input),
        );
      },
      remove: (key) => client.del(key),
      end: () => client.destroy(),
    };
  }
  return {
    fields: (key, names) => client.hmget(key, ...names),
    run: (script, key, values) =>
      loading(
        () => client.evalsha(script.sha, 1, key, ...values),
        () => client.eval(script.text, 1, key, ...values),
      ),
    remove: (key) => client.del(key),
    end: () => client.disconnect(),
  };
}

/** A server knows no script after a restart, a failover or SCRIPT FLUSH, and each node of a cluster learns its own. */
async function loading(byHash: () => Promise<unknown>, byText: () => Promise<unknown>): Promise<unknown> {
  try {
    return await byHash();
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("NOSCRIPT")) return byText();
    throw error;
  }
}
