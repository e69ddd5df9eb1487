import { createSessions } from "@sess/core";
import type { Options } from "../config-file.ts";
import { randomText } from "../random-text.ts";
import { attempt, type Finding, must } from "./check.ts";

/** Takes a session through its life with the options of the application, as a browser would. */
export function checkLiveSession(options: Options): Promise<Finding> {
  return attempt("a session", async () => {
    // Without what is made for real requests and real data. Nobody is told of it.
    const { device: _, secure: __, skip: ___, validate: ____, ...rest } = options;
    const sessions = createSessions<Record<string, unknown>>({ ...rest, on: {}, load: "eager" });
    const value = randomText(9);
    const request = { cookies: undefined, secure: true, request: undefined };
    const session = await sessions.open(request);
    session.set("sess-doctor", value);
    const cookies = (await sessions.commit(session, { status: 200 }))?.setCookie
      .map((one) => one.split(";")[0])
      .join("; ");
    must(cookies !== undefined && cookies !== "", "A new session was given no cookie.");
    const again = await sessions.open({ ...request, cookies });
    must(again.get("sess-doctor") === value, "A session was not found again by its cookie.");
    await again.flush();
    await sessions.commit(again, { status: 200 });
    return "A session was made, found by its cookie, and flushed.";
  });
}
