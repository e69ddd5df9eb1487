import { hkdfSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSessions } from "../src/index.ts";
import { createKeyring } from "../src/keyring.ts";

const first = "Zk3vQ9xT7hLmW2pRb8sYc4nJd6gFa1eU";
const second = "u7Yw0Kq5ZtXo3Gv9HjLb2NsMc8Rf4DaP";
const third = "p1Lx8Vb6Ce0Wd5Qk7Ym3Tn9Zs2Jh4GuF";

describe("a keyring", () => {
  it("verifies what it has signed", () => {
    const keyring = createKeyring(first);
    const mac = keyring.sign("text");
    expect(mac).toMatch(/^[\w-]{43}$/);
    expect(keyring.verify("text", mac)).toBe(0);
  });

  it("is the same whether one secret comes alone or in a list", () => {
    expect(createKeyring([first]).sign("text")).toBe(createKeyring(first).sign("text"));
  });

  it("signs with the newest secret and says which one has made a MAC", () => {
    const keyring = createKeyring([third, second, first]);
    expect(keyring.sign("text")).toBe(createKeyring(third).sign("text"));
    expect(keyring.verify("text", createKeyring(third).sign("text"))).toBe(0);
    expect(keyring.verify("text", createKeyring(second).sign("text"))).toBe(1);
    expect(keyring.verify("text", createKeyring(first).sign("text"))).toBe(2);
  });

  it("knows nothing of a secret that was taken away", () => {
    const mac = createKeyring([second, first]).sign("text");
    expect(createKeyring([third, first]).verify("text", mac)).toBe(-1);
  });

  it("verifies no other text, and no changed, cut or longer MAC", () => {
    const keyring = createKeyring([second, first]);
    const mac = keyring.sign("text");
    expect(keyring.verify("Text", mac)).toBe(-1);
    expect(keyring.verify("text", "")).toBe(-1);
    expect(keyring.verify("text", mac.slice(0, -1))).toBe(-1);
    expect(keyring.verify("text", `${mac}A`)).toBe(-1);
    for (let i = 0; i < mac.length; i++) {
      const changed = mac.slice(0, i) + (mac[i] === "A" ? "B" : "A") + mac.slice(i + 1);
      expect(keyring.verify("text", changed)).toBe(-1);
    }
  });

  it("derives 32 bytes from each secret, newest first, as RFC 5869 says", () => {
    const keys = createKeyring([second, first]).derive("some purpose");
    const expected = [second, first].map((secret) =>
      Buffer.from(hkdfSync("sha256", secret, "@sess/core keyring 1", "some purpose", 32)),
    );
    expect(keys.map((key) => Buffer.from(key))).toEqual(expected);
  });

  it("derives other keys for another purpose, and the same again for the same", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        const keyring = createKeyring(first);
        const same = Buffer.from(keyring.derive(one)[0] as Uint8Array).equals(
          keyring.derive(other)[0] as Uint8Array,
        );
        expect(same).toBe(one === other);
      }),
      { numRuns: 50 },
    );
  });

  it("does not sign with the secret itself", async () => {
    const { mac, macKey } = await import("../src/platform-node.ts");
    expect(createKeyring(first).sign("text")).not.toBe(mac(macKey(Buffer.from(first)), "text"));
  });

  it("makes the MACs that cookies out there carry", () => {
    // A change here logs everybody out.
    expect(createKeyring(first).sign("text")).toMatchInlineSnapshot(
      `"CJhGdB9ASzd0jUmBvYFok4UjQOC-5G9fWg7irYuls04"`,
    );
  });
});

describe("createKeyring", () => {
  it.each([
    ["nothing", undefined, "secret"],
    ["null", null, "secret"],
    ["a number", 12_345, "secret"],
    ["bytes", Buffer.from(first), "secret"],
    ["an empty list", [], "secret"],
    ["a list with a hole", [first, undefined], "secret[1]"],
    ["an empty string", "", "secret"],
    ["31 bytes", first.slice(1), "secret"],
    ["31 bytes behind a good one", [first, second.slice(1)], "secret[1]"],
    ["the same secret twice", [first, second, first], "secret[2]"],
    ["a placeholder", "keyboard cat keyboard cat keyboard cat", "secret"],
  ])("refuses %s", (_, secret, option) => {
    const refused = () => createKeyring(secret);
    expect(refused).toThrow(TypeError);
    expect(refused).toThrow(`[sess] "${option}" `);
    expect(refused).toThrow(expect.objectContaining({ code: "ERR_SESS_OPTION_INVALID" }));
  });

  it("counts bytes of UTF-8, not characters", () => {
    expect(() => createKeyring("日月火水木金土年時分")).toThrow(
      /at least 32 bytes of UTF-8.*Received 30 bytes/,
    );
    expect(createKeyring("日月火水木金土年時分秒").sign("text")).toHaveLength(43);
  });

  it("never shows a secret in an error", () => {
    for (const secret of [
      first.slice(1),
      [first, first],
      `changeme-changeme-changeme-${"secret".repeat(2)}`,
    ]) {
      let message = "";
      try {
        createKeyring(secret);
      } catch (error) {
        message = (error as Error).message;
      }
      expect(message).toMatch(/openssl rand/);
      for (const text of [secret].flat()) expect(message).not.toContain(text.slice(0, 8));
    }
  });
});

describe("the signing of a manager", () => {
  it("has keys of its own for each purpose, and knows the older secrets", () => {
    const before = createSessions({ secret: first }).signing("link");
    const { signing } = createSessions({ secret: [second, first] });
    expect(signing("link").verify("text", before.sign("text"))).toBe(1);
    expect(signing("link").verify("text", signing("link").sign("text"))).toBe(0);
    for (const other of [signing("form"), createKeyring([second, first])])
      expect(other.verify("text", before.sign("text"))).toBe(-1);
  });
});
