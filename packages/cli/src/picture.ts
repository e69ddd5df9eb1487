import { inspect } from "node:util";
import type { InspectedSession } from "@sess/core";
import { dateOf, table } from "./table.ts";

const times = [
  ["createdAt", "created"],
  ["startedAt", "last login"],
  ["rotatedAt", "last rotation"],
  ["savedAt", "saved"],
  ["lastSeenAt", "last seen"],
  ["expiresAt", "expires"],
  ["absoluteExpiresAt", "ends at last"],
] as const;

/** A session for people. Without `values`, of what it holds only the names and kinds. */
export function picture(session: Partial<InspectedSession>, values: boolean): string {
  const { device, encrypted, epoch, owner, previousSecrets } = session;
  const rows: string[][] = [
    ["ID", String(session.id)],
    ["owner", owner ?? "none"],
  ];
  for (const [name, title] of times) {
    const time = session[name];
    if (time !== undefined) rows.push([title, dateOf(time)]);
  }
  if (epoch !== undefined) rows.push(["logins and rotations", String(epoch)]);
  if (previousSecrets) rows.push(["previous secrets", String(previousSecrets)]);
  if (encrypted !== undefined) rows.push(["encrypted", encrypted ? "yes" : "no"]);
  for (const [name, value] of Object.entries(device ?? {})) rows.push([`device: ${name}`, value]);
  const show = (value: unknown) =>
    values ? inspect(value, { depth: 8, breakLength: Number.POSITIVE_INFINITY }) : kindOf(value);
  const held = Object.entries(session.data ?? {}).map(([key, value]) => [`  ${key}`, show(value)]);
  const flashed = (session.flash ?? []).map(({ key, value }) => [`  ${key}`, show(value)]);
  const parts = [table(rows)];
  if (held.length > 0) parts.push(`data\n${table(held)}`);
  if (flashed.length > 0) parts.push(`flash\n${table(flashed)}`);
  if (held.length + flashed.length === 0) parts.push("It holds no data.");
  return parts.join("\n");
}

function kindOf(value: unknown): string {
  if (typeof value === "string") return `text of ${value.length} characters`;
  if (Array.isArray(value)) return `array of ${value.length}`;
  if (typeof value === "object" && value !== null) return `object with ${Object.keys(value).length} keys`;
  return value === null ? "null" : typeof value;
}
