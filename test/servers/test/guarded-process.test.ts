import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { expect, it, vi } from "vitest";
import { isAlive } from "../src/process-tree.ts";

it("a server ends with whoever started it, even by SIGKILL, and leaves no files", async () => {
  const parent = spawn(process.execPath, [`${import.meta.dirname}/fixtures/start-and-tell.ts`], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const told = await new Promise<string>((resolve) =>
    parent.stdout.once("data", (line) => resolve(String(line))),
  );
  const { pid, folder } = JSON.parse(told) as { pid: number; folder: string };
  expect([isAlive(pid), existsSync(folder)]).toEqual([true, true]);
  parent.kill("SIGKILL");
  await vi.waitFor(() => expect([isAlive(pid), existsSync(folder)]).toEqual([false, false]), 10_000);
});
