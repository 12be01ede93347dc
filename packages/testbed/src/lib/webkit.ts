import { spawnSync } from "node:child_process";
import { installDebianPackages } from "./debian-packages.ts";
import { onPath } from "./executable.ts";

/** The system's own Python, whose packages Debian installs; another may come first on the PATH. */
export const SYSTEM_PYTHON = "/usr/bin/python3";
const PACKAGES = ["gir1.2-webkit2-4.1", "python3-gi", "xvfb"];
const IMPORTS = 'import gi; gi.require_version("Gtk", "3.0"); gi.require_version("WebKit2", "4.1")';
const NONE = `skipped: WebKitGTK could not be found or installed; on Debian: apt install ${PACKAGES.join(" ")}.`;

function isThere(): boolean {
  return onPath(["Xvfb"]) !== undefined && spawnSync(SYSTEM_PYTHON, ["-c", IMPORTS]).status === 0;
}

/** Sees to it that a WebKitGTK host can run here: there already, or installed now (as root on Debian). Says why it can't. */
export function installWebkit(): { readonly skipped?: string } {
  if (isThere()) return {};
  installDebianPackages("WebKitGTK", PACKAGES);
  return isThere() ? {} : { skipped: NONE };
}
