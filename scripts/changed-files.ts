import { execFileSync } from "node:child_process";
import { root } from "./step.ts";

function git(...args: string[]): string[] {
  const output = execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  return output.split("\n").filter(Boolean);
}

/**
 * The commit that changes count from: `ref`, or where the current branch left main.
 * @throws Error that says what to do if there is no such commit
 */
export function changedSince(ref?: string): string {
  if (ref !== undefined) {
    try {
      const [commit] = git("rev-parse", "--verify", "--quiet", `${ref}^{commit}`);
      if (commit !== undefined) return commit;
    } catch {
      // Git prints nothing; the error below explains it.
    }
    throw new Error(`Git has no commit "${ref}".`);
  }
  for (const main of ["origin/main", "main"]) {
    try {
      const [commit] = git("merge-base", "HEAD", main);
      if (commit !== undefined) return commit;
    } catch {
      continue;
    }
  }
  throw new Error("There is no branch main to compare with. Name a commit: npm test -- --changed REF.");
}

/** Paths from the root of all files that differ from a commit, untracked ones too; deleted ones are left out. */
export function changedFiles(commit: string): string[] {
  const tracked = git("diff", "--name-only", "--diff-filter=d", commit);
  return [...tracked, ...git("ls-files", "--others", "--exclude-standard")];
}
