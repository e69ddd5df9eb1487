import type { Browser } from "./browser.ts";

/** Begins a session that holds `{ x: 1 }`, and says its ID. */
export async function begun(browser: Browser): Promise<string> {
  const { value } = await browser.visit(async (session) => {
    session.set("x", 1);
    await session.save();
    return session.id ?? "";
  });
  return value;
}
