import { type Purpose, PURPOSES } from "@sedge/protocol";
import { isFlag, maybe, shape } from "../form.ts";
import { SedgeError } from "../sedge-error.ts";

const isChoice = shape({ classify: maybe(isFlag), link: maybe(isFlag), learn: maybe(isFlag) });

/**
 * The purposes that a choice leaves given, of those given before.
 * @throws SedgeError `bad-consent` for anything but the documented forms.
 */
export function purposesOf(choice: unknown, before: readonly Purpose[]): Purpose[] {
  if (choice === "none") return [];
  if (choice === "all") return [...PURPOSES];
  if (!isChoice(choice)) {
    throw new SedgeError("bad-consent", 'Give "all", "none", or true or false for classify, link and learn.');
  }
  const given = PURPOSES.filter((purpose) => choice[purpose] ?? before.includes(purpose));
  return given.includes("classify") ? given : [];
}
