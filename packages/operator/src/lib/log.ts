import type { ProblemCode } from "@sedge/protocol";

/** What is wrong with a statement or with the log, as `@sedge/transparency` names it. */
type LogRefusal =
  | "checkpoint-invalid"
  | "log-forks"
  | "log-shrinks"
  | "log-unsigned"
  | "statement-changes-too-often"
  | "statement-invalid"
  | "statement-not-current"
  | "statement-not-in-log"
  | "statement-of-another-site"
  | "statement-replaced"
  | "statement-unsigned"
  | "witness-missing";

/**
 * Everything that an operator logs. No field can contain an address, a token, a body, a query or a message, so none can
 * be logged by mistake.
 */
export interface LogEntry {
  readonly event:
    | "request"
    | "internal-error"
    | "storage-unavailable"
    | "misconfigured"
    | "aggregator-unavailable"
    | "aggregator-answer-refused"
    | "aggregator-key-mismatch"
    | "operator-clocks-differ"
    | "codebook-refused"
    | "codebook-accepted"
    | "trigger-failed"
    | "webhook-failed"
    | "job-failed"
    | "retirement-failed"
    | "retention-failed"
    | "restored-shard"
    | "restored-database"
    | "saga-resumed"
    | "saga-failed"
    | "statement-refused";
  /** The route's name or pattern, never the requested URL. */
  readonly route?: string;
  readonly method?: string;
  readonly status?: number;
  readonly problem?: ProblemCode;
  readonly durationMs?: number;
  readonly site?: string;
  /** Why the other operator's statement or checkpoint is not accepted. */
  readonly refusal?: LogRefusal;
  readonly generation?: number;
  /** Why a generation of the paired operator is not served. */
  readonly fault?:
    | "sums-missing"
    | "another-method"
    | "wrong-place"
    | "refused"
    | "differs"
    | "another-history"
    | "another-round"
    | "unsigned";
  readonly epoch?: number;
  /** Names of settings that are missing or wrong; never their values. */
  readonly settings?: readonly string[];
  /** Where an unexpected error arose: its class and stack frames, without its message. */
  readonly error?: string;
  readonly frames?: readonly string[];
}

/** The only place that writes a log: one JSON object a line. */
export function writeLog(entry: LogEntry): void {
  // oxlint-disable-next-line no-console -- the only writer of logs
  console.log(JSON.stringify(entry));
}

/** A frame of a V8 stack, which names code. */
const FRAME = /^at (?:async )?[\w.$<>[\] ]*\(?[\w\-./:@]+:\d+:\d+\)?$/;
const MAX_FRAMES = 8;

/** The lines of a stack below its message, which can contain anything, even lines that look like frames. */
function belowMessage(error: Error): string {
  const stack = error.stack ?? "";
  const name = /^[\w$]+(?:: )?/.exec(stack)?.[0] ?? "";
  return stack.startsWith(error.message, name.length) ? stack.slice(name.length + error.message.length) : "";
}

/** The loggable parts of an unexpected error. */
export function describeError(error: unknown): Pick<LogEntry, "error" | "frames"> {
  if (!(error instanceof Error)) return { error: typeof error };
  const lines = belowMessage(error).split("\n");
  const frames = lines.map((line) => line.trim()).filter((line) => FRAME.test(line));
  return { error: /^\w{1,40}$/.test(error.name) ? error.name : "Error", frames: frames.slice(0, MAX_FRAMES) };
}
