import { type NodeRedisClient, redisStore } from "@sess/store-redis";
import { expect, it } from "vitest";

it("sends nothing a second time where a reply was lost: the first may have done its work", async () => {
  const sent: string[] = [];
  const lose = (command: string) => async () => {
    sent.push(command);
    throw new Error("Socket closed unexpectedly");
  };
  const client: NodeRedisClient = {
    hmGet: lose("hmget"),
    evalSha: lose("evalsha"),
    eval: lose("eval"),
    del: lose("del"),
    destroy() {},
  };
  const store = redisStore({ client });
  const record = { version: "v1", expiresAt: 2_000, endsAt: 9_000, data: "{}", owner: "ann" };
  await expect(store.write("k", record, undefined, 1_000)).rejects.toThrow("Socket closed");
  await expect(store.touch("k", 3_000, "v1", 1_000)).rejects.toThrow("Socket closed");
  await expect(store.removeOwner("ann")).rejects.toThrow("Socket closed");
  await expect(store.read("k", 1_000)).rejects.toThrow("Socket closed");
  await expect(store.remove("k")).rejects.toThrow("Socket closed");
  expect(sent).toEqual(["evalsha", "evalsha", "evalsha", "hmget", "del"]);
});
