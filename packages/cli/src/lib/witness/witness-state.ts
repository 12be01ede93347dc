import { existsSync, readFileSync } from "node:fs";
import { CommandError } from "@sedge/connector/command-line";
import { replaceFile } from "@sedge/connector/files";
import { fromBase64, toBase64 } from "@sedge/transparency/note";
import * as v from "valibot";

const State = v.record(
  v.string(),
  v.strictObject({
    size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    root: v.pipe(v.string(), v.transform(fromBase64), v.instance(Uint8Array)),
  }),
);

/** Size and root of the last checkpoint that a witness has cosigned. */
export interface Cosigned {
  readonly size: number;
  readonly root: Uint8Array;
}

/** The last checkpoint that a witness has cosigned of each log, in one file that is written before anything is signed. */
export class WitnessState {
  readonly #file: string;
  #logs: Readonly<Record<string, Cosigned>> = {};

  /** @throws CommandError `bad-option` for a file that is no state: a witness that forgets can be made to sign a fork. */
  constructor(file: string) {
    this.#file = file;
    if (!existsSync(file)) return;
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), State), readFileSync(file, "utf8"));
    if (!parsed.success) throw new CommandError("bad-option", `${file} is not a witness's state.`);
    this.#logs = parsed.output;
  }

  last(origin: string): Cosigned | undefined {
    return this.#logs[origin];
  }

  /** Replaces `before` by `next`; false when another request has replaced it meanwhile. */
  advance(origin: string, before: Cosigned | undefined, next: Cosigned): boolean {
    if (this.#logs[origin] !== before) return false;
    const logs = { ...this.#logs, [origin]: { size: next.size, root: next.root } };
    const written = Object.entries(logs).map(([name, { size, root }]) => [name, { size, root: toBase64(root) }]);
    replaceFile(this.#file, `${JSON.stringify(Object.fromEntries(written))}\n`, 0o600);
    this.#logs = logs;
    return true;
  }
}
