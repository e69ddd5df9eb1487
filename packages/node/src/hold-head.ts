import { type Awaitable, chain, isPromise } from "@sess/core";
import { answerOf, assertChunk, type Call, refuse } from "./call.ts";
import { commitAll, type Failure, type HeadHook, report } from "./head-hook.ts";
import { emitDrain, expectErrorPage, type HeldView, lookSentWhileHeld } from "./held-response.ts";
import { type Guard, type Outermost, outermost } from "./outermost.ts";
import { type AnyResponse, cutOff, isGone, type Method, type NodeResponse } from "./response.ts";
import { foldHeaders } from "./write-head.ts";

/**
 * Where a response is: its head is not decided (`open`), waits for commits (`held`), may go (`ready`), is out (`sent`),
 * and its end has been passed on (`ended`).
 */
type Phase = "open" | "held" | "ready" | "sent" | "ended";

/**
 * Runs `hook.commit` before the head of the response goes out, whatever sends it. A commit that returns no promise
 * holds nothing. Otherwise the response looks sent from outside while its calls wait in a queue. A commit that fails
 * drops the queue: the response is unsent again, with status 500, and `hook.onError` answers with it. Several hooks
 * share one response.
 *
 * @example
 * createServer((request, response) => {
 *   holdHead(response, {
 *     commit: async ({ status, headersSent }) => {
 *       if (headersSent) return undefined;
 *       const audit = await fetch(`http://audit.internal/${status}${request.url}`, { method: "POST" });
 *       return () => response.setHeader("X-Audit", audit.headers.get("X-Audit") ?? "none");
 *     },
 *     onError: () => response.headersSent || response.end("Something went wrong."),
 *   });
 *   response.end("Hello");
 * });
 */
export function holdHead(response: NodeResponse, hook: HeadHook): void {
  const held = response as unknown as AnyResponse;
  const calls = outermost(held);
  const head = calls.guard instanceof Head ? calls.guard : new Head(held, calls);
  head.hooks.push(hook);
}

class Head implements Guard, HeldView {
  readonly hooks: HeadHook[] = [];
  readonly #response: AnyResponse;
  readonly #calls: Outermost;
  readonly #applies: (() => void)[] = [];
  #phase: Phase = "open";
  /** With which the head was decided upon; the handler may set another one later, in vain. */
  #status = 200;
  #queue: Call[] = [];
  /** Why there is an error page instead of what the handler sends. */
  #failure: Failure | undefined;
  #isClosed = false;
  #wasHeld = false;

  constructor(response: AnyResponse, calls: Outermost) {
    this.#response = response;
    this.#calls = calls;
    calls.guard = this;
    calls.below.writeHead = this.#sender(calls.below.writeHead);
    response.on("close", () => this.#closed());
  }

  get isUndecided(): boolean {
    return this.#phase === "open" || this.#phase === "held";
  }

  get isHeld(): boolean {
    return this.#phase === "held";
  }

  /** `end` waits in the queue. */
  get isEnded(): boolean {
    return this.#queue.some((call) => call.name === "end");
  }

  /** A `write` waits in the queue. */
  get isFull(): boolean {
    return this.#queue.some((call) => call.name === "write");
  }

  enter(call: Call): unknown {
    if (this.#phase === "open" && this.#response.headersSent) this.#phase = "sent";
    if (this.#phase === "held") return this.#wait(call);
    if (this.#phase === "open") return this.#begin(call);
    if (this.#phase === "sent" && call.name === "end") return this.#finish(call);
    // The error page is out: what the failed handler goes on to send has no place any more.
    if (this.#phase === "ended" && this.#failure !== undefined) return this.#drop(call, this.#failure);
    return this.#pass(call);
  }

  #pass(call: Call): unknown {
    const result = this.#calls.pass(call);
    if (call.name === "end" && (this.#response.headersSent || this.#isClosed)) this.#phase = "ended";
    return result;
  }

  #drop(call: Call, { error }: Failure): unknown {
    refuse(call, error);
    return answerOf(call, this.#response);
  }

  #wait(call: Call): unknown {
    assertChunk(call);
    this.#queue.push(call);
    return answerOf(call, this.#response);
  }

  /** The first call that sends the head. */
  #begin(call: Call): unknown {
    const status = call.name === "writeHead" ? Number(call.args[0]) : this.#response.statusCode;
    // 1xx, and what Node refuses.
    if (!(status >= 200)) return this.#pass(call);
    assertChunk(call);
    this.#status = status;
    return this.#proceed(call, this.#commit(status, false), (failure) => this.#decide(failure));
  }

  /** `end` after the head went out: what has changed since is committed before the client sees the end. */
  #finish(call: Call): unknown {
    assertChunk(call);
    const committed = this.#commit(this.#response.statusCode, true);
    return this.#proceed(call, committed, (failure) => this.#conclude(failure));
  }

  #commit(status: number, headersSent: boolean): Awaitable<Failure | undefined> {
    const aborted = (this.#isClosed || isGone(this.#response)) && !this.#response.writableEnded;
    return commitAll(this.hooks, { status, headersSent, aborted }, this.#applies);
  }

  #proceed(
    call: Call,
    committed: Awaitable<Failure | undefined>,
    mayGo: (failure: Failure | undefined) => boolean,
  ): unknown {
    if (!isPromise(committed)) {
      return mayGo(committed) ? this.#pass(call) : this.#drop(call, committed as Failure);
    }
    if (!this.#wasHeld) lookSentWhileHeld(this.#response, this);
    this.#wasHeld = true;
    this.#phase = "held";
    void chain(committed, (failure) => {
      const calls = this.#queue;
      this.#queue = [];
      if (mayGo(failure)) this.#replay(calls);
      else for (const dropped of calls) this.#drop(dropped, failure as Failure);
    });
    return this.#wait(call);
  }

  /** Whether the head may go. The head of an error page goes whatever its own commit says. */
  #decide(failure: Failure | undefined): boolean {
    this.#phase = "ready";
    if (failure === undefined || this.#failure !== undefined) return true;
    this.#phase = "open";
    this.#fail(failure);
    return false;
  }

  /** Whether the end may go. To the client, the end of a response says that everything is saved. */
  #conclude(failure: Failure | undefined): boolean {
    this.#phase = "ready";
    if (failure !== undefined) this.#cutOff(failure);
    return failure === undefined;
  }

  #fail(failure: Failure): void {
    this.#failure = failure;
    expectErrorPage(this.#response);
    report(failure);
  }

  #replay(calls: readonly Call[]): void {
    let isFlowing = false;
    for (const [i, call] of calls.entries()) {
      try {
        if (this.#phase === "ready") this.#response.statusCode = this.#status;
        const result = this.enter(call);
        if (call.name === "write") isFlowing = result !== false;
      } catch (error) {
        this.#break(error, calls.slice(i));
        return;
      }
    }
    // Where Node's own buffer is full, it will say so itself when it is empty again.
    if (isFlowing && this.#phase === "sent") process.nextTick(emitDrain, this.#response);
    if (this.#isClosed) this.#closed();
  }

  /** Node refused a call that its caller believed to be done. */
  #break(error: unknown, calls: readonly Call[]): void {
    const failure: Failure = { error, hook: this.hooks[0] as HeadHook };
    for (const call of calls) this.#drop(call, failure);
    if (this.#response.headersSent) this.#cutOff(failure);
    else this.#fail(failure);
  }

  /** The body must not look whole, unless the hook has found an end for it. */
  #cutOff(failure: Failure): void {
    report(failure);
    if (this.#response.writableEnded) return;
    this.#phase = "ended";
    cutOff(this.#response);
  }

  #closed(): void {
    this.#isClosed = true;
    if (this.#phase === "held" || this.#phase === "ended") return;
    void chain(this.#commit(this.#response.statusCode, this.#response.headersSent), (failure) => {
      if (failure !== undefined && this.#failure === undefined) report(failure);
    });
  }

  /** The innermost `writeHead`, where nobody changes the head any more. */
  #sender(writeHead: Method): Method {
    return (...args) => {
      const response = this.#response;
      if (response.headersSent || this.#applies.length === 0) {
        writeHead.apply(response, args);
      } else {
        const rest = foldHeaders(response, args);
        for (const apply of this.#applies) apply();
        writeHead.apply(response, rest);
      }
      if (this.#phase !== "ended") this.#phase = "sent";
      return response;
    };
  }
}
