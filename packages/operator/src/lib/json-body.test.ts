import { MAX_BODY_BYTES } from "@sedge/protocol";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { refusalBy, refusalOf } from "../../test/refusal-by.ts";
import { parse, parseJson, readJson } from "./json-body.ts";

const Body = v.strictObject({ name: v.string(), sizes: v.optional(v.array(v.number())) });
const request = (body: BodyInit, type: string | null = "application/json") =>
  new Request("https://edge.test/", {
    method: "POST",
    body,
    ...(type === null ? {} : { headers: { "content-type": type } }),
  });

describe("a JSON body", () => {
  test.each([
    "application/json",
    "Application/JSON; charset=utf-8",
    'application/json;charset="UTF-8"',
    "application/json ; charset = utf-8 ",
  ])("is read as %s", async (type) => {
    expect(await readJson(request('{"name":"Ada"}', type), Body)).toEqual({ name: "Ada" });
  });

  test.each(["text/plain", "application/json; charset=latin1", "application/jsonp", "text/plain; a=application/json"])(
    "is refused as %s",
    async (type) => {
      expect(await refusalOf(readJson(request('{"name":"Ada"}', type), Body))).toEqual({
        code: "unsupported-media-type",
      });
    },
  );

  test("may have as many bytes as the limit, and no more", async () => {
    const body = '{"name":"Ada"}';
    expect(await readJson(request(body), Body, body.length)).toEqual({ name: "Ada" });
    expect(await refusalOf(readJson(request(body), Body, body.length - 1))).toEqual({ code: "body-too-large" });
    const filled = (bytes: number) => request(body + " ".repeat(bytes - body.length));
    expect(await readJson(filled(MAX_BODY_BYTES), Body)).toEqual({ name: "Ada" });
    expect(await refusalOf(readJson(filled(MAX_BODY_BYTES + 1), Body))).toEqual({ code: "body-too-large" });
  });

  test("a body that is not UTF-8 or not JSON is malformed", async () => {
    expect(await refusalOf(readJson(request(Uint8Array.of(0x22, 0xff, 0x22)), Body))).toEqual({
      code: "malformed-request",
      errors: ["(not UTF-8)"],
    });
    expect(refusalBy(() => parseJson(Body, "{"))).toEqual({ code: "malformed-request", errors: ["(not JSON)"] });
  });
});

describe("a refused value", () => {
  const errorsOf = (value: unknown) => refusalBy(() => parse(Body, value));

  test("is named by the paths of known fields, each once", () => {
    expect(errorsOf({ name: 3, sizes: [1, "x", 2, "y"] })).toEqual({
      code: "malformed-request",
      errors: ["name", "sizes.1", "sizes.3"],
    });
    expect(errorsOf("text")).toMatchObject({ code: "malformed-request" });
  });

  test("never repeats what the sender wrote, neither an unknown key nor a value", () => {
    const refusal = JSON.stringify(errorsOf({ name: ["canary"], canary: "canary" }));
    expect(refusal).toContain("malformed-request");
    expect(refusal).not.toContain("canary");
  });

  test("lists 20 paths at most", () => {
    const refusal = errorsOf({ name: "Ada", sizes: Array.from({ length: 100 }, () => "x") });
    expect(refusal).toHaveProperty("errors.length", 20);
  });
});
