import { createSessions, isSessError, type Sessions } from "@sess/core";
import { type CsrfGuard, createGuard } from "@sess/csrf";
import type { Draw } from "../draw.ts";
import { mutate, noiseText } from "../mutate.ts";
import { claim, type OpenTarget, type Target } from "../target.ts";
import { now, randomFrom, secrets } from "./setting.ts";

/** A form that was sent: by whom, and the token where it may be. */
export interface SentForm {
  /** Which visitor sends it; the last one has no session. */
  readonly visitor: number;
  readonly header: string | undefined;
  readonly field: unknown;
}

/** What the guard is given in the place of a framework's request. */
interface FormRequest {
  readonly form?: SentForm;
}

/** The tokens of forms. A form is taken where its token is one of that very session and login, and nowhere else. */
export const csrfTokens: Target<SentForm> = {
  name: "csrf-tokens",
  share: 30,
  async open() {
    const sessions = createSessions({ secret: secrets.newer, random: randomFrom("csrf"), clock: () => now });
    const guard = createGuard<FormRequest>({ sessions, token: "always" }, ({ form }) => ({
      method: "POST",
      origin: "http://localhost",
      header: (name) => (name === "X-CSRF-Token" ? form?.header : undefined),
      formField: (name) => (name === "_csrf" ? form?.field : undefined),
    }));
    const visitors: { cookies: string | undefined; mac: string }[] = [];
    const tokens: string[] = [];
    for (let visitor = 0; visitor < 3; visitor++) {
      const before = await visit(sessions, guard, undefined, "somebody");
      const after = await visit(sessions, guard, before.cookies, `user-${visitor}`);
      tokens.push(before.token, after.token);
      visitors.push({ cookies: after.cookies, mac: macIn(after.token) ?? "" });
    }
    visitors.push({ cookies: undefined, mac: "" });

    const text = (draw: Draw): string => {
      const token = draw.pick(tokens);
      if (draw.oneIn(12)) return noiseText(draw);
      // Another mask over another's MAC, or what is under a mask without it.
      if (draw.oneIn(6)) return token.slice(0, 43) + draw.pick(tokens).slice(43);
      return draw.oneIn(4) ? token : mutate(draw, token, tokens);
    };
    const odd = [undefined, null, 1, [], {}, ["a", "b"], true];
    return {
      draw: (draw) => ({
        visitor: draw.int(visitors.length),
        header: draw.oneIn(2) ? text(draw) : undefined,
        field: draw.oneIn(5) ? draw.pick(odd) : text(draw),
      }),
      async check(form) {
        const { cookies, mac } = visitors[form.visitor] as (typeof visitors)[number];
        const request: FormRequest = { form };
        await sessions.open({ cookies, secure: false, request });
        const matches = [form.header, form.field].filter((token) => token !== undefined).map(macIn);
        const mayBeTaken = mac !== "" && matches.includes(mac);
        const mustBeTaken = mayBeTaken && matches.every((match) => match === mac);
        let taken = true;
        try {
          await guard.check(request);
        } catch (error) {
          if (!isSessError(error) || error.code !== "ERR_SESS_CSRF_REFUSED") throw error;
          taken = false;
        }
        claim(!taken || mayBeTaken, "A form without the token of its session was taken.");
        claim(taken || !mustBeTaken, "A form with the token of its session was refused.");
      },
    } satisfies OpenTarget<SentForm>;
  },
};

/** A visit in which somebody logs in and is shown a form. */
async function visit(
  sessions: Sessions,
  guard: CsrfGuard<FormRequest>,
  cookies: string | undefined,
  owner: string,
): Promise<{ cookies: string | undefined; token: string }> {
  const login = await sessions.open({ cookies, secure: false, request: undefined });
  login.owner = owner;
  const changes = await sessions.commit(login, { status: 200 });
  const sent = changes?.setCookie[0]?.split(";")[0];
  const request: FormRequest = {};
  const session = await sessions.open({ cookies: sent, secure: false, request });
  const token = await guard.token(request);
  await sessions.commit(session, { status: 200 });
  return { cookies: sent, token: remasked(token, owner) };
}

/** The same token under a mask that is the same each time. */
function remasked(token: string, name: string): string {
  const mask = Buffer.alloc(32);
  randomFrom(name)(mask);
  const mac = (macIn(token) ?? "").split(",").map(Number);
  const masked = mask.map((byte, index) => byte ^ (mac[index] ?? 0));
  return mask.toString("base64url") + Buffer.from(masked).toString("base64url");
}

/** What is under the mask of a token, by the rule as it is written down; undefined for what cannot be one. */
function macIn(token: unknown): string | undefined {
  if (typeof token !== "string" || !/^[\w-]{86}$/.test(token)) return undefined;
  const halves = [token.slice(0, 43), token.slice(43)];
  const [mask, masked] = halves.map((half) => Buffer.from(half, "base64url")) as [Buffer, Buffer];
  if ([mask, masked].some((bytes, index) => bytes.toString("base64url") !== halves[index])) return undefined;
  return [...mask].map((byte, index) => byte ^ (masked[index] as number)).join();
}
