import { spawnSync } from "node:child_process";
import { installDebianPackages } from "./debian-packages.ts";
import { onPath } from "./executable.ts";

/** The system's Python, which has Debian's packages. The PATH may have another Python first. */
export const SYSTEM_PYTHON = "/usr/bin/python3";
const PACKAGES = ["gir1.2-webkit2-4.1", "python3-gi", "xvfb"];
const IMPORTS = 'import gi; gi.require_version("Gtk", "3.0"); gi.require_version("WebKit2", "4.1")';
const NONE = `skipped: WebKitGTK could not be found or installed. On Debian: apt install ${PACKAGES.join(" ")}.`;

function isInstalled(): boolean {
  return onPath(["Xvfb"]) !== undefined && spawnSync(SYSTEM_PYTHON, ["-c", IMPORTS]).status === 0;
}

/** Installs WebKitGTK if it is missing (as root on Debian). Returns the reason if the host cannot run. */
export function installWebkit(): { readonly skipped?: string } {
  if (isInstalled()) return {};
  installDebianPackages("WebKitGTK", PACKAGES);
  return isInstalled() ? {} : { skipped: NONE };
}
