/** What came back, for the checks. */
export interface Answer {
  readonly status: number;
  readonly setCookies: readonly string[];
  readonly body: string;
}

/** Sends requests to an app in this process. */
export interface Driver {
  /** Sends one and reads the answer. */
  ask(path: string, cookie?: string): Promise<Answer>;
  /** Sends `count` requests, 16 at a time, with the cookies in turn. Resolves when all have been answered. */
  send(path: string, cookies: readonly (string | undefined)[], count: number): Promise<void>;
}
