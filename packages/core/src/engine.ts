import { createDataText, type DataText } from "./data-text.ts";
import { createEncryption } from "./encryption.ts";
import { createEmit, type Emit } from "./events.ts";
import { createRecordFormat, type RecordFormat } from "./record.ts";
import { createSaveQueues, type SaveQueues } from "./save-queue.ts";
import type { Settings } from "./settings.ts";
import { isTokenStore, type SessionStore, type TokenContext, type TokenStore } from "./store.ts";
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
  /** What the store by token is told about each of our cookies, by name. */
  readonly tokenContexts: ReadonlyMap<string, TokenContext>;
}

export function createEngine(settings: Settings, store: SessionStore | TokenStore): Engine {
  const emit = createEmit(settings.on);
  const byToken = isTokenStore(store);
  return {
    settings,
    emit,
    text: createDataText(settings.codec, settings.validate),
    format: createRecordFormat(
      createEncryption(settings.keyring.derive("encrypt record"), settings.random),
      settings,
      // No reply about a token can be lost.
      byToken ? 0 : 7,
    ),
    queues: createSaveQueues(),
    calls: createStoreCalls(settings.storeTimeout, emit),
    store: byToken ? undefined : store,
    tokens: byToken ? store : undefined,
    tokenContexts: new Map(
      Object.values(settings.cookies).map(({ name }) => [name, tokenContext(name, settings)]),
    ),
  };
}

function tokenContext(name: string, { keyring, random }: Settings): TokenContext {
  return { name, keys: (purpose) => keyring.derive(`token ${purpose}`), random };
}
