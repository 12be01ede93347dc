import { spawnSync } from "node:child_process";

/**
 * Installs Debian packages if this is a Debian machine and the user is root; does nothing otherwise. The caller checks
 * afterwards whether the programs exist. `what` is the name in the progress message.
 */
export function installDebianPackages(what: string, packages: readonly string[]): void {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || spawnSync("apt-get", ["--version"]).status !== 0) return;
  console.log(`No ${what} found. Installing Debian's package …`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  spawnSync("apt-get", ["update", "-qq"], { stdio: "inherit", env });
  spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], { stdio: "inherit", env });
}
