import { basename } from "node:path";
import { CommandError } from "@sedge/connector/command-line";

/** A file of records and what its source is called. */
export interface InputSpec {
  /** Such as `crm`; unique among the inputs. */
  readonly name: string;
  readonly file: string;
}

/** What an input may be called: as it stands in front of `=`, and in the output. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}_. -]{0,63}$/u;

/** Reads `NAME=FILE`, or a file that gives its own name. Throws CommandError `bad-option` for a name given twice. */
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
    if (file === "") throw new CommandError("bad-option", `--input ${value} names no file.`);
    return { name, file };
  }
  return { name: basename(value).replace(/(?:\.(?:csv|tsv|txt|parquet))?(?:\.gz)?$/i, ""), file: value };
}
