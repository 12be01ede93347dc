import { execFileSync } from "node:child_process";
import { globSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { root, runStep, type Step } from "./step.ts";
import { isGiven, readTask, refuse } from "./task-call.ts";

const call = readTask("npm run release --", {
  purpose: `Builds what is published; checks that nothing is uncommitted and that all packages have one version that the changelog
describes; packs each published package; writes its software bill of materials (CycloneDX); prints the commands that publish them
with provenance.`,
  options: [
    {
      name: "dry-run",
      isNeeded: true,
      description:
        "required, because this script never publishes: CI runs the commands, as provenance needs CI's identity",
    },
  ],
  notes: `Packages with a "publishConfig" are published. Output: dist/release/.`,
});
if (!isGiven(call, "dry-run")) refuse("--dry-run is required; see --help.");

const Manifest = v.object({
  name: v.string(),
  version: v.string(),
  private: v.optional(v.boolean(), false),
  publishConfig: v.optional(v.unknown()),
});
const manifests = globSync("{.,packages/*}/package.json", { cwd: root }).map((file) => ({
  folder: dirname(file),
  ...v.parse(Manifest, JSON.parse(readFileSync(join(root, file), "utf8"))),
}));
const published = manifests.filter(({ publishConfig }) => publishConfig !== undefined);
const versions = [...new Set(manifests.map(({ version }) => version))];
const [version = ""] = versions;

const problems: string[] = [];
if (execFileSync("git", ["status", "--porcelain"], { cwd: root, encoding: "utf8" }) !== "") {
  problems.push("There are uncommitted changes; commit or stash them.");
}
if (versions.length !== 1) problems.push(`The packages have several versions: ${versions.join(", ")}.`);
const changelog = readFileSync(join(root, "CHANGELOG.md"), "utf8");
if (!changelog.includes(`## ${version}`)) problems.push(`CHANGELOG.md has no section "## ${version}".`);
for (const { name, private: isPrivate } of published) {
  if (isPrivate) problems.push(`${name} has a publishConfig and is private; remove one of them.`);
}
if (published.length === 0) problems.push('No package has a "publishConfig".');

const out = join(root, "dist", "release");
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const PNPM = ["npx", "--yes", "pnpm@12.21.0"] as const;
const steps: Step[] = [
  { name: "build", command: ["node", "scripts/build.ts"] },
  ...published.map(({ name, folder }): Step => ({
    name: `pack ${name}`,
    command: [...PNPM, "pack", "--pack-destination", out],
    folder,
  })),
  ...published.map(({ name, folder }): Step => ({
    name: `bill of materials of ${name}`,
    command: [
      ...PNPM,
      "--filter",
      name,
      "sbom",
      "--lockfile-only",
      "--sbom-format",
      "cyclonedx",
      "--out",
      join(out, `${folder.replace("packages/", "")}-${version}.cdx.json`),
    ],
  })),
];
for (const step of steps) if (!runStep(step)) problems.push(`The step "${step.name}" failed.`);

const tarballs = readdirSync(out).filter((file) => file.endsWith(".tgz"));
console.log(`\nVersion ${version}. Packed and described in dist/release:`);
for (const file of readdirSync(out)) console.log(`  ${file}`);
console.log("\nCI publishes with:");
for (const file of tarballs) console.log(`  npm publish dist/release/${file} --provenance --access public`);
if (problems.length > 0) {
  console.error(`\nNot ready:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
  process.exit(1);
}
