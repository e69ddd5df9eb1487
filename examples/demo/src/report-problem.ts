import { problemHtml } from "./pages/problem.ts";

/** What the browser gets for an error. */
export interface Problem {
  readonly status: number;
  readonly html: string;
}

/** Tells the log about an error, and the visitor as much as they need: a stack where it is ours, a line where it is not. */
export function reportProblem(error: unknown): Problem {
  const status = statusOf(error);
  console.error(status < 500 ? String(error) : error);
  return { status, html: problemHtml(status, error) };
}

/** The status for an error: the one that it carries, where that is one for errors. */
function statusOf(error: unknown): number {
  const status = Number((error as { readonly status?: unknown } | null)?.status);
  return status >= 400 && status < 600 ? status : 500;
}
