import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startRedis } from "@sess-tests/servers";
import { type SoakOptions, soak } from "./soak.ts";

const { values } = parseArgs({
  options: {
    store: { type: "string", multiple: true, default: ["sqlite", "redis"] },
    seconds: { type: "string", default: "300" },
    users: { type: "string", default: "50" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
  },
});

/** What a heap may grow by from a third of the time to the end. */
const growth = { factor: 1.1, bytes: 3_000_000 };

const everyFramework = ["Express", "Koa", "Hono"];
for (const store of values.store) {
  const options: Omit<SoakOptions, "place"> = {
    users: Number(values.users),
    seconds: Number(values.seconds),
    steady: everyFramework,
    mortal: everyFramework,
    restartEvery: 4,
    serverRestartEvery: 15,
    seed: Number(values.seed),
  };
  console.log(`${store}: ${options.users} users for ${options.seconds} seconds, seed ${options.seed}.`);
  const { heap, ...figures } = await (store === "redis" ? onRedis(options) : onSqlite(options));
  console.log(figures);
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  for (const { framework, third, end } of heap) {
    const isFlat = end <= third * growth.factor + growth.bytes;
    const verdict = isFlat ? "flat" : "GROWS";
    console.log(`${framework}: ${megabytes(third)} after a third, ${megabytes(end)} at the end: ${verdict}.`);
    if (!isFlat) process.exitCode = 1;
  }
  const { wrongPrincipals, lostWrites, revived } = figures;
  if (wrongPrincipals.length + lostWrites.length + revived.length > 0) process.exitCode = 1;
}

async function onSqlite(options: Omit<SoakOptions, "place">): ReturnType<typeof soak> {
  const folder = mkdtempSync(join(tmpdir(), "sess-soak-"));
  try {
    return await soak({ ...options, place: join(folder, "sessions.sqlite") });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function onRedis(options: Omit<SoakOptions, "place">): ReturnType<typeof soak> {
  const server = await startRedis();
  try {
    return await soak({ ...options, place: server.url, server });
  } finally {
    await server.stop();
  }
}
