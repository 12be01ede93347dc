import { basename } from "node:path";
import { CommandError } from "@sedge/connector/command-line";

/** A file of records with the name of its source. */
export interface InputSpec {
  /** Such as `crm`; unique among the inputs. */
  readonly name: string;
  readonly file: string;
}

/** Valid names of an input, before `=` and in the output. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}_. -]{0,63}$/u;

/**
 * Parses `NAME=FILE`, or a file whose name becomes the source's. Throws CommandError `bad-option` for a repeated name.
 */
export function inputSpecs(values: readonly string[]): InputSpec[] {
  const specs = values.map(specOf);
  specs.forEach(({ name, file }, index) => {
    const first = specs.findIndex((other) => other.name === name);
    if (first < index) {
      throw new CommandError(
        "bad-option",
        `--input ${file}: "${name}" is the name of ${specs[first]?.file} already; give another with --input NAME=FILE.`,
      );
    }
  });
  return specs;
}

function specOf(value: string): InputSpec {
  const mark = value.indexOf("=");
  const [name, file] = [value.slice(0, mark), value.slice(mark + 1)];
  if (mark > 0 && NAME.test(name)) {
    if (file === "") throw new CommandError("bad-option", `--input ${value} does not name a file.`);
    return { name, file };
  }
  return { name: basename(value).replace(/(?:\.(?:csv|tsv|txt|parquet|xlsx))?(?:\.gz)?$/i, ""), file: value };
}
