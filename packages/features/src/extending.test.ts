import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { CHANNELS } from "@sedge/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TRACKED_EVENTS } from "./lib/tracked-events.ts";

const ROOT = join(import.meta.dirname, "../../..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

/** An edit from docs/extending.md: a new file, or lines that replace others. */
interface Edit {
  readonly path: string;
  readonly isNew: boolean;
  readonly text: string;
}

const EDITS: readonly Edit[] = [
  ...read("docs/extending.md").matchAll(/```(ts|diff) (packages\S+)\n([\s\S]*?)^```$/gm),
].map(([, form, path = "", text = ""]) => ({ path, isNew: form === "ts", text }));

/** The part of the connector that names every channel, with what it imports. */
const ADAPTERS = [
  "push/adapters",
  "push/read/push-field.ts",
  "push/read/record-fields.ts",
  "rows/column-name.ts",
  "rows/usual-names.ts",
].map((path) => `packages/connector/src/lib/${path}`);

/** A copy of the packages, in which only their own sources are read. */
const copy = mkdtempSync(join(tmpdir(), "sedge-extending-"));
afterAll(() => rmSync(copy, { recursive: true }));

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}

beforeAll(() => {
  writeFileSync(join(copy, "tsconfig.base.json"), read("tsconfig.base.json"));
  for (const name of ["protocol", "features"]) {
    const isSource = (path: string) => !/\.test(-d)?\.ts$/.test(path);
    cpSync(join(ROOT, "packages", name, "src"), join(copy, "packages", name, "src"), {
      recursive: true,
      filter: isSource,
    });
    writeFileSync(join(copy, "packages", name, "package.json"), read(`packages/${name}/package.json`));
    const valibot = join(ROOT, "packages", name, "node_modules/valibot");
    link(valibot, join(copy, "packages", name, "node_modules/valibot"));
  }
  for (const path of ADAPTERS) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  link(join(ROOT, "packages/linkage"), join(copy, "packages/connector/node_modules/@sedge/linkage"));
  link(join(copy, "packages/protocol"), join(copy, "packages/connector/node_modules/@sedge/protocol"));
  link(join(copy, "packages/protocol"), join(copy, "packages/features/node_modules/@sedge/protocol"));
  link(join(ROOT, "packages/features/node_modules/@types/node"), join(copy, "node_modules/@types/node"));
  const config = {
    extends: "../../tsconfig.base.json",
    compilerOptions: { types: ["node"] },
    include: ["src", "../connector/src"],
  };
  writeFileSync(join(copy, "packages/features/tsconfig.json"), JSON.stringify(config));
});

function apply({ path, isNew, text }: Edit): void {
  const file = join(copy, path);
  if (isNew) return writeFileSync(file, text);
  const linesOf = (marks: string) =>
    text
      .split("\n")
      .filter((line) => line !== "" && marks.includes(line.slice(0, 1)))
      .map((line) => line.slice(1))
      .join("\n");
  const before = readFileSync(file, "utf8");
  expect(before, `${path} is not as docs/extending.md shows it`).toContain(linesOf(" -"));
  writeFileSync(file, before.replace(linesOf(" -"), linesOf(" +")));
}

const edit = (path: string) => EDITS.filter((one) => one.path.endsWith(path)).forEach(apply);

/** Errors of the type checker, each as file and code. */
function typeErrors(): string[] {
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [tsc, "-p", "packages/features"], { cwd: copy, encoding: "utf8" });
  return [...stdout.matchAll(/^(\S+?)\(\d+,\d+\): error (TS\d+)/gm)].map(([, file, code]) => `${file} ${code}`);
}

/** What a module prints that imports the copy. */
function answerOf(code: string): unknown {
  writeFileSync(join(copy, "packages/features/try.mjs"), code);
  const { stdout, stderr } = spawnSync(process.execPath, ["packages/features/try.mjs"], {
    cwd: copy,
    encoding: "utf8",
  });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout);
}

describe("the additions of docs/extending.md", () => {
  test("the page shows an event, and a channel with its name, file, two lines of the registry and adapter", () => {
    expect(EDITS.map(({ path, isNew }) => `${isNew ? "new " : ""}${path.split("/").at(-1)}`)).toEqual([
      "tracked-events.ts",
      "channel.ts",
      "new kiosk.ts",
      "registry.ts",
      "registry.ts",
      "adapters.ts",
    ]);
  });

  test("the compiler points at what was forgotten: an answer of the event, the definition and the adapter of the channel", () => {
    edit("tracked-events.ts");
    const file = join(copy, "packages/features/src/lib/tracked-events.ts");
    const whole = readFileSync(file, "utf8");
    writeFileSync(file, whole.replace('"video-played": { hasProduct: false,', '"video-played": {'));
    edit("channel.ts");
    const errors = typeErrors();
    expect(errors).toContain("packages/features/src/lib/tracked-events.ts TS2741");
    expect(errors).toContain("packages/features/src/lib/channels/registry.ts TS2741");
    expect(errors.map((error) => error.split("/").at(-1))).toContain("adapters.ts TS2741");
    writeFileSync(file, whole);
  });

  test("nothing else is missing: the whole compiles", () => {
    edit("kiosk.ts");
    edit("registry.ts");
    edit("adapters.ts");
    expect(typeErrors()).toEqual([]);
  });

  test("the event is parsed, counted, and read by the rules; a session stored before is still read", () => {
    const code = `
      import { advance, emptySession, EVENT_KINDS, isTracked, SedgeEvent, Session } from "./src/index.ts";
      import * as v from "valibot";
      const event = v.parse(SedgeEvent, { kind: "video-played", at: 5 });
      const searched = advance(emptySession(0), { kind: "search", at: 1, repeated: false });
      const { "video-played": _, ...older } = searched.events;
      const stored = v.parse(Session, JSON.parse(JSON.stringify({ ...searched, events: older })));
      const { events, struggle } = advance(stored, event);
      const withTitle = v.is(SedgeEvent, { ...event, title: "x" });
      console.log(JSON.stringify([events["video-played"], struggle.search.isOpen, isTracked("video-played", false),
        EVENT_KINDS.includes("video-played"), withTitle]));`;
    expect(answerOf(code)).toEqual([1, false, true, true, false]);
  });

  test("the channel has features, coordinates and a place in the journey", () => {
    const code = `
      import { addTouch, CHANNEL_FEATURES, pointIn, PROFILE_SCHEMA, profileFeatures, tallyCoordinates } from "./src/profile.ts";
      import { profileStage } from "./src/journey.ts";
      const kiosk = CHANNEL_FEATURES.filter(({ channel }) => channel === "kiosk");
      const space = { featureSchema: PROFILE_SCHEMA, features: profileFeatures(kiosk) };
      const tally = addTouch(addTouch(undefined, { at: 1, department: "a" }), { at: 2, department: "b" });
      const point = pointIn(space, "kiosk", tallyCoordinates("kiosk", tally));
      console.log(JSON.stringify([space.features, point.length, point[2], profileStage({}, { kiosk: 3, any: 3 })]));`;
    expect(answerOf(code)).toEqual([["kioskPresent", "kioskOrders", "kioskBreadth"], 3, 0.5, "buy"]);
  });
});

test("the SDK's README names every event that `track` reports", () => {
  const line = read("packages/client-sdk/README.md")
    .split("\n")
    .find((one) => one.startsWith("| `track("));
  for (const name of Object.keys(TRACKED_EVENTS)) expect(line).toContain(`\`${name}\``);
});

test("docs/channels.md has a row for every channel", () => {
  for (const channel of CHANNELS) expect(read("docs/channels.md")).toContain(`\n| \`${channel}\` |`);
});

test("every channel file is listed in the registry", () => {
  const registry = read("packages/features/src/lib/channels/registry.ts");
  const files = readdirSync(join(import.meta.dirname, "lib/channels")).filter(
    (file) => !/definition|measure|registry/.test(file),
  );
  for (const file of files) expect(registry).toContain(`"./${file}"`);
});
