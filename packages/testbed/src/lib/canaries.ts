import { type Encoding, encodings } from "./canary-encoding.ts";
import { patternSearch } from "./pattern-search.ts";

export type CanaryKind = "name" | "email" | "phone" | "loyalty" | "url" | "typed-text";

/** A value planted on a page that must never leave it. */
export interface Canary {
  readonly kind: CanaryKind;
  readonly value: string;
}

/** Where a canary was found. */
export interface CanarySighting {
  readonly canary: Canary;
  /** The spelling that was found, such as the value in lower case. */
  readonly spelling: string;
  readonly encoding: string;
  /** Byte offset in the searched bytes. */
  readonly offset: number;
}

/**
 * The canaries of tests and of the replay. Their values do not occur by accident: addresses in a reserved domain (RFC 2606),
 * numbers from ranges reserved for fiction, and unusual phrases.
 */
export const CANARIES = {
  names: ["Wilhelmina Quackenbush", "Zoë Öztürk-Featherstone"],
  emails: [
    "Wilhelmina.Quackenbush@canary.example",
    "zoe.oztuerk+shopping@canary.example",
    "p.marmaduke@birdcage.example",
    "Ottoline.Vex@birdcage.example",
  ],
  phones: ["+1 415 555 0134", "+1 (212) 555-0187", "+44 20 7946 0958", "+44 7400 123456"],
  loyalty: ["QX-7741-0098-ZK"],
  urls: ["https://canary.example/private/letter?token=tok_8fJq2LrXw1", "utm_canary=spring-plumage-77"],
  typedText: ["marmalade zeppelin in the conservatory", "14 Nightjar Lane, Upper Sedgewick"],
} as const;

/** All canaries with their kinds. */
export const canaries: readonly Canary[] = [
  ...CANARIES.names.map((value) => ({ kind: "name" as const, value })),
  ...CANARIES.emails.map((value) => ({ kind: "email" as const, value })),
  ...CANARIES.phones.map((value) => ({ kind: "phone" as const, value })),
  ...CANARIES.loyalty.map((value) => ({ kind: "loyalty" as const, value })),
  ...CANARIES.urls.map((value) => ({ kind: "url" as const, value })),
  ...CANARIES.typedText.map((value) => ({ kind: "typed-text" as const, value })),
];

/** Normalised forms of each kind that programs send or hash. */
const NORMALISED: Readonly<Record<CanaryKind, (value: string) => readonly string[]>> = {
  name: (value) => value.split(" ").filter((part) => part.length > 7),
  email: (value) => {
    const [local = "", domain = ""] = value.toLowerCase().split("@");
    const plain = local.split("+")[0] ?? "";
    return [`${plain}@${domain}`, `${plain.replaceAll(".", "")}@${domain}`, local];
  },
  phone: (value) => {
    const digits = value.replace(/\D/g, "");
    const national = digits.startsWith("44") ? `0${digits.slice(2)}` : digits.slice(1);
    return [`+${digits}`, digits, `00${digits}`, national];
  },
  loyalty: (value) => [value.replaceAll("-", "")],
  url: (value) => value.split(/[?=&]/).filter((part) => part.length > 7),
  "typed-text": (value) => [value.replaceAll(/\s+/g, ""), value.split(/[ ,]+/).slice(0, 2).join(" ")],
};

/** All spellings of a canary: unchanged, in upper or lower case, decomposed (NFD), without spaces, and normalised. */
export function spellings({ kind, value }: Canary): string[] {
  const forms = [value, value.replaceAll(/\s+/g, ""), value.normalize("NFD"), ...NORMALISED[kind](value)];
  return [...new Set(forms.flatMap((form) => [form, form.toLowerCase(), form.toUpperCase()]))];
}

interface Needle {
  readonly canary: Canary;
  readonly spelling: string;
  readonly encoding: Encoding;
}

function needles(planted: readonly Canary[]): Needle[] {
  return planted.flatMap((canary) =>
    spellings(canary).flatMap((spelling) => encodings(spelling).map((encoding) => ({ canary, spelling, encoding }))),
  );
}

/** Lowercases ASCII letters and leaves other bytes unchanged. */
function asciiLowerCased(bytes: Uint8Array): Uint8Array {
  const lowerCased = Uint8Array.from(bytes);
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x41 && byte <= 0x5a) lowerCased[at] = byte | 0x20;
  }
  return lowerCased;
}

/** Returns a search for `planted` in bytes, with one sighting per canary and encoding. */
export function canaryFinder(planted: readonly Canary[]): (bytes: Uint8Array) => CanarySighting[] {
  const all = needles(planted);
  const groups = [true, false].map((ignoreCase) => {
    const group = all.filter(({ encoding }) => encoding.ignoreCase === ignoreCase);
    return { ignoreCase, group, search: patternSearch(group.map(({ encoding }) => encoding.bytes)) };
  });
  return (bytes) =>
    groups.flatMap(({ ignoreCase, group, search }) => {
      const offsets = search(ignoreCase ? asciiLowerCased(bytes) : bytes);
      return group.flatMap(({ canary, spelling, encoding }, index) => {
        const offset = offsets[index] ?? -1;
        return offset < 0 ? [] : [{ canary, spelling, encoding: encoding.name, offset }];
      });
    });
}

const findSightings = canaryFinder(canaries);

/** The canaries in `bytes`, in clear or in a common encoding or digest. */
export function findCanaries(bytes: Uint8Array): Canary[] {
  return [...new Set(findSightings(bytes).map(({ canary }) => canary))];
}
