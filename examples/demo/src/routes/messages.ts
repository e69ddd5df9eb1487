import { messagesPage } from "../pages/messages.ts";
import { field, type Routes, redirectWith } from "../routing.ts";

export const messageRoutes: Routes = {
  "GET /messages": () => messagesPage(),

  "POST /messages": ({ session, form }) => {
    const kind = field(form, "kind") === "bad" ? "bad" : "good";
    const text = field(form, "text");
    return redirectWith(
      session,
      "/messages",
      text === "" ? { kind: "bad", text: "There was nothing to say." } : { kind, text },
    );
  },

  "POST /messages/two": ({ session }) => {
    session.flash("notice", { kind: "good", text: "The first of two." });
    return redirectWith(session, "/messages", { kind: "bad", text: "The second of two." });
  },
};
