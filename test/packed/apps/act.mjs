// The app of every runtime: what it does with a session is the same everywhere.
import { isSessError, SessError } from "@sess/core";

/** Options that use everything that differs between runtimes: hashes, MACs, random bytes, AES and HKDF. */
export const options = { secret: "nothing but a secret for these tests", encrypt: true };

/** Answers a path. */
export async function act(path, session) {
  if (path === "/login") {
    session.owner = "alice";
    return "welcome";
  }
  if (path === "/logout") {
    await session.flush();
    return "goodbye";
  }
  if (path === "/owner") return session.owner ?? "nobody";
  if (path === "/runtime") return globalThis.navigator?.userAgent ?? `Node.js/${process.versions.node}`;
  if (path === "/error") return String(isSessError(new SessError("ERR_SESS_GONE", "gone")));
  session.update("visits", (visits = 0) => visits + 1);
  return String(session.get("visits"));
}
