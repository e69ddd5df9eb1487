import { expect } from "vitest";
import { many } from "../many.ts";
import { inMemory, threat } from "../threat.ts";

const controls = [...many(32, (code) => String.fromCharCode(code)), "\x7f", "\r\nX-Evil: 1", "é", "💶"];

threat(8, "header injection through cookie attributes", inMemory, (attack) => {
  attack("no control character gets into name, path or domain: refused at start", async ({ manager }) => {
    const refused = expect.objectContaining({ code: "ERR_SESS_OPTION_INVALID" });
    for (const control of [...controls, ";"]) {
      expect(() => manager({ cookie: { name: `s${control}d` } })).toThrow(refused);
      expect(() => manager({ cookie: { path: `/${control}a` } })).toThrow(refused);
      expect(() => manager({ cookie: { domain: `a${control}.example` } })).toThrow(refused);
    }
    for (const name of ["", " ", "a b", "a=b", "a,b", '"a"', "a;Path=/"]) {
      expect(() => manager({ cookie: { name } })).toThrow(refused);
    }
    for (const sameSite of ["lax; Domain=evil.example", "LAX"]) {
      expect(() => manager({ cookie: { sameSite: sameSite as "lax" } })).toThrow(refused);
    }
  });

  attack("nothing of what a user says gets into a head", async ({ visitor }) => {
    const user = visitor();
    for (const control of controls) {
      const evil = encodeURIComponent(`a${control}`);
      const { headers } = await user.get(`/set?key=${evil}&value=${evil}`);
      expect([headers.get("X-Evil"), headers.getSetCookie().join("").includes(control)]).toEqual([
        null,
        false,
      ]);
      const login = await visitor().get(`/login?user=${evil}`, { cookie: `sid=${evil}` });
      expect(login.headers.get("X-Evil")).toBeNull();
      for (const line of login.setCookie)
        expect(line).toMatch(/^sid=[\w.-]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/);
    }
  });
});
