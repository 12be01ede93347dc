import { execFileSync } from "node:child_process";
import { globSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import * as v from "valibot";
import { root, runStep, type Step } from "./step.ts";

const USAGE = `npm run release -- --dry-run

Builds what is published, checks that nothing is uncommitted and that all packages have one version that the changelog describes, packs each
published package, writes its software bill of materials (CycloneDX) and prints the commands that publish them with provenance.

  --dry-run  required: this script never publishes by itself. CI runs the commands that it prints, as provenance needs CI's identity.
  --help     this text

Packages are published that have a "publishConfig". Output: dist/release/.`;

const { values } = parseArgs({ options: { "dry-run": { type: "boolean" }, help: { type: "boolean" } } });
if (values.help || !values["dry-run"]) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 2);
}

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
