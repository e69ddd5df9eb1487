import { abilitiesManifest } from "./abilities.ts";
import { basics } from "./basics.ts";
import { closing } from "./closing.ts";
import { conditionalWrite } from "./conditional-write.ts";
import { down } from "./down.ts";
import { expiry } from "./expiry.ts";
import { isolation } from "./isolation.ts";
import { nativeExpiry } from "./native-expiry.ts";
import { oddNames } from "./odd-names.ts";
import { owners } from "./owners.ts";
import { parallel } from "./parallel.ts";
import type { StoreGroup } from "./suite.ts";
import { sweeping } from "./sweeping.ts";
import { touching } from "./touch.ts";
import { values } from "./values.ts";

/** Every group of behaviours, in the order in which a new store should be made to pass them. */
export const groups: readonly StoreGroup[] = [
  abilitiesManifest,
  basics,
  conditionalWrite,
  expiry,
  touching,
  values,
  oddNames,
  isolation,
  owners,
  sweeping,
  nativeExpiry,
  parallel,
  closing,
  down,
];
