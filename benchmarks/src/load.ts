import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** Sends requests over HTTP from a process of its own for some seconds. Gives how many were answered. */
export type Load = (url: string, cookies: readonly string[], seconds: number) => Promise<number>;

const run = promisify(execFile);
const connections = 32;

/** `wrk` where the machine has it, else autocannon. */
export async function loadGenerator(): Promise<{ readonly name: string; readonly load: Load }> {
  const hasWrk = await run("which", ["wrk"]).then(
    () => true,
    () => false,
  );
  return hasWrk ? { name: "wrk", load: wrk } : { name: "autocannon", load: autocannonLoad };
}

const wrk: Load = async (url, cookies, seconds) => {
  const folder = mkdtempSync(join(tmpdir(), "sess-wrk-"));
  const script = join(folder, "cookies.lua");
  const headers =
    cookies.length === 0 ? ["{}"] : cookies.map((cookie) => `{["Cookie"]=${JSON.stringify(cookie)}}`);
  writeFileSync(
    script,
    `local headers = {${headers.join(",\n")}}
local requests, next = {}, 0
function init()
  for index, header in ipairs(headers) do requests[index] = wrk.format("GET", nil, header) end
end
function request()
  next = next % #requests + 1
  return requests[next]
end
`,
  );
  try {
    const shape = ["-t1", `-c${connections}`, `-d${seconds}s`, "-s", script, url];
    const { stdout } = await run("wrk", shape);
    if (/Non-2xx/.test(stdout)) throw new Error(`${url} did not always answer 200:\n${stdout}`);
    return Number(/(\d+) requests in/.exec(stdout)?.[1]);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const autocannonLoad: Load = async (url, cookies, seconds) => {
  const program = join(import.meta.dirname, "..", "node_modules", "autocannon", "autocannon.js");
  // On the command line it can send one cookie only.
  const header = cookies[0] === undefined ? [] : ["-H", `Cookie: ${cookies[0]}`];
  const shape = ["-c", String(connections), "-d", String(seconds), "--json", ...header, url];
  const { stdout } = await run(process.execPath, [program, ...shape]);
  return JSON.parse(stdout)["2xx"];
};
