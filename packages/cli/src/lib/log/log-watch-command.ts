import { existsSync, readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import {
  type Call,
  CommandError,
  listOption,
  neededOption,
  onlyPositional,
  type Terminal,
  textOption,
  wholeOption,
} from "@sedge/connector/command-line";
import { replaceFile } from "@sedge/connector/files";
import { type Finding, FollowedLog } from "./followed-log.ts";
import { LogAddress, type NotedCheckpoint, notedCheckpoint } from "./log-address.ts";
import { logKey } from "./log-key.ts";

/** Runs `sedge log watch`: until it finds something. @throws CommandError */
export async function logWatchCommand(call: Call, terminal: Terminal): Promise<void> {
  const address = new LogAddress(onlyPositional(call, "the address of the log"));
  const views = listOption(call, "view").map((url) => new LogAddress(url));
  const seconds = wholeOption(call, "interval", [1, 86_400], 300);
  const state = textOption(call, "state");
  const log = new FollowedLog(address, logKey(neededOption(call, "log-key")));
  for (let last = storedCheckpoint(state); ;) {
    last = await look(log, address, views, last, terminal);
    if (state !== undefined && last) replaceFile(state, last.note);
    await wait(seconds * 1_000);
  }
}

function storedCheckpoint(file: string | undefined): NotedCheckpoint | undefined {
  return file !== undefined && existsSync(file) ? notedCheckpoint(readFileSync(file, "utf8"), file) : undefined;
}

/** One look at the log and its views. @throws CommandError `log-broken`, after what proves it was printed */
async function look(
  log: FollowedLog,
  address: LogAddress,
  views: readonly LogAddress[],
  last: NotedCheckpoint | undefined,
  terminal: Terminal,
): Promise<NotedCheckpoint | undefined> {
  const shown = await reachable(() => address.checkpoint(), terminal);
  if (!shown) return last;
  const seen = last ? [last, shown] : [shown];
  if (last && shown.size < last.size) {
    report(terminal, [`the log shrank from ${last.size} to ${shown.size} entries`], seen);
  }
  const found = await reachable(() => log.follow(shown), terminal);
  if (!found) return last;
  report(terminal, found, seen);
  if (last) report(terminal, log.compare(last), seen);
  for (const view of views) {
    const other = await reachable(() => view.checkpoint(), terminal);
    // Proves nothing about the log, so it is no finding.
    if (other && !(await log.hasSigned(other)))
      terminal.note(`${view.url} shows a checkpoint that the log has not signed.`);
    else if (other)
      report(terminal, (await reachable(() => log.compareView(view, other), terminal)) ?? [], [shown, other]);
  }
  return shown;
}

/** What an address answers; undefined, with a note, where it can't be read now. */
async function reachable<Answer>(ask: () => Promise<Answer>, terminal: Terminal): Promise<Answer | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof CommandError) || error.code !== "log-unreadable") throw error;
    terminal.note(error.message);
    return undefined;
  }
}

function report(terminal: Terminal, findings: readonly Finding[], proof: readonly NotedCheckpoint[]): void {
  const [first] = findings;
  if (first === undefined) return;
  for (const finding of findings) terminal.out(finding);
  for (const { note } of proof) terminal.out(note);
  throw new CommandError("log-broken", `${first}.`);
}
