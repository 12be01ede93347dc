import { relative } from "node:path";
import * as v from "valibot";
import { root } from "./step.ts";

/** The fields of vitest's JSON report that are used here. */
export const SuiteReport = v.object({
  numPassedTests: v.number(),
  numFailedTests: v.number(),
  numPendingTests: v.number(),
  testResults: v.array(
    v.object({
      name: v.string(),
      status: v.string(),
      message: v.string(),
      assertionResults: v.array(
        v.object({ status: v.string(), fullName: v.string(), failureMessages: v.nullish(v.array(v.string()), []) }),
      ),
    }),
  ),
});
export type SuiteReport = v.InferOutput<typeof SuiteReport>;

/** The failed tests of a suite with their messages. A failed file without failed tests is reported as a whole. */
export function failures({ testResults }: SuiteReport): string[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name);
    const broken = assertionResults.filter((test) => test.status === "failed");
    if (status === "failed" && broken.length === 0) return [`${file}: ${message}`];
    return broken.map((test) => `${file} > ${test.fullName}\n${test.failureMessages.join("\n")}`);
  });
}
