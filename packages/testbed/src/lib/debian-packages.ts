import { spawnSync } from "node:child_process";

/**
 * Installs packages of Debian, where this is a Debian machine and we are root; else does nothing. Who calls looks afterwards
 * whether what it wants is there. `what`: for the line that tells whoever waits.
 */
export function installDebianPackages(what: string, packages: readonly string[]): void {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || spawnSync("apt-get", ["--version"]).status !== 0) return;
  console.log(`No ${what} found; installing Debian's package …`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  spawnSync("apt-get", ["update", "-qq"], { stdio: "inherit", env });
  spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], { stdio: "inherit", env });
}
