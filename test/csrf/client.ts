import { request } from "node:http";
import { startServer } from "@sess/test-kit/adapter";
import { afterEach } from "vitest";
import type { App, Mount } from "./apps.ts";

/** What to send. */
export interface Sent {
  /** @default "POST" where there is a form or a body, else "GET" */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The fields of a form. */
  readonly form?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** A client without a browser's headers, that keeps its cookies. */
export interface Client {
  readonly url: string;
  readonly cookies: Map<string, string>;
  send(path: string, sent?: Sent): Promise<Answer>;
}

/** A client's way to an app on a server of its own, which is closed after the test. */
export function useApps(): (mount: Mount, app: App) => Promise<Client> {
  const running: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of running.splice(0)) await close();
  });
  return async (mount, app) => {
    const { url, close } = await startServer({}, mount(app));
    running.push(close);
    return createClient(url);
  };
}

function createClient(url: string): Client {
  const cookies = new Map<string, string>();
  const send = (path: string, { form, body, headers = {}, method }: Sent = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const text = form === undefined ? body : new URLSearchParams(form).toString();
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const asked = request(url + path, {
        agent: false,
        method: method ?? (text === undefined ? "GET" : "POST"),
        headers: {
          ...(cookie !== "" && { Cookie: cookie }),
          ...(form !== undefined && { "Content-Type": "application/x-www-form-urlencoded" }),
          ...headers,
        },
      });
      asked.on("error", reject).on("response", (response) => {
        for (const line of response.headers["set-cookie"] ?? []) {
          const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
          if (value === "") cookies.delete(name);
          else cookies.set(name, value);
        }
        let received = "";
        response.setEncoding("utf8").on("data", (part) => {
          received += part;
        });
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, text: received, headers: response.headers }),
        );
      });
      asked.end(text);
    });
  return { url, cookies, send };
}
