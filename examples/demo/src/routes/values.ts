import { valuesPage } from "../pages/values.ts";
import { field, type Routes, redirectWith } from "../routing.ts";

export const valueRoutes: Routes = {
  "GET /values": ({ session, form }) => {
    const values = Object.entries(session.data).filter(([key]) => key.startsWith("value:"));
    const asked = field(form, "name");
    return valuesPage(
      values.map(([key, value]) => [key.slice("value:".length), String(value)]),
      asked === "" ? undefined : { name: asked, value: session.get(`value:${asked}`) },
    );
  },

  "POST /values/set": ({ session, form }) => {
    const name = field(form, "name");
    if (name === "") return redirectWith(session, "/values", { kind: "bad", text: "A value needs a name." });
    session.set(`value:${name}`, field(form, "value"));
    return redirectWith(session, "/values", { kind: "good", text: `Set ${name}.` });
  },

  "POST /values/delete": ({ session, form }) => {
    const name = field(form, "name");
    const notice = session.delete(`value:${name}`)
      ? ({ kind: "good", text: `Deleted ${name}.` } as const)
      : ({ kind: "bad", text: `There was nothing under ${name}.` } as const);
    return redirectWith(session, "/values", notice);
  },
};
