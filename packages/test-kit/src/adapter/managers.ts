import { createSessions, isSessError, type Sessions } from "@sess/core";
import { equal, ok } from "../assert.ts";
import type { Exchange, Routes } from "./app.ts";
import type { Bench, Group } from "./bench.ts";
import { observedStore } from "./observed-store.ts";
import { usualRoutes } from "./routes.ts";
import { play, secret } from "./scene.ts";
import { parseCookie } from "./set-cookie.ts";

const admin = (options: object = {}): Sessions =>
  createSessions({
    secret,
    store: observedStore(),
    as: "adminSession",
    cookie: { name: "admin" },
    ...options,
  });

const routes: Routes = {
  ...usualRoutes,
  "/both": (exchange) => {
    exchange.session.set("n", "user");
    exchange.held("adminSession")?.set("n", "admin");
    return held(exchange);
  },
  "/held": held,
  "/flush-admin": async (exchange) => {
    await exchange.held("adminSession")?.flush();
    return held(exchange);
  },
};

/** What the request holds under both names. */
function held(exchange: Exchange) {
  return { json: [exchange.held("session") ?? null, exchange.held("adminSession") ?? null] };
}

/** Several managers on one app, and one manager in several places. */
export const managerGroup: Group = {
  title: "several managers",
  define(bench) {
    const { behaves } = bench;

    behaves("two managers keep two sessions, each in its own cookie, store and property", () =>
      play(bench, { routes }, async (scene) => {
        const app = { sessions: [scene.sessions, admin({ clock: scene.clock.now })] };
        await play(bench, { routes, app }, async ({ browser }) => {
          const { setCookies } = await browser.get("/both");
          equal(setCookies.map((line) => parseCookie(line).name).sort(), ["admin", "sid"], "cookies");
          equal((await browser.get("/held")).text, '[{"n":"user"},{"n":"admin"}]', "the next visit");
          equal(
            (await browser.get("/flush-admin")).setCookies.map((line) => parseCookie(line).name),
            ["admin"],
            "removed",
          );
          equal((await browser.get("/held")).text, '[{"n":"user"},{}]', "after the flush of one");
          const headers = await browser.get("/untouched");
          equal([headers.header("Vary"), headers.setCookies], [undefined, []], "an untouched page");
        });
      }),
    );

    behaves(
      "a manager that is mounted twice on a request is one session, one read, one write, one cookie",
      () => {
        const store = observedStore();
        const sessions = createSessions({ secret, store });
        return play(bench, { routes, app: { sessions: [sessions, sessions] } }, async ({ browser }) => {
          equal((await browser.get("/set")).setCookies.length, 1, "cookies");
          equal(store.calls, { read: 0, write: 1, touch: 0, remove: 0 }, "calls of the first visit");
          store.forget();
          await browser.get("/set?value=2");
          equal(store.calls, { read: 1, write: 1, touch: 0, remove: 0 }, "calls of the second visit");
          equal((await browser.get("/read")).text, '{"n":"2"}', "the next visit");
        });
      },
    );

    const clashes = { "cookie name": { cookie: { name: "sid" } }, property: { as: "session" } };
    for (const [what, options] of Object.entries(clashes)) {
      behaves(`two managers with the same ${what} are an error that names it`, () => {
        const errors: unknown[] = [];
        const onError = (error: unknown) => {
          errors.push(error);
          return { status: 500 };
        };
        const sessions = () => [createSessions({ secret, store: observedStore() }), admin(options)];
        const clash = async () => {
          await play(bench, { routes, app: { sessions: sessions(), onError } }, async ({ browser }) => {
            equal((await browser.get("/read")).status, 500, "status");
          });
        };
        // An adapter may find it out when it is mounted, or at the first request.
        return clash()
          .catch((error: unknown) => {
            if (!isSessError(error)) throw error;
            errors.push(error);
          })
          .then(() => {
            const codes = errors.map((error) => (isSessError(error) ? error.code : error));
            equal(codes, ["ERR_SESS_MOUNTED_TWICE"], "errors");
          });
      });
    }

    inputs(bench);
    devices(bench);
    subApps(bench);
  },
};

function inputs(bench: Bench): void {
  bench.behaves("session() takes the options themselves", () =>
    play(bench, { routes, app: { sessions: [{ secret, store: observedStore() }] } }, async ({ browser }) => {
      await browser.get("/set");
      equal((await browser.get("/read")).text, '{"n":"1"}', "the next visit");
    }),
  );

  bench.behaves("session() takes a function from the framework's context to a manager", () => {
    const tenants: Record<string, Sessions> = {
      a: createSessions({ secret, store: observedStore() }),
      b: createSessions({ secret, store: observedStore() }),
    };
    const sessionsOf = (context: never) =>
      tenants[bench.adapter.header(context, "X-Tenant") ?? "a"] as Sessions;
    return play(bench, { routes, app: { sessions: [sessionsOf] } }, async ({ browser }) => {
      const tenant = (name: string) => ({ headers: [["X-Tenant", name]] as const });
      await browser.get("/set", tenant("b"));
      equal((await browser.get("/read", tenant("b"))).text, '{"n":"1"}', "at its own tenant");
      equal((await browser.get("/read", tenant("a"))).text, "{}", "at the other tenant");
    });
  });
}

function devices(bench: Bench): void {
  const device = (request: never) => ({ agent: bench.adapter.header(request, "User-Agent") ?? "" });
  bench.behaves("device(request) is given the framework's own request", () =>
    play(bench, { routes, options: { device } }, async ({ browser, sessions }) => {
      await browser.get("/login?user=ada", { headers: [["User-Agent", "a browser"]] });
      const list = await sessions.list("ada");
      equal(
        list.map((info) => info.device),
        [{ agent: "a browser" }],
        "devices",
      );
    }),
  );
}

function subApps(bench: Bench): void {
  const sub = { "/set": routes["/set"], "/held": held } as Routes;

  bench.behaves(
    "an app inside the app sees the session of the outer one, also where the manager is mounted again",
    () => {
      const sessions = createSessions({ secret, store: observedStore() });
      const again = { path: "/sub", sessions: [sessions], routes: sub };
      return play(bench, { routes, app: { sessions: [sessions], subApp: again } }, async ({ browser }) => {
        equal((await browser.get("/sub/set")).setCookies.length, 1, "cookies");
        equal((await browser.get("/held")).text, '[{"n":"1"},null]', "outside");
        equal((await browser.get("/sub/held")).text, '[{"n":"1"},null]', "inside");
      });
    },
    "subApps",
  );

  bench.behaves(
    "a manager of the inner app is mounted there only",
    () =>
      play(
        bench,
        { routes, app: { subApp: { path: "/sub", sessions: [admin()], routes: sub } } },
        async ({ browser }) => {
          equal((await browser.get("/held")).text, "[{},null]", "outside");
          const inside = await browser.get("/sub/held");
          ok(inside.text === "[{},{}]", `both inside: ${inside.text}`);
        },
      ),
    "subApps",
  );
}
