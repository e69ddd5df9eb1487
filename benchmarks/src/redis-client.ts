import { createClient } from "redis";

/** A connected client of the benchmark's Redis. */
export async function connectRedis(url: string | undefined): Promise<ReturnType<typeof createClient>> {
  if (url === undefined) throw new Error("This needs Redis: install redis-server, or set REDIS_URL.");
  const client = createClient({ url });
  client.on("error", (error) => console.error(error));
  await client.connect();
  return client as ReturnType<typeof createClient>;
}
