import { once } from "node:events";
import { type ClientRequest, type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { BrowserContextOptions, Page } from "playwright-core";
import { expect, it } from "vitest";
import { launchProfile } from "./chromium.ts";
import { logIn, onEveryFramework, press, type Scene, sessionCookie } from "./on-every-framework.ts";

const phone =
  "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36";

/** Two profiles, as on two devices: the first as it is, the second says that it is a phone. */
async function withTwoProfiles(
  { at, folder }: Scene,
  use: (here: Page, there: Page) => Promise<void>,
): Promise<void> {
  const open = (name: string, options: BrowserContextOptions = {}) =>
    launchProfile(join(folder(), name), { baseURL: at("/"), ...options });
  const browsers = await Promise.all([open("here"), open("there", { userAgent: phone })]);
  try {
    const [here, there] = browsers.map((browser) => browser.pages()[0]) as [Page, Page];
    await use(here, there);
  } finally {
    for (const browser of browsers) await browser.close();
  }
}

const path = (page: Page) => new URL(page.url()).pathname;
const devices = (page: Page) => page.locator("[data-test=device]");
/** The names, without the beginning of the ID. */
const headings = async (page: Page) =>
  (await devices(page).getByRole("heading").allTextContents()).map((text) =>
    text.replace(/ [\w-]{6}(?= |$)/, ""),
  );
const id = async (page: Page) => (await page.locator("[data-test=ticket-id]").textContent()) ?? "";

/** The records of these sessions that the store holds. */
function records({ folder }: Scene, ids: readonly string[]): number {
  const database = new DatabaseSync(join(folder(), "demo.sqlite"), { readOnly: true });
  const marks = ids.map(() => "?").join(", ");
  const row = database
    .prepare(`SELECT count(*) AS found FROM sess_session WHERE "key" IN (${marks})`)
    .get(...ids);
  database.close();
  return Number(row?.found);
}

/** A form of that browser which the server has begun to read, and whose session it has opened. */
async function underWay(page: Page, { at }: Scene): Promise<ClientRequest> {
  const form = request(at("/values/set"), {
    method: "POST",
    headers: {
      cookie: `sid=${(await sessionCookie(page))?.value}`,
      origin: at(""),
      "content-type": "application/x-www-form-urlencoded",
      expect: "100-continue",
    },
  });
  form.flushHeaders();
  await once(form, "continue");
  return form;
}

onEveryFramework("the devices of an account", "express", (scene) => {
  it("are two with two profiles, and one of them logs out the other", async () => {
    await withTwoProfiles(scene, async (here, there) => {
      for (const page of [here, there]) {
        await logIn(page, "editor", "blue-pencil");
        await page.goto("/devices");
      }
      await here.reload();
      for (const [page, name] of [
        [here, "Chrome on Linux"],
        [there, "Chrome on Android"],
      ] as const) {
        expect((await headings(page)).sort()).toEqual(
          ["Chrome on Linux", "Chrome on Android"]
            .map((other) => (other === name ? `${other} this device` : other))
            .sort(),
        );
        expect(await page.locator("[data-test=address]").allTextContents()).toEqual([
          expect.stringMatching(/^(127\.0\.0\.1|::1)$/),
          expect.stringMatching(/^(127\.0\.0\.1|::1)$/),
        ]);
      }

      // A form that is half sent, and twenty requests that the page itself has under way.
      const old = await id(there);
      const form = await underWay(there, scene);
      await there.goto("/parallel");
      const settled = there.waitForEvent("load");
      await there.getByRole("button", { name: "at once" }).click();
      await press(here, /^Log out Chrome on Android/);
      expect(await here.locator(".notice").textContent()).toBe("Logged out there.");
      expect(await headings(here)).toEqual(["Chrome on Linux this device"]);
      expect(records(scene, [old])).toBe(0);

      form.end("name=late&value=written");
      const [response] = (await once(form, "response")) as [IncomingMessage];
      response.resume();
      expect([response.statusCode, response.headers["set-cookie"]]).toEqual([303, undefined]);
      await settled;
      await there.getByRole("link", { name: "Your devices" }).click();
      await there.waitForURL("**/login?next=%2Fdevices");
      expect(await there.locator(".notice").textContent()).toBe("Please log in first.");
      expect(records(scene, [old])).toBe(0);
      await here.reload();
      expect(await headings(here)).toEqual(["Chrome on Linux this device"]);

      await logIn(there, "editor", "blue-pencil");
      const [mine, theirs] = [await id(here), await id(there)];
      await here.goto("/devices");
      await press(here, "Log out the other one");
      expect(await here.locator(".notice").textContent()).toBe("Logged out elsewhere: 1.");
      expect(await headings(here)).toEqual(["Chrome on Linux this device"]);
      expect(records(scene, [mine, theirs])).toBe(1);
      await there.reload();
      expect(path(there)).toBe("/login");
      await here.goto("/account");
      expect(await here.locator("[data-test=owner]").textContent()).toBe("editor");
    });
  });

  it("are seen and logged out by their owner alone", async () => {
    const [reader, editor] = [await scene.visit(), await scene.visit()];
    await logIn(reader, "reader", "quiet-corner");
    await logIn(editor, "editor", "blue-pencil");
    await reader.goto("/devices");
    expect(await devices(reader).count()).toBe(1);
    const stolen = await id(editor);
    await reader
      .locator("input[name=id]")
      .evaluate((input, value) => input.setAttribute("value", value), stolen);
    await press(reader, /^Log out Chrome/);
    expect(await reader.locator(".notice").textContent()).toBe("That device was logged out already.");
    await editor.goto("/account");
    expect(await editor.locator("[data-test=owner]").textContent()).toBe("editor");
    await editor.goto("/devices");
    await press(editor, `Log out Chrome on Linux, ${stolen.slice(0, 6)}`);
    expect(path(editor)).toBe("/goodbye");
    expect(await sessionCookie(editor)).toBeUndefined();
  });
});
