import type { Language } from "../demo-data.ts";

/** How to greet, by language. */
export const greetings: Readonly<Record<Language, { readonly name: string; readonly text: string }>> = {
  en: { name: "English", text: "Hello" },
  de: { name: "Deutsch", text: "Guten Tag" },
  es: { name: "Español", text: "Buenos días" },
  fr: { name: "Français", text: "Bonjour" },
  pl: { name: "Polski", text: "Dzień dobry" },
};
