import type { DefaultData, Session } from "@sess/core";
import fc from "fast-check";
import type { Draw } from "../draw.ts";
import { mutate, noiseText, oddTexts } from "../mutate.ts";
import { claim, type OpenTarget, type Target } from "../target.ts";
import { type FormSite, formSites } from "./form-sites.ts";

/** A request with a body, to a page that keeps every field of it in the session. */
export interface FormBody {
  readonly framework: string;
  readonly type: string;
  readonly body: string;
}

/** Bodies as they come through the parsers of the frameworks, whose fields become keys and values of the session. */
export const formBodies: Target<FormBody> = {
  name: "form-bodies",
  share: 20,
  async open() {
    const sites = await formSites(keepAll);
    const names = Object.keys(sites);
    return {
      draw: (draw) => ({ framework: draw.pick(names), ...body(draw) }),
      async check({ framework, type, body }) {
        const site = sites[framework] as FormSite;
        const kept = await site.post(type, body);
        claim(kept.status < 500, `It answers ${kept.status}: ${kept.text}`);
        if (kept.status !== 200) return;
        claim(kept.cookie !== undefined || kept.text === "{}", "It kept something and sent no cookie.");
        if (kept.cookie === undefined) return;
        const shown = await site.show(kept.cookie);
        claim(shown.status === 200, `The next request answers ${shown.status}: ${shown.text}`);
        claim(shown.text === kept.text, `It kept ${kept.text}, and the next request finds ${shown.text}.`);
      },
      async close() {
        for (const { close } of Object.values(sites)) await close();
      },
    } satisfies OpenTarget<FormBody>;
  },
};

/** What the page does. What cannot be kept is refused by a `TypeError` with a code, which becomes a 422. */
function keepAll(session: Session<DefaultData>, fields: unknown): string {
  if (typeof fields === "object" && fields !== null) {
    for (const [name, value] of Object.entries(fields)) session.set(name, value);
  }
  return JSON.stringify(session.toJSON());
}

const types = [
  "application/x-www-form-urlencoded",
  "application/json",
  "multipart/form-data; boundary=xx",
  "text/plain",
];

const valid: Readonly<Record<string, readonly string[]>> = {
  [types[0] as string]: [
    "name=Anna&cart=book&cart=pen&csrf=abc",
    "user%5Bname%5D=Anna&user%5Badmin%5D=1",
    "__proto__%5Bpolluted%5D=1&a.b=c&%24where=1",
    "constructor[prototype][polluted]=1",
    "emoji=%F0%9F%98%80&plus=a+b&empty=&=novalue",
  ],
  [types[1] as string]: [
    '{"name":"Anna","cart":["book",{"price":12}],"admin":false}',
    '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    '{"toString":1,"hasOwnProperty":null,"":[],"a\\u0000b":"\\ud800"}',
    '["a",1,null]',
    '"text"',
  ],
  [types[2] as string]: [
    '--xx\r\nContent-Disposition: form-data; name="name"\r\n\r\nAnna\r\n--xx\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\n1\r\n--xx--\r\n',
  ],
  [types[3] as string]: ["name=Anna", "hello"],
};

const everyBody = Object.values(valid).flat();
const jsonTexts = fc.json({ maxDepth: 3 });
const queries = fc.webQueryParameters({ size: "small" });

function body(draw: Draw): { readonly type: string; readonly body: string } {
  const type = draw.pick(types);
  const own = valid[type] as readonly string[];
  // Which of them a body is of is not always said.
  const said = draw.oneIn(15) ? headerText(mutate(draw, type, types)) : type;
  switch (draw.int(8)) {
    case 0:
      return { type: said, body: draw.any(type === types[1] ? jsonTexts : queries) };
    case 1:
      return { type: said, body: noiseText(draw) };
    case 2:
      return { type: said, body: draw.pick(everyBody) };
    case 3: {
      const text = `[${'{"a":['.repeat(draw.int(600))}`;
      return { type: said, body: draw.oneIn(2) ? text : `a${"[b]".repeat(draw.int(300))}=1` };
    }
    default:
      return { type: said, body: mutate(draw, draw.pick(own), [...own, ...oddTexts]).slice(0, 20_000) };
  }
}

/** What an HTTP client can send in a header, and no more than servers read of one. */
function headerText(text: string): string {
  return text.replace(/[^\t -~]/g, "").slice(0, 4_000);
}
