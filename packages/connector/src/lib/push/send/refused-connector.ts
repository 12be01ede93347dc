import { CommandError } from "../../command-error.ts";

/** Says that this machine's clock is not the operators'. `seconds`: theirs less ours. */
export function clockOff(seconds: number): CommandError {
  const way = seconds > 0 ? "behind" : "ahead of";
  return new CommandError(
    "clock-off",
    `this machine's clock is ${spanOf(Math.abs(seconds))} ${way} the operators'; set it right, then call again.`,
  );
}

function spanOf(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return [minutes > 0 ? `${minutes} min` : "", rest > 0 || minutes === 0 ? `${rest} s` : ""].filter(Boolean).join(" ");
}

/** Says that an operator does not take what this key signs. `code`, `title`: of its problem document. */
export function keyRefused(code: string, title: string): CommandError {
  return new CommandError("key-refused", `the operators refuse this connector's key (${code}). ${title}`);
}
