import { ErasureRequests, LinkToken } from "@sedge/protocol";
import * as v from "valibot";
import { CommandError } from "../command-error.ts";
import { type Call, noPositional, textOption } from "../options.ts";
import type { Terminal } from "../terminal.ts";
import { askConsole, siteConsole } from "./site-console.ts";

const PATH = "erasure-requests";
const ANSWERS = ["erase", "decline"] as const;

/** Runs `sedge erasure-requests`: answers one if asked, and lists those that wait. @throws CommandError */
export async function erasureRequestsCommand(call: Call, { out }: Terminal): Promise<void> {
  noPositional(call);
  const target = siteConsole(call);
  const answer = answerIn(call);
  const otherwise = answer ? "the request is not answered" : "nothing is listed";
  const response = await askConsole(target, PATH, otherwise, answer);
  const read = v.safeParse(ErasureRequests, await response.json().catch(() => undefined));
  if (!read.success) throw new CommandError("operators-failed", "the edge's answer is not a list of erasure requests.");
  const { requests } = read.output;
  if (call.options["json"]) return out(JSON.stringify(requests));
  if (requests.length === 0) return out("No erasure waits for an answer.");
  out(`${"token".padEnd(43)}  filed       due`);
  for (const { token, filedAt, due } of requests) out(`${token}  ${dayOf(filedAt)}  ${dayOf(due)}`);
}

function answerIn(call: Call) {
  const given = ANSWERS.flatMap((answer) => {
    const text = textOption(call, answer);
    return text === undefined ? [] : [{ answer, text }];
  });
  const [one, another] = given;
  if (another) throw new CommandError("bad-option", "--erase and --decline exclude each other.");
  if (!one) return undefined;
  const token = v.safeParse(LinkToken, one.text);
  if (!token.success) throw new CommandError("bad-option", `--${one.answer} takes the token of a request.`);
  return { token: token.output, answer: one.answer };
}

/** @param seconds - Seconds since 1970. */
function dayOf(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().slice(0, 10);
}
