import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { npm } from "./npm-command.ts";

const root = join(import.meta.dirname, "../../..");
const APPS = "examples/apps";
const SDK = "packages/client-sdk";

/**
 * A temporary folder, outside the repository so that nothing of it is found by accident, with what npm would publish of the SDK where the
 * apps' package.json expects it.
 */
export class AppFolder {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /** Packs the SDK as it is built now. */
  static async create(): Promise<AppFolder> {
    const path = mkdtempSync(join(tmpdir(), "sedge-apps-"));
    await npm(join(root, SDK), "pack", "--silent", "--ignore-scripts", "--pack-destination", path);
    const [tarball = ""] = readdirSync(path);
    mkdirSync(join(path, SDK), { recursive: true });
    execFileSync("tar", ["-xzf", join(path, tarball), "-C", join(path, SDK), "--strip-components=1"]);
    return new AppFolder(path);
  }

  /** Copies an app's tracked and new files, and installs what its lock file names. Resolves to the app's folder. */
  async install(app: string): Promise<string> {
    const source = join(APPS, app);
    const listed = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate", source];
    const files = execFileSync("git", listed, { cwd: root, encoding: "utf8" }).split("\0").filter(Boolean);
    for (const file of files) cpSync(join(root, file), join(this.#path, file));
    const folder = join(this.#path, source);
    await npm(folder, "ci", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=5");
    return folder;
  }

  /** Deletes an app, with everything that was installed for it. */
  remove(app: string): void {
    rmSync(join(this.#path, APPS, app), { recursive: true, force: true, maxRetries: 3 });
  }

  delete(): void {
    rmSync(this.#path, { recursive: true, force: true, maxRetries: 3 });
  }
}
