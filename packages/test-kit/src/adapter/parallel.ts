import { equal, ok } from "../assert.ts";
import type { Group } from "./bench.ts";
import { acting, query, usualRoutes } from "./routes.ts";
import { play } from "./scene.ts";

const routes = {
  ...usualRoutes,
  /** Sets the key `?key=` and counts. */
  "/add": acting((session, exchange) => {
    session.set(query(exchange, "key") ?? "", true);
    session.update("count", (count) => Number(count ?? 0) + 1);
  }),
};

const many = (count: number) => Array.from({ length: count }, (_, i) => i);

/** Requests of one session that overlap. */
export const parallelGroup: Group = {
  title: "requests in parallel",
  define(bench) {
    const { behaves } = bench;

    behaves("200 requests that each add a key and count leave 200 keys and the count 200", () =>
      play(bench, { routes }, async ({ browser }) => {
        await browser.get("/set?key=count&value=0");
        const answers = await Promise.all(many(200).map((i) => browser.get(`/add?key=key${i}`)));
        equal(answers.filter(({ status }) => status !== 200).length, 0, "requests that failed");
        const data = JSON.parse((await browser.get("/read")).text) as Record<string, unknown>;
        equal(
          many(200).filter((i) => data[`key${i}`] !== true),
          [],
          "keys that were lost",
        );
        equal(data.count, 200, "the count");
      }),
    );

    behaves("a flush that races writers wins: nothing of the session can be reached afterwards", () =>
      play(bench, { routes }, async ({ browser, store, clock }) => {
        await browser.get("/set?key=secret");
        const cookie = `sid=${browser.cookies.get("sid")}`;
        const held = { cookies: [cookie] };
        const writers = many(40).map((i) => browser.get(`/add?key=key${i}`, held));
        const flush = browser.get("/flush", held);
        const later = many(40).map((i) => browser.get(`/add?key=later${i}`, held));
        await Promise.all([...writers, flush, ...later]);
        equal((await browser.get("/read", held)).text, "{}", "by the old cookie");
        equal(await store.read(cookie.slice(4, 4 + 22), clock.now()), undefined, "the record");
      }),
    );

    behaves("a renewal does not log out 20 requests that are under way", () =>
      play(bench, { routes }, async ({ browser, clock }) => {
        await browser.get("/login?user=ada");
        const old = { cookies: [`sid=${browser.cookies.get("sid")}`] };
        const [renewal, ...others] = await Promise.all([
          browser.get("/renew", old),
          ...many(20).map(() => browser.get("/who", old)),
        ]);
        equal(renewal?.setCookies.length, 1, "cookies of the renewal");
        equal([...new Set(others.map(({ text }) => text))], ["ada"], "who the others are");
        equal((await browser.get("/who")).text, "ada", "by the new cookie");
        clock.advance(5);
        equal((await browser.get("/who", old)).text, "ada", "by the old cookie within the grace");
        clock.advance(6);
        equal((await browser.get("/who", old)).text, "nobody", "by the old cookie after the grace");
      }),
    );

    behaves("20 requests that renew at once leave one cookie that works, and log out nobody", () =>
      play(bench, { routes, options: { rotateEvery: "10m" } }, async ({ browser, clock }) => {
        await browser.get("/login?user=ada");
        const old = { cookies: [`sid=${browser.cookies.get("sid")}`] };
        clock.advance(601);
        const answers = await Promise.all(many(20).map(() => browser.get("/who", old)));
        equal([...new Set(answers.map(({ text }) => text))], ["ada"], "who they are");
        const cookies = new Set(answers.flatMap(({ setCookies }) => setCookies));
        ok(cookies.size >= 1, "a new cookie");
        for (const line of cookies) {
          const cookie = line.slice(0, line.indexOf(";"));
          equal(
            (await browser.get("/who", { cookies: [cookie] })).text,
            "ada",
            "by each cookie that was sent",
          );
        }
        equal((await browser.get("/who", old)).text, "ada", "by the old cookie within the grace");
      }),
    );

    behaves("a rotation proper sends nothing to those that are late, which would log out the browser", () =>
      play(bench, { routes }, async ({ browser }) => {
        await browser.get("/login?user=ada");
        const old = { cookies: [`sid=${browser.cookies.get("sid")}`] };
        await browser.get("/rotate");
        const answers = await Promise.all(many(20).map((i) => browser.get(`/add?key=key${i}`, old)));
        equal(
          answers.flatMap(({ setCookies }) => setCookies),
          [],
          "cookies",
        );
        equal((await browser.get("/who")).text, "ada", "by the new cookie");
        equal((await browser.get("/read")).text, "{}", "the data");
      }),
    );

    behaves("first visits in parallel each begin a session of their own", () =>
      play(bench, { routes }, async ({ stranger, told }) => {
        const browsers = many(20).map(() => stranger());
        await Promise.all(browsers.map((browser, i) => browser.get(`/set?value=${i}`)));
        const values = await Promise.all(browsers.map(async (browser) => (await browser.get("/read")).text));
        equal(
          values,
          many(20).map((i) => `{"n":"${i}"}`),
          "what each holds",
        );
        equal(told("created").length, 20, "sessions");
      }),
    );
  },
};
