import type { Pen } from "./pen.ts";

/** What one request does. */
export interface Operation {
  readonly name: string;
  readonly handle: (pen: Pen) => void | Promise<void>;
  /** @default 200 */
  readonly status?: number;
  /** The client goes away before the response. */
  readonly aborted?: boolean;
  /**
   * `page`: a request whose head goes out at its end · `stream`: the head goes out after `handle`, and `rest` follows ·
   * `job`: without a response (`fromHeaders`) · `outside`: no request at all, but a call of the manager.
   * @default "page"
   */
  readonly kind?: "page" | "stream" | "job" | "outside";
  /** What a stream does after the head. */
  readonly rest?: (pen: Pen) => void | Promise<void>;
}

const operation = (
  name: string,
  handle: Operation["handle"],
  more: Omit<Operation, "name" | "handle"> = {},
): Operation => ({ name, handle, ...more });

/** Marks what must not be seen by anybody but the one who logs in. */
export const privateKey = "private";

const login = (pen: Pen, owner = "alice") => {
  pen.look();
  pen.own(owner);
  pen.set(privateKey);
};

const own = (pen: Pen) => {
  pen.look();
  pen.set("own");
};

type OperationName =
  | "untouched"
  | "read"
  | "set"
  | "update"
  | "clear"
  | "replace"
  | "flash"
  | "expire"
  | "touch"
  | "flush"
  | "restart"
  | "rotate"
  | "renew"
  | "renewAndUpdate"
  | "login"
  | "relogin"
  | "loginOther"
  | "loginAndSave"
  | "logout"
  | "save"
  | "unawaited"
  | "reload"
  | "recover"
  | "stream"
  | "job"
  | "failing"
  | "failingAfterSave"
  | "abortedUpdate"
  | "abortedLogin"
  | "abortedRenewal"
  | "revoke";

export const operations: Readonly<Record<OperationName, Operation>> = {
  untouched: operation("touches nothing", () => {}),
  read: operation("reads", (pen) => pen.look()),
  set: operation("sets a key", (pen) => {
    pen.look();
    pen.set("same");
  }),
  update: operation("updates", (pen) => {
    pen.look();
    pen.add("count");
  }),
  clear: operation("clears", (pen) => {
    pen.look();
    pen.clear();
  }),
  replace: operation("clears and sets", (pen) => {
    pen.look();
    pen.clear();
    pen.set("same");
    pen.add("count");
  }),
  flash: operation("flashes and takes", (pen) => {
    pen.look();
    pen.take();
    pen.flash("hello");
  }),
  expire: operation("sets its expiry", (pen) => {
    pen.look();
    pen.expire(3_600);
  }),
  touch: operation("touches", (pen) => {
    pen.look();
    return pen.touch();
  }),
  flush: operation("flushes", (pen) => {
    pen.look();
    return pen.flush();
  }),
  restart: operation("flushes and writes", async (pen) => {
    pen.look();
    await pen.flush();
    pen.set("fresh");
  }),
  rotate: operation("rotates", (pen) => {
    pen.look();
    pen.rotate();
  }),
  renew: operation("renews", (pen) => {
    pen.look();
    pen.rotate({ grace: true });
  }),
  renewAndUpdate: operation("renews and updates", (pen) => {
    pen.look();
    pen.rotate({ grace: true });
    pen.add("count");
  }),
  login: operation("logs in", (pen) => login(pen)),
  relogin: operation("logs in again", (pen) => {
    pen.look();
    pen.rotate({ login: true });
    pen.set(privateKey);
  }),
  loginOther: operation("logs in as another", (pen) => login(pen, "bob")),
  loginAndSave: operation("logs in and saves", async (pen) => {
    login(pen);
    await pen.save();
  }),
  logout: operation("takes the owner away", (pen) => {
    pen.look();
    pen.own(undefined);
    pen.add("count");
  }),
  save: operation("saves and goes on", async (pen) => {
    pen.look();
    pen.add("count");
    await pen.save();
    pen.add("count");
    pen.set("same");
  }),
  unawaited: operation("saves unawaited", (pen) => {
    pen.look();
    pen.add("count");
    void pen.save();
    pen.add("count");
  }),
  reload: operation("reloads", async (pen) => {
    pen.look();
    pen.add("count");
    await pen.reload();
    pen.set("same");
  }),
  recover: operation("logs in where its session is gone", async (pen) => {
    pen.look();
    pen.add("count");
    if (!(await pen.save())) {
      login(pen);
      await pen.save();
    }
    pen.set("same");
  }),
  stream: operation("streams", own, {
    kind: "stream",
    rest: async (pen) => {
      pen.add("count");
      await pen.save();
      pen.add("count");
    },
  }),
  job: operation(
    "works behind a socket",
    async (pen) => {
      pen.look();
      pen.add("count");
      await pen.save();
      await pen.touch();
    },
    { kind: "job" },
  ),
  failing: operation("fails", own, { status: 500 }),
  failingAfterSave: operation(
    "saves and fails",
    async (pen) => {
      own(pen);
      await pen.save();
      pen.add("count");
    },
    { status: 500 },
  ),
  abortedUpdate: operation(
    "updates and is aborted",
    (pen) => {
      pen.look();
      pen.add("count");
    },
    { aborted: true },
  ),
  abortedLogin: operation("logs in and is aborted", (pen) => login(pen), { aborted: true }),
  abortedRenewal: operation(
    "renews and is aborted",
    (pen) => {
      pen.look();
      pen.rotate({ grace: true });
      pen.add("count");
    },
    { aborted: true },
  ),
  revoke: operation("is revoked", () => {}, { kind: "outside" }),
};
