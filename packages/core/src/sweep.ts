import { decodeBase64url } from "./base64url.ts";
import { parseDuration } from "./duration.ts";
import type { Engine } from "./engine.ts";
import { SessError } from "./errors.ts";
import type { Duration } from "./options.ts";
import type { SessionStore } from "./store.ts";

/** Records removed in one step of a sweep. */
const batch = 1_000;

/** How far sweeping stays behind the deadline, in milliseconds: clocks of several machines differ. */
const behind = 60_000;

/** What `setTimeout` can wait at most, in milliseconds. */
const longestTimer = 2 ** 31 - 1;

/** Removes expired records, batch after batch, giving way to other work in between. */
export async function sweep(engine: Engine): Promise<number> {
  const { calls, emit, settings } = engine;
  const store = sweepable(engine);
  if (store === undefined) return 0;
  const before = settings.clock() - behind;
  let count = 0;
  for (;;) {
    const removed = await calls.run("sweep", undefined, () => store.sweep?.(batch, before) ?? 0);
    count += removed;
    if (removed < batch) break;
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  emit("swept", () => ({ count }));
  return count;
}

/** The store, if there is something to sweep in it. Throws where expired records would stay for ever. */
function sweepable({ store }: Engine): SessionStore | undefined {
  if (store === undefined || store.sweep !== undefined || store.abilities.nativeExpiry)
    return store?.sweep && store;
  throw new SessError(
    "ERR_SESS_STORE_UNSUPPORTED",
    "sweep: this store neither removes expired records (`sweep`) nor has a backend that does (`abilities.nativeExpiry`). Give it a `sweep`, or remove them by its backend's own means.",
  );
}

/** Sweeps every `interval`, a little apart from other processes that started at the same time. */
export function startSweeping(engine: Engine, interval: Duration): () => void {
  const every = parseDuration("interval", interval);
  sweepable(engine);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  const wait = () => {
    // Between 90 % and 110 %, so that processes started together drift apart.
    const [jitter = 0] = decodeBase64url(engine.settings.random(3)) ?? [];
    timer = setTimeout(turn, Math.min(every * (0.9 + jitter / 1275), longestTimer));
    (timer as { unref?: () => void }).unref?.();
  };
  const turn = () => {
    // A failure has been told to `on.error`; the next turn tries again.
    void sweep(engine)
      .then(undefined, () => {})
      .then(() => {
        if (!stopped) wait();
      });
  };
  wait();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
