import { lifecycle } from "./lifecycle.ts";
import { lifecycleRecords } from "./lifecycle-records.ts";
import { lifecycleResponse } from "./lifecycle-response.ts";
import { lifecycleUnchanged } from "./lifecycle-unchanged.ts";
import { cookieLifetime, encryption, expiry, touch } from "./lifetimes.ts";
import type { Mutation } from "./mutation.ts";
import { loading, opening } from "./opening.ts";
import { failingSave, lostReplies, merging, saving, timeouts, update } from "./saving.ts";
import { login, renewal, replay } from "./secrets.ts";

/** Each is applied alone, and must make a test fail. */
export const mutations: readonly Mutation[] = [
  lifecycle,
  lifecycleRecords,
  lifecycleUnchanged,
  lifecycleResponse,
  opening,
  loading,
  renewal,
  login,
  replay,
  merging,
  update,
  saving,
  failingSave,
  lostReplies,
  timeouts,
  expiry,
  touch,
  cookieLifetime,
  encryption,
].flat();
