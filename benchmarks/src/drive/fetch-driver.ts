import type { App } from "../contestant.ts";
import type { Driver } from "./driver.ts";
import { inLanes } from "./lanes.ts";

const origin = "http://localhost";

export function fetchDriver(handle: NonNullable<App["fetch"]>): Driver {
  const request = (path: string, cookie: string | undefined) =>
    new Request(origin + path, {
      headers: cookie === undefined ? { accept: "*/*" } : { accept: "*/*", cookie },
    });
  return {
    async ask(path, cookie) {
      const response = await handle(request(path, cookie));
      return {
        status: response.status,
        setCookies: response.headers.getSetCookie(),
        body: await response.text(),
      };
    },
    async send(path, cookies, count) {
      await inLanes(count, async (_, index) => {
        const response = await handle(request(path, cookies[index % cookies.length]));
        if (response.status !== 200) throw new Error(`${path} answered ${response.status}.`);
      });
    },
  };
}
