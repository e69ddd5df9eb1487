import { Buffer } from "node:buffer";

// A shared key instead of certificates: nothing to create, to store or to expire.
const psk = Buffer.from("a key that both sides of a test know");
const ciphers = "PSK-AES128-GCM-SHA256";

/** Options for `https.createServer`. */
export const tlsServer: object = { pskCallback: () => psk, ciphers, maxVersion: "TLSv1.2" };

/** Options for requests to it. */
export const tlsClient: object = {
  pskCallback: () => ({ psk, identity: "client" }),
  checkServerIdentity: () => undefined,
  ciphers,
  maxVersion: "TLSv1.2",
};
