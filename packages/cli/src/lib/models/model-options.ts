import { type Call, CommandError, textOption } from "@sedge/connector/command-line";
import { TEXT_COLUMNS } from "./text-classifier.ts";
import type { TextColumns } from "./text-rows.ts";

/** The columns of a text task: `--text` and `--label`. */
export function textColumnsOf(call: Call): TextColumns {
  return {
    text: textOption(call, "text") ?? TEXT_COLUMNS.text,
    label: textOption(call, "label") ?? TEXT_COLUMNS.label,
  };
}

/** `--refuse-share`, 0 to .5; undefined if it is not given. Throws CommandError `bad-option`. */
export function refuseShareOf(call: Call): number | undefined {
  const text = textOption(call, "refuse-share");
  if (text === undefined) return undefined;
  const share = /^(?:\d+(?:\.\d*)?|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
  if (share >= 0 && share <= 0.5) return share;
  throw new CommandError("bad-option", `--refuse-share takes a number from 0 to 0.5, not "${text}".`);
}
