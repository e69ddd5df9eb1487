import { createDataText, type DataText } from "./data-text.ts";
import { createEncryption } from "./encryption.ts";
import { createEmit, type Emit } from "./events.ts";
import { createRecordFormat, type RecordFormat } from "./record.ts";
import { createSaveQueues, type SaveQueues } from "./save-queue.ts";
import type { Settings } from "./settings.ts";
import { isTokenStore, type SessionStore, type TokenStore } from "./store.ts";
import { createStoreCalls, type StoreCalls } from "./store-calls.ts";

/** What all sessions of one manager share. */
export interface Engine {
  readonly settings: Settings;
  readonly emit: Emit;
  readonly text: DataText;
  readonly format: RecordFormat;
  readonly queues: SaveQueues;
  readonly calls: StoreCalls;
  /** The store by key; undefined where records travel in the cookie. */
  readonly store: SessionStore | undefined;
  /** The store by token, where there is one. */
  readonly tokens: TokenStore | undefined;
}

export function createEngine(settings: Settings, store: SessionStore | TokenStore): Engine {
  const emit = createEmit(settings.on);
  const byToken = isTokenStore(store);
  return {
    settings,
    emit,
    text: createDataText(settings.codec, settings.validate),
    format: createRecordFormat(createEncryption(settings.keyring, settings.random), settings),
    queues: createSaveQueues(),
    calls: createStoreCalls(settings.storeTimeout, emit),
    store: byToken ? undefined : store,
    tokens: byToken ? store : undefined,
  };
}
