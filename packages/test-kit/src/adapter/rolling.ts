import { equal } from "../assert.ts";
import type { Group } from "./bench.ts";
import { acting, usualRoutes } from "./routes.ts";
import { play, type Scene, type Setting } from "./scene.ts";

const hour = 3600;
const day = 24 * hour;

const routes = {
  ...usualRoutes,
  "/not-modified": acting((session) => session.has("n"), { status: 304 }),
};

/** How activity keeps a session alive, and what that costs. */
export const rollingGroup: Group = {
  title: "activity",
  define({ adapter, behaves }) {
    const begun = (title: string, test: (scene: Scene) => Promise<void>, options: Setting["options"] = {}) =>
      behaves(title, () =>
        play({ adapter, behaves }, { routes, options }, async (scene) => {
          await scene.browser.get("/set");
          scene.store.forget();
          await test(scene);
        }),
      );
    const calls = ({ store }: Scene) => [store.calls.touch, store.calls.write];

    begun("reads write nothing until a touch is due: a twentieth of the idle lifetime", async (scene) => {
      for (let i = 0; i < 16; i++) {
        scene.clock.advance(hour);
        await scene.browser.get("/read");
      }
      equal(calls(scene), [0, 0], "touches and writes after 16 hours");
      scene.clock.advance(hour);
      await scene.browser.get("/read");
      await scene.browser.get("/read");
      equal(calls(scene), [1, 0], "touches and writes after 17 hours");
    });

    begun("untouched pages and 304 do not count as activity", async (scene) => {
      scene.clock.advance(5 * day);
      await scene.browser.get("/untouched");
      equal((await scene.browser.get("/not-modified")).status, 304, "status");
      equal(calls(scene), [0, 0], "touches and writes");
      await scene.browser.get("/read");
      equal(calls(scene), [1, 0], "touches and writes of a page that reads");
    });

    begun(
      "a session that is used outlives its idle lifetime, and ends at the absolute one",
      async (scene) => {
        for (let days = 7; days <= 28; days += 7) {
          scene.clock.advance(7 * day);
          equal((await scene.browser.get("/read")).text, '{"n":"1"}', `after ${days} days`);
        }
        scene.clock.advance(2 * day - 1);
        equal((await scene.browser.get("/read")).text, '{"n":"1"}', "a second before the absolute end");
        scene.clock.advance(1);
        equal((await scene.browser.get("/read")).text, "{}", "at the absolute end");
      },
    );

    begun("a session that is not used ends with its idle lifetime, swept or not", async (scene) => {
      scene.clock.advance(14 * day - 1);
      equal((await scene.browser.get("/untouched")).status, 200, "a page that does not count");
      scene.clock.advance(1);
      equal((await scene.browser.get("/read")).text, "{}", "at the deadline");
    });

    begun(
      "rolling: false: only a save moves the deadline",
      async (scene) => {
        scene.clock.advance(13 * day);
        await scene.browser.get("/read");
        equal(calls(scene), [0, 0], "touches and writes of a read");
        await scene.browser.get("/set?value=2");
        scene.clock.advance(13 * day);
        equal((await scene.browser.get("/read")).text, '{"n":"2"}', "13 days after the save");
        scene.clock.advance(day);
        equal((await scene.browser.get("/read")).text, "{}", "14 days after the save");
      },
      { rolling: false },
    );

    begun(
      "touchAfter: a touch is due when it moves the deadline by that much",
      async (scene) => {
        scene.clock.advance(59);
        await scene.browser.get("/read");
        equal(calls(scene), [0, 0], "touches and writes after 59 seconds");
        scene.clock.advance(1);
        await scene.browser.get("/read");
        equal(calls(scene), [1, 0], "touches and writes after 60 seconds");
      },
      { touchAfter: "1m" },
    );

    begun("a touch changes no data and sends no cookie", async (scene) => {
      scene.clock.advance(5 * day);
      const answer = await scene.browser.get("/read");
      equal([answer.text, answer.setCookies], ['{"n":"1"}', []], "the answer");
      equal((await scene.browser.get("/read")).text, '{"n":"1"}', "the next visit");
    });
  },
};
