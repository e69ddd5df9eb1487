import type { RequestListener } from "node:http";
import { startServer } from "@sess/test-kit/adapter";
import { afterEach } from "vitest";

export const secret = "qL8vT2nXw5zR0kYb7cJm4HsGd9FpUe1A";

/** What a visitor got. */
export interface Visit {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** A browser's way to an app: keeps the cookies that it is sent, and follows no redirects. */
export type Visitor = (path: string, init?: RequestInit) => Promise<Visit>;

/** Gives tests a server each, and closes it. */
export function useServer(): (app: RequestListener) => Promise<Visitor> {
  const running: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of running.splice(0)) await close();
  });
  return async (app) => {
    const { url, close } = await startServer({}, app);
    running.push(close);
    const cookies = new Map<string, string>();
    return async (path, init = {}) => {
      const headers = new Headers(init.headers);
      const sent = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      if (sent !== "") headers.set("Cookie", sent);
      const response = await fetch(url + path, { redirect: "manual", ...init, headers });
      for (const line of response.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value === "") cookies.delete(name);
        else cookies.set(name, value);
      }
      return { status: response.status, headers: response.headers, body: await response.text() };
    };
  };
}
