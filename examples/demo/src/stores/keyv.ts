import KeyvMemcache from "@keyv/memcache";
import { keyvStore } from "@sess/store-keyv";
import { Keyv } from "keyv";
import type { Opener } from "./opener.ts";
import { placeOf } from "./place.ts";

export const openKeyv: Opener = () => ({
  store: keyvStore({ client: () => new Keyv({ namespace: "demo" }) }),
  name: "Keyv, until the server stops",
});

export const openMemcached: Opener = (url) => {
  const place = placeOf(url);
  const client = () => new Keyv({ store: new KeyvMemcache(place), namespace: "demo" });
  return {
    store: keyvStore({ client, shared: true, nativeExpiry: true }),
    name: `memcached, on ${place}`,
  };
};
