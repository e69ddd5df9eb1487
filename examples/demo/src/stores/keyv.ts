import KeyvMemcache from "@keyv/memcache";
import { keyvStore } from "@sess/store-keyv";
import { Keyv } from "keyv";
import type { Opener } from "./opener.ts";
import { placeOf } from "./place.ts";

export const openKeyv: Opener = () => ({
  store: keyvStore({ client: new Keyv({ namespace: "demo" }) }),
  name: "Keyv, until the server stops",
});

export const openMemcached: Opener = (url) => {
  const place = placeOf(url);
  const memcache = new KeyvMemcache(place);
  const client = new Keyv({ store: memcache, namespace: "demo" });
  const store = keyvStore({ client, shared: true, nativeExpiry: true });
  const close = async () => {
    await store.close?.();
    // Keyv does not: its connections would keep the site from ending.
    memcache.client.close();
  };
  return { store: { ...store, close }, name: `memcached, on ${place}` };
};
