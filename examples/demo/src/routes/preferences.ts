import type { Language, Theme } from "../demo-data.ts";
import { greetings } from "../pages/greetings.ts";
import { preferencesPage, themes } from "../pages/preferences.ts";
import { field, type Routes, redirectWith } from "../routing.ts";

export const preferenceRoutes: Routes = {
  "GET /preferences": ({ session }) =>
    preferencesPage(session.get("theme", "system"), session.get("language", "en")),

  "POST /preferences": ({ session, form }) => {
    const theme = field(form, "theme");
    const language = field(form, "language");
    if (Object.hasOwn(themes, theme)) session.set("theme", theme as Theme);
    if (Object.hasOwn(greetings, language)) session.set("language", language as Language);
    return redirectWith(session, "/preferences", { kind: "good", text: "Your preferences are kept." });
  },
};
