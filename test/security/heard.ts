import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { inspect } from "node:util";
import { eventNames } from "@sess/core";
import { vi } from "vitest";

/** Everything that would stand in a log: what is written to the console, warnings, diagnostics channels. */
export interface Heard {
  /** All of it as text, as deep as objects go. */
  text(...more: readonly unknown[]): string;
  stop(): void;
}

export function listen(): Heard {
  const heard: unknown[] = [];
  const hear = (...said: unknown[]) => void heard.push(...said);
  const consoles = (["log", "info", "warn", "error", "debug"] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation(hear),
  );
  const channels = eventNames.map((name) => `sess:${name}`);
  for (const name of channels) subscribe(name, hear);
  process.on("warning", hear);
  return {
    text: (...more) =>
      [...heard, ...more]
        .map((one) =>
          inspect(one, { depth: 12, showHidden: true, maxStringLength: null, maxArrayLength: null }),
        )
        .join("\n"),
    stop() {
      for (const spy of consoles) spy.mockRestore();
      for (const name of channels) unsubscribe(name, hear);
      process.off("warning", hear);
    },
  };
}
