import { equal } from "../assert.ts";
import type { StoreGroup } from "./suite.ts";

/** Data that a careless backend changes. */
export const texts: Readonly<Record<string, string>> = {
  "no text at all": "",
  "a blank": " ",
  "blanks at both ends": "  {}  ",
  "line ends of every kind": "a\nb\r\nc\rd\u2028e\u2029f",
  "quotes and backslashes": `"'\`\\ \\n \\u0000 \\\\`,
  "SQL, JSON and HTML": `'); DROP TABLE sess_session; -- {"$ne":null} <script>`,
  "placeholders and wildcards": "? $1 :name @p %s %_*",
  "letters of many scripts": "Grüße, Ζωή, Привет, 你好, שלום, 안녕",
  "characters outside the basic plane": "👩‍🚀 𝒳 \u{10FFFF}",
  "combining characters, not composed": "e\u0301 \u1112\u1161\u11ab",
  "control characters and a byte order mark": "\ufeff\u0001\u001f\u007f\u0085",
  "the word null": "null",
  "a number with zeros in front": "007",
};

/** The most that the suite writes to a store without a limit, in bytes. */
const megabyte = 1_000_000;

/** Data is opaque text. */
export const values: StoreGroup = {
  title: "values",
  define({ behaves, abilities: { maxBytes } }) {
    for (const [name, data] of Object.entries(texts)) {
      behaves(`keeps ${name} character for character`, async ({ insert, read }) => {
        await insert("k1", { data });
        equal((await read("k1"))?.data, data, "the data");
      });
    }

    const most = maxBytes === undefined ? megabyte : Math.min(maxBytes, 8 * megabyte);
    const limit = maxBytes === undefined ? "claims no limit" : `claims ${maxBytes} bytes`;
    const wide = Math.floor(most / 4);
    for (const [name, data] of [
      [`${most} bytes of ASCII`, "x".repeat(most)],
      [`${wide * 4} bytes of emoji`, "🍎".repeat(wide)],
    ] as const) {
      behaves(`${limit}: keeps ${name}`, async ({ insert, read, record, write }) => {
        await insert("k1", { data });
        equal((await read("k1"))?.data === data, true, "the data is what was written");
        equal(
          await write("k1", record({ version: "v2", data: "small" }), "v1"),
          true,
          "a smaller write after it",
        );
        equal((await read("k1"))?.data, "small", "the data");
      });
    }
  },
};
