import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Framework, type Options, readOptions, usage } from "./options.ts";
import { readSecret } from "./secret.ts";
import type { Mount, MountedSite } from "./site.ts";
import { openStore } from "./stores/open-store.ts";
import { UsageError } from "./usage-error.ts";

/** Only the framework that was asked for is loaded. */
const mounts: Readonly<Record<Framework, () => Promise<Mount>>> = {
  express: async () => (await import("./express.ts")).mountOnExpress,
  koa: async () => (await import("./koa.ts")).mountOnKoa,
  hono: async () => (await import("./hono.ts")).mountOnHono,
};

try {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.help) console.log(usage);
  else await serve(options);
} catch (error) {
  console.error(isForTheUser(error) ? error.message : error);
  process.exitCode = 1;
}

/** What an option or the environment is to blame for needs no stack. */
function isForTheUser(error: unknown): error is Error {
  return error instanceof UsageError || (error as { code?: unknown }).code === "ERR_SESS_OPTION_INVALID";
}

async function serve(options: Options): Promise<void> {
  const mount = await mounts[options.framework]();
  const { store, name: storeName } = await openStore(options.store);
  const site = mount({ secret: readSecret(options.data, process.env), store, storeName });
  const server = createServer(site.listener);
  try {
    await listen(server, options.port);
  } catch (error) {
    await site.sessions.close();
    throw error;
  }
  if (store.abilities.sweeps) site.sessions.startSweeping("10m");
  stopOnSignals(server, site);
  console.log(`The demo site runs on ${options.framework} and keeps sessions in ${storeName}.
  http://localhost:${(server.address() as AddressInfo).port}
Ctrl-C stops it. It also runs on other frameworks: npm start -- --framework koa (or hono, or express).`);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "EADDRINUSE" || error.code === "EACCES" ? portError(error, port) : error);
    });
    server.listen(port, resolve);
  });
}

function portError(error: NodeJS.ErrnoException, port: number): UsageError {
  const why = error.code === "EACCES" ? "may not be used by this user" : "is taken by another program";
  return new UsageError(
    `Port ${port} ${why}. Choose another one: PORT=${port < 1024 ? 8080 : port + 1} npm start (PORT=0 takes any free one).`,
    { cause: error },
  );
}

/** How long requests that are under way may take when the site stops, in milliseconds. */
const patience = 5_000;

function stopOnSignals(server: Server, { sessions }: MountedSite): void {
  const stop = (signal: NodeJS.Signals): void => {
    console.log(`${signal}: finishing the requests under way, then closing the store.`);
    // Connections that are kept alive would hold the server open after their last response.
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    const late = setTimeout(() => server.closeAllConnections(), patience);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(late);
      sessions.close().catch((error: unknown) => {
        console.error(error);
        process.exitCode = 1;
      });
    });
  };
  // Once: a second signal ends the process as it would without this.
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}
