import { abortGroup } from "./aborts.ts";
import type { Group } from "./bench.ts";
import { compressionGroup } from "./compression.ts";
import { cookieGroup } from "./cookies.ts";
import { djangoGroup } from "./django.ts";
import { errorGroup } from "./errors.ts";
import { failingStoreGroup } from "./failing-store.ts";
import { firstByteGroup } from "./first-byte.ts";
import { forgedCookieGroup } from "./forged-cookies.ts";
import { headerGroup } from "./headers.ts";
import { http2Group } from "./http2.ts";
import { lifecycleGroup } from "./lifecycle.ts";
import { loadingGroup } from "./loading.ts";
import { managerGroup } from "./managers.ts";
import { parallelGroup } from "./parallel.ts";
import { proxyGroup } from "./proxies.ts";
import { rememberMeGroup } from "./remember-me.ts";
import { rollingGroup } from "./rolling.ts";
import { streamGroup } from "./streams.ts";

/** All behaviours, in the order in which they are best read. */
export const groups: readonly Group[] = [
  cookieGroup,
  forgedCookieGroup,
  lifecycleGroup("asynchronous"),
  lifecycleGroup("synchronous"),
  djangoGroup,
  headerGroup,
  firstByteGroup,
  errorGroup,
  failingStoreGroup,
  streamGroup,
  abortGroup,
  parallelGroup,
  managerGroup,
  loadingGroup,
  proxyGroup,
  rollingGroup,
  rememberMeGroup,
  http2Group,
  compressionGroup,
];
