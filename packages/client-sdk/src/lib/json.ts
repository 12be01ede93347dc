type WithToJson = unknown[] & { toJSON?: unknown };

/**
 * JSON of a value, also where an old framework has given all arrays a `toJSON` that writes them as text (Prototype.js before 1.7).
 * Nothing of the page runs meanwhile.
 */
export function toJson(value: unknown): string {
  const arrays = Array.prototype as WithToJson;
  const { toJSON } = arrays;
  delete arrays.toJSON;
  const text = JSON.stringify(value);
  if (toJSON) arrays.toJSON = toJSON;
  return text;
}
