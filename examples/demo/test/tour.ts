import { expect } from "vitest";
import { startSite } from "./running-site.ts";
import { createVisitor, type Visitor } from "./visitor.ts";

/** What the site says of its store. */
export interface Expected {
  /** In the foot of every page. */
  readonly name: string;
  /** Lists of devices. */
  readonly owners: boolean;
  /** A logout is one for every copy of the cookie. */
  readonly endsCopies: boolean;
  /** Sessions are still there when the site was stopped and started again. */
  readonly durable: boolean;
}

/** A cart, a login, a restart of the site, a logout: what a visitor sees, by HTTP. */
export async function tour(args: readonly string[], expected: Expected): Promise<void> {
  let site = await startSite(args);
  try {
    const visitor = createVisitor(site.url);
    expect((await visitor.visit("/cart")).html).toContain(`Sessions are kept in ${expected.name}.`);
    expect((await visitor.visit("/cart/add", { product: "notebook" })).shown("total")).toBe("€8.90");
    const before = visitor.copy();
    const account = await visitor.visit("/login", { name: "editor", password: "blue-pencil" });
    expect([account.path, account.shown("owner")]).toEqual(["/account", "editor"]);
    await tourOfDevices(visitor, createVisitor(site.url), expected);
    expect((await before.visit("/account")).path).toBe("/login");

    await site.stop();
    site = await startSite(args, site.port);
    const again = await visitor.visit("/account");
    if (!expected.durable) {
      expect(again.path).toBe("/login");
      return;
    }
    expect([again.status, again.shown("owner")]).toEqual([200, "editor"]);
    expect((await visitor.visit("/cart")).shown("total")).toBe("€8.90");

    const copy = visitor.copy();
    expect((await visitor.visit("/logout", {})).path).toBe("/goodbye");
    expect((await visitor.visit("/account")).path).toBe("/login");
    expect((await copy.visit("/account")).path).toBe(expected.endsCopies ? "/login" : "/account");
  } finally {
    const { code, output } = await site.stop();
    expect({ code, errors: /^.*Error.*$/m.exec(output)?.[0] }).toEqual({ code: 0, errors: undefined });
  }
}

/** A second device logs in and, where the store can find it, is logged out by the first. */
async function tourOfDevices(first: Visitor, second: Visitor, { owners }: Expected): Promise<void> {
  await second.visit("/login", { name: "editor", password: "blue-pencil" });
  const { status, html } = await first.visit("/devices");
  expect([status, html.match(/data-test="device"/g)?.length]).toEqual([200, owners ? 2 : undefined]);
  expect(html.includes('data-test="no-devices"')).toBe(!owners);
  const id = /data-test="ticket-id">([^<]+)/.exec((await second.visit("/account")).html)?.[1] ?? "";
  const ended = await first.visit("/devices/end", { id });
  expect([ended.status, ended.path]).toEqual([200, "/devices"]);
  expect((await second.visit("/account")).path).toBe(owners ? "/login" : "/account");
  await second.visit("/logout", {});
}
