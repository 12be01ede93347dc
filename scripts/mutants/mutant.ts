/** One edit that breaks a promise of the code. */
export interface Mutant {
  /** Part of the code, for `--only`. */
  readonly area: string;
  /** Unique, kebab-case. */
  readonly id: string;
  /** What the code promises and the edit breaks, in one sentence. */
  readonly promise: string;
  /** Path from the repository's root. */
  readonly file: string;
  /** Text of the source that occurs once. */
  readonly find: string;
  readonly replace: string;
  /** Test files that must fail, as paths from the root. */
  readonly killedBy: readonly [string, ...string[]];
  /** Why no test need fail. */
  readonly survives?: string;
}

/** Mutants of one area. */
export function area(name: string, mutants: readonly Omit<Mutant, "area">[]): readonly Mutant[] {
  return mutants.map((mutant) => ({ area: name, ...mutant }));
}

/** Folder whose vitest runs a test file. */
export function projectOf(testFile: string): string {
  return /^(?:packages|examples)\/[^/]+|^[^/]+/.exec(testFile)?.[0] ?? ".";
}

/**
 * The source with the mutant's edit.
 * @throws Error if the text is not there, or more than once
 */
export function mutated(source: string, { find, replace }: Mutant): string {
  const parts = source.split(find);
  const [before, after] = parts;
  if (parts.length !== 2 || before === undefined || after === undefined) {
    throw new Error(`the text occurs ${parts.length - 1} times`);
  }
  return `${before}${replace}${after}`;
}
