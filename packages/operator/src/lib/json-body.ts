import { MAX_BODY_BYTES } from "@sedge/protocol";
import * as v from "valibot";
import { boundedBody, utf8Text } from "./bounded-body.ts";
import { Refusal } from "./refusal.ts";

const JSON_TYPE = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;
/** Most paths listed in `errors`; a body can be wrong in thousands of places. */
const MAX_ERRORS = 20;

/** Parses `value` with `schema`. @throws {Refusal} `malformed-request` with the paths that did not match, no values. */
export function parse<Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  // An unknown key is the sender's own text, so the problem repeats only paths of known fields.
  const paths = result.issues.map((issue) =>
    issue.type === "strict_object" ? "(unknown or missing key)" : (v.getDotPath(issue) ?? "(body)"),
  );
  throw new Refusal("malformed-request", { errors: [...new Set(paths)].slice(0, MAX_ERRORS) });
}

/** Parses the JSON in `text` with `schema`. @throws {Refusal} `malformed-request` */
export function parseJson<Schema extends v.GenericSchema>(schema: Schema, text: string): v.InferOutput<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal("malformed-request", { errors: ["(not JSON)"] });
  }
  return parse(schema, value);
}

/**
 * Parses the request's JSON body: checks the media type first, then the size, then the shape.
 * @throws {Refusal} `unsupported-media-type`, `body-too-large`, `malformed-request`
 */
export async function readJson<Schema extends v.GenericSchema>(
  request: Request,
  schema: Schema,
  maxBytes = MAX_BODY_BYTES,
): Promise<v.InferOutput<Schema>> {
  if (!JSON_TYPE.test(request.headers.get("content-type") ?? "")) throw new Refusal("unsupported-media-type");
  const bytes = await boundedBody(request, maxBytes);
  if (!bytes) throw new Refusal("body-too-large");
  const text = utf8Text(bytes);
  if (text === undefined) throw new Refusal("malformed-request", { errors: ["(not UTF-8)"] });
  return parseJson(schema, text);
}
