import { expect, test } from "vitest";
import { SedgeError } from "../sedge-error.ts";
import { afterCrossing } from "./crossing-error.ts";

test("a coded error crosses with its code, another becomes worker-failed", () => {
  const crossed = Object.assign(new Error("bad-email: This is no e-mail address."), { name: "SedgeError" });
  expect(afterCrossing(crossed)).toMatchObject({ name: "SedgeError", code: "bad-email", message: crossed.message });
  const own = new SedgeError("stopped", "It was.");
  expect(afterCrossing(own)).toBe(own);
  expect(afterCrossing(new TypeError("x is undefined"))).toMatchObject({ code: "worker-failed" });
  expect(afterCrossing("bad-email: but no error")).toMatchObject({ code: "worker-failed" });
});
