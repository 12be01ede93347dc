import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { EXCEPTIONS, REPLACED } from "./vocabulary.ts";

const root = join(import.meta.dirname, "..", "..");
const TEXT = /\.(?:ts|mts|mjs|cjs|md|sql|html|css|kt|swift)$/;
/** A word of prose, or a part of an identifier in camel, snake or kebab case. */
const WORD = /[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g;

const files = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" })
  .split("\0")
  .filter((path) => TEXT.test(path) && existsSync(join(root, path)));

const isExcepted = (path: string, word: string) =>
  EXCEPTIONS.some(
    (one) =>
      (one.path.endsWith("/") ? path.startsWith(one.path) : path === one.path) &&
      (one.words === undefined || one.words.includes(word)),
  );

/** "hand-over" as one word. */
const joined = (text: string) => text.replaceAll(/\bhand-over/gi, "handover");

/** Replaced words of a text, as `line: word (use term)`. */
function found(path: string, text: string): string[] {
  return text.split("\n").flatMap((line, index) =>
    [...joined(line).matchAll(WORD)].flatMap(([match]) => {
      const word = match.toLowerCase();
      const term = Object.hasOwn(REPLACED, word) ? REPLACED[word] : undefined;
      return term === undefined || isExcepted(path, word) ? [] : [`${path}:${index + 1}: ${word} (use ${term})`];
    }),
  );
}

test("finds a replaced word in prose and in identifiers", () => {
  expect(found("a.ts", "// The edge is told.\nconst toldBy = HAND_COURIER; // hand-over")).toEqual([
    "a.ts:1: told (use reported, registered, known)",
    "a.ts:2: told (use reported, registered, known)",
    "a.ts:2: courier (use outbox sender)",
    "a.ts:2: handover (use landing link or channel transition)",
  ]);
  expect(found("decisions/1.md", "told")).toEqual([]);
});

test("no tracked text uses a replaced word", () => {
  expect(files.length).toBeGreaterThan(500);
  expect(files.flatMap((path) => found(path, readFileSync(join(root, path), "utf8")))).toEqual([]);
});

test("every exception is needed", () => {
  const idle = EXCEPTIONS.filter(({ path, words }) => {
    const texts = files
      .filter((file) => (path.endsWith("/") ? file.startsWith(path) : file === path))
      .map((file) => joined(readFileSync(join(root, file), "utf8").toLowerCase()));
    return !(words ?? Object.keys(REPLACED)).some((word) => texts.some((text) => text.includes(word)));
  });
  expect(idle).toEqual([]);
});
