import { expect, it } from "vitest";
import { logIn, onEveryFramework, press, sessionCookie } from "./on-every-framework.ts";

onEveryFramework("a restart of the server", "hono", ({ visit, restart }) => {
  it("in the middle of a form in steps loses nothing, also when the process is killed", async () => {
    const page = await visit();
    await page.goto("/booking");
    await page.getByLabel("Name").fill("A visitor");
    await page.getByLabel("E-mail").fill("nowhere");
    await press(page, /^Next/);
    expect(await page.title()).toMatch(/^Please correct/);
    expect(await page.getByLabel("Name").inputValue()).toBe("A visitor");
    expect(await page.getByLabel("E-mail").getAttribute("aria-invalid")).toBe("true");
    await page.getByLabel("E-mail").fill("visitor@example.org");
    await press(page, /^Next/);
    const before = await sessionCookie(page);

    await restart("SIGTERM");
    await page.goto("/booking");
    await page.getByLabel("Workshop").selectOption("Baking bread");
    await page.getByLabel("Day").selectOption("Sunday");
    await press(page, /^Next/);

    await restart("SIGKILL");
    await page.goto("/booking");
    expect(await page.locator("[data-test=booking] dd").allTextContents()).toEqual([
      "A visitor",
      "visitor@example.org",
      "Baking bread",
      "Sunday",
    ]);
    expect(await sessionCookie(page)).toEqual(before);
    await press(page, /^Send/);
    expect(await page.locator(".notice").textContent()).toBe(
      "Thank you, A visitor: Baking bread on Sunday is booked.",
    );
    await page.goto("/booking?step=3");
    expect(await page.getByLabel("Name").inputValue()).toBe("");
  });

  it("keeps a login, a cart and preferences", async () => {
    const page = await visit();
    await page.goto("/cart");
    await press(page, "Add Notebook");
    await page.goto("/preferences");
    await page.getByLabel("Français").check();
    await press(page, "Keep them");
    await logIn(page, "editor", "blue-pencil");

    await restart("SIGTERM");
    await page.reload();
    expect(await page.locator("[data-test=owner]").textContent()).toBe("editor");
    await page.goto("/cart");
    expect(await page.locator("[data-test=total]").textContent()).toBe("€8.90");
    await page.goto("/");
    expect(await page.locator(".lead").textContent()).toMatch(/^Bonjour, editor!/);
  });
});
