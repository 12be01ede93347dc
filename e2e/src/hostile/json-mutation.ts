/** A source of numbers from 0 to 1. */
export type Random = () => number;

export function pick<Item>(random: Random, items: readonly [Item, ...Item[]]): Item {
  return items[Math.floor(random() * items.length)] ?? items[0];
}

const deep = (levels: number, open: string, close: string) => open.repeat(levels) + close.repeat(levels);

/** JSON texts that stand where another value should. */
const TEXTS: readonly [string, ...string[]] = [
  "null",
  "true",
  "-1",
  "0",
  "1e308",
  "1e999",
  "-9007199254740993",
  "123456789012345678901234567890",
  "0.1",
  '""',
  '"\\u0000"',
  '"\\ud800"',
  '"\u202e\u0661\u{1f469}\u200d\u{1f680}e\u0301"',
  '"__proto__"',
  '"<script>\'; DROP TABLE members; --"',
  `"${"A".repeat(5_000)}"`,
  `"${"A".repeat(43)}"`,
  "[]",
  "{}",
  '{"__proto__":{"x":1},"constructor":{"prototype":{}}}',
  deep(200, "[", "]"),
  deep(5_000, "[", "]"),
  `${'{"a":'.repeat(500)}1${"}".repeat(500)}`,
  `[${"0,".repeat(2_000)}0]`,
];

/** The values of a JSON text, keys apart: where each begins and ends. Only flat ones, which are most. */
function valuesOf(text: string): { readonly start: number; readonly end: number }[] {
  const found = text.matchAll(/(?<=[:,[]\s*)(?:"(?:[^"\\]|\\.)*"(?!\s*:)|-?\d[\d.eE+-]*|true|false|null|\[\]|\{\})/g);
  return [...found].map(({ 0: value, index }) => ({ start: index, end: index + value.length }));
}

/** A JSON text with one thing changed: a value, a key, its bytes or its length. What results may be valid. */
export function mutated(text: string, random: Random): Uint8Array {
  const values = valuesOf(text);
  const place = values[Math.floor(random() * values.length)];
  const replaced = (value: string) => (place ? text.slice(0, place.start) + value + text.slice(place.end) : value);
  const change = pick<() => string | Uint8Array>(random, [
    () => replaced(pick(random, TEXTS)),
    () => replaced(pick(random, TEXTS)),
    () => replaced(pick(random, TEXTS)),
    () => text.slice(0, Math.floor(random() * text.length)),
    () => text + pick(random, [" ", "\0", "}", text, "\ufeff"]),
    () => `\ufeff${text}`,
    // Two values for one key, and a key that nobody knows.
    () => text.replace(/^\{("[^"]+":)/, (_, key: string) => `{${key}${pick(random, TEXTS)},${key}`),
    () =>
      text.replace(/^\{/, `{${pick(random, ['"extra"', '"__proto__"', '"toString"', '""'])}:${pick(random, TEXTS)},`),
    () => text.replace(/"([^"]+)":/, '"x":'),
    () => pick(random, TEXTS),
    () => {
      const bytes = new TextEncoder().encode(text);
      for (let count = 0; count < 3; count++) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      return bytes;
    },
  ])();
  return typeof change === "string" ? new TextEncoder().encode(change) : change;
}
