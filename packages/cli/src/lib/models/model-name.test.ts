import { expect, test } from "vitest";
import { modelNameOf } from "./model-name.ts";

test.each([
  ["/tmp/Support Intent.v2", "support-intent-v2"],
  ["models/7-days/", "model-7-days"],
  ["données", "donne-es"],
  ["你好", "model"],
  [`x${"-y".repeat(40)}`, `x${"-y".repeat(19)}`],
])("%s becomes %s", (folder, name) => expect(modelNameOf(folder)).toBe(name));
