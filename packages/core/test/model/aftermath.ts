import type { SessionRecord } from "../../src/index.ts";
import { digest } from "../../src/platform-node.ts";
import { claimOf, headerOf, valueIn } from "./contents.ts";
import { cameLate } from "./exceptions.ts";
import { Breach } from "./promise.ts";
import type { Run, Told } from "./run.ts";
import { grace } from "./start.ts";
import type { World } from "./world.ts";

/** Checks what a step has brought out: responses, and changes that were dropped. */
export function checkStep(world: World): void {
  try {
    for (const run of world.runs) {
      for (const told of run.told.slice(run.checked)) {
        if (told.name === "gone") checkGone(world, run, told);
      }
      run.checked = run.told.length;
      if (run.response !== undefined && !world.answered.includes(run)) checkResponse(world, run);
    }
  } catch (error) {
    if (!(error instanceof Breach)) throw error;
    world.broken ??= error;
  }
}

/** A change may only be dropped for the reason that is told. */
function checkGone(world: World, run: Run, { reason, id = "" }: Told & { readonly name: "gone" }): void {
  const record = liveRecord(world, id);
  const epoch = record === undefined ? undefined : headerOf(record).epoch;
  const reasons: Readonly<Record<typeof reason, () => boolean>> = {
    vanished: () => record === undefined,
    rotated: () => epoch !== undefined && epoch !== run.epochs.get(id),
    retired: () => run.claim !== undefined && run.openedWith === undefined,
    aborted: () => run.plan.does.aborted === true,
  };
  if (!reasons[reason]()) {
    throw new Breach("no lost update", `${run.plan.name} was told "${reason}", which is not so`);
  }
  if (reason === "rotated" || reason === "retired")
    world.excused.add("saves under way at a login are dropped");
}

function checkResponse(world: World, run: Run): void {
  const { name, does } = run.plan;
  const setCookie = run.response?.setCookie ?? [];
  world.answered.push(run);
  if (run.response !== undefined) run.response.sentAt = world.now;
  if (setCookie.length > 1)
    throw new Breach("a cookie is current", `${name} was answered with several cookies`);
  for (const line of setCookie) {
    const value = valueIn(line);
    if (value === undefined) {
      if (!run.flushes) throw new Breach("a cookie is current", `${name} deleted the cookie without a flush`);
      continue;
    }
    const { id, secret, epoch } = claimOf(value);
    const seen = run.seen.get(id);
    const header = seen && headerOf(seen);
    if (header?.secretHash !== digest(secret) || header.epoch !== epoch) {
      throw new Breach("a cookie is current", `${name} was answered with a secret that is not current`);
    }
    if (does.status !== undefined && does.status >= 500 && !run.seen.has(id)) {
      throw new Breach("a cookie is current", `${name} failed and was answered with a cookie`);
    }
    world.issued.add(value);
  }
}

/** A request has been given its session, or none: within the grace, nobody is logged out by a renewal. */
export function noteOpened(world: World, run: Run): void {
  run.openedAt = world.now;
  try {
    run.openedWith = run.session?.id;
  } catch {
    // Its read has failed, and it is told so when it uses the session.
    return;
  }
  const record = run.claim && liveRecord(world, run.claim.id);
  if (record === undefined || run.openedWith !== undefined) return;
  if (headerOf(record).epoch !== run.claim?.epoch) return;
  const { name, browser } = run.plan;
  if (!run.told.some((told) => told.name === "replayed")) {
    world.broken ??= new Breach("a rotation retires", `${name} replayed a secret, and nobody was told`);
  }
  if (world.now - run.sentAt >= grace) {
    world.excused.add("a request is under way for longer than the grace before it is opened");
  } else if (cameLate(world, browser)) {
    world.excused.add("a response is under way for longer than the grace");
  } else {
    world.broken ??= new Breach(
      "the browser ends up as it should",
      `${name} was turned away within the grace of a renewal`,
    );
  }
}

/** The record under `id` that is live now. */
export function liveRecord(world: World, id: string): SessionRecord | undefined {
  return world.base.read(id, world.now) as SessionRecord | undefined;
}
