import { redisStore } from "@sess/store-redis";
import { createClient } from "redis";
import type { Opener } from "./opener.ts";
import { placeOf } from "./place.ts";

/** The longest wait between two attempts to connect again, in milliseconds. */
const longestWait = 2_000;

export const openRedis: Opener = (url) => ({
  store: redisStore({ client: () => connect(url), prefix: "demo:" }),
  name: `Redis, on ${placeOf(url)}`,
});

function connect(url: string) {
  let wasThere = false;
  const client = createClient({
    url,
    // Without a queue, a request fails at once while Redis is away.
    disableOfflineQueue: true,
    // A server that was never there is a mistake in the URL.
    socket: {
      reconnectStrategy: (turn, cause) => (wasThere ? Math.min(50 * 2 ** turn, longestWait) : cause),
    },
  });
  client.on("ready", () => {
    wasThere = true;
  });
  client.on("error", (error) => {
    if (wasThere) console.error(error);
  });
  return client.connect();
}
