import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { IdentifierError } from "./identifier-error.ts";
import type { IdentifierKind } from "./identifier-kind.ts";
import { normaliseIdentifier } from "./identifier.ts";

/** What comes out, then every spelling that must give it. */
const emails: [normalised: string, ...spellings: string[]][] = [
  ["jane@example.com", "jane@example.com", "Jane@Example.COM", "  jane@example.com\n", "jane@example.com."],
  ["jane@example.com", "jane+news@example.com", "jane+@example.com", "jane+a+b@example.com"],
  [
    "jane@example.com",
    "ｊａｎｅ＠ｅｘａｍｐｌｅ．ｃｏｍ",
    "ｊａｎｅ＋ｎｅｗｓ@example.com",
    "\u202ajane@example.com\u202c",
    "\ufeffjane@example.com\u200b",
  ],
  ["jane.doe@example.com", "Jane.Doe@example.com", "jane.doe+2@example.com"],
  ["janedoe@gmail.com", "janedoe@gmail.com", "Jane.Doe@Gmail.com", "j.a.n.e.d.o.e@gmail.com", "janedoe+x@gmail.com"],
  ["janedoe@gmail.com", "janedoe@googlemail.com", "Jane.Doe+shop@GoogleMail.com", "jane.doe+a.b@gmail.com"],
  ["jane@icloud.com", "jane@icloud.com", "jane@me.com", "jane@mac.com", "Jane+x@me.com"],
  ["jane.doe@icloud.com", "jane.doe@me.com"],
  ["jane@outlook.com", "jane+a@outlook.com"],
  ["jane@hotmail.com", "jane+a@hotmail.com"],
  ["jane@live.com", "jane@live.com"],
  ["jane.doe@outlook.com", "Jane.Doe@outlook.com"],
  ["jane@fastmail.com", "jane+a@fastmail.com"],
  ["jane@proton.me", "jane+a@proton.me"],
  ["jane@protonmail.com", "jane@protonmail.com"],
  ["jane-shop@yahoo.com", "Jane-Shop@yahoo.com"],
  ["jane@xn--mnchen-3ya.de", "jane@münchen.de", "jane@MÜNCHEN.de", "jane@mu\u0308nchen.de", "jane@xn--mnchen-3ya.de"],
  ["jane@xn--strae-oqa.de", "jane@straße.de"],
  ["jane@xn--r8jz45g.jp", "jane@例え.jp", "jane@例え。jp"],
  ["josé@example.com", "josé@example.com", "jose\u0301@example.com", "JOSÉ+x@example.com"],
  ["o'neil@example.ie", "O'Neil@example.ie"],
  ["+12345@sms.example.com", "+12345@sms.example.com", "+12345+x@sms.example.com"],
  ["a_b=c@mail.example.co.uk", "A_B=C@mail.example.co.uk"],
];

const phones: [normalised: string, ...spellings: (string | [text: string, country: string])[]][] = [
  [
    "+14155552671",
    "+1 415 555 2671",
    "+1 (415) 555-2671",
    "+1.415.555.2671",
    " +14155552671 ",
    "\u202a+1 415-555-2671\u202c",
  ],
  ["+14155552671", ["(415) 555-2671", "US"], ["4155552671", "us"], ["1-415-555-2671", "CA"], ["415/555/2671", "US"]],
  ["+14155552671", "+1 415 555 2671 ext. 12", "+1 415 555 2671 x12", ["415-555-2671 ext 7", "US"]],
  ["+14155552671", ["001 415 555 2671", "DE"], "＋１　４１５　５５５　２６７１"],
  [
    "+4930123456",
    ["030 123456", "DE"],
    ["030/12 34 56", "DE"],
    "+49 (0)30 123456",
    ["0049 30 123456", "DE"],
    ["00 49 30 123456", "FR"],
  ],
  ["+33612345678", ["06 12 34 56 78", "FR"], ["06.12.34.56.78", "FR"], "+33 6 12 34 56 78", "+33 (0)6 12 34 56 78"],
  ["+442079460958", ["020 7946 0958", "GB"], ["011 44 20 7946 0958", "US"], "+44 (0)20 7946 0958"],
  ["+390212345678", ["02 1234 5678", "IT"], "+39 02 1234 5678"],
  ["+79123456789", ["8 (912) 345-67-89", "RU"], "+7 912 345-67-89"],
  ["+5491123456789", ["011 15-2345-6789", "AR"], "+54 9 11 2345 6789"],
  ["+819012345678", ["090-1234-5678", "JP"], "+81 (0)90 1234 5678"],
  ["+971501234567", ["٠٥٠ ١٢٣ ٤٥٦٧", "AE"], "+971 50 123 4567"],
  ["+5511961234567", ["(11) 96123-4567", "BR"], ["0 11 96123-4567", "BR"]],
  ["+919876543210", ["098765 43210", "IN"], "+91 98765 43210"],
];

const loyalties: [normalised: string, ...spellings: string[]][] = [
  ["AB1234", "AB1234", "ab1234", " AB 12 34 ", "AB-12-34", "ab–12—34", "ＡＢ１２３４", "AB\u00a01234", "AB\u00ad1234"],
  ["0012345", "0012345", "00 123-45"],
  ["12.34/5#6", "12.34/5#6"],
  ["STRASSE1", "Straße1", "STRASSE-1"],
];

const accounts: [normalised: string, ...spellings: string[]][] = [
  ["7", "7", " 7 ", "\u200b7\n"],
  ["user-00123", "user-00123", "\tuser-00123"],
  ["aZ3kP", "aZ3kP"],
  ["JosÉ", "JosÉ", "JosE\u0301"],
  ["ＡＢ１", "ＡＢ１"],
  ["auth0|5f7c8ec7c33c6c004bbafe82", "auth0|5f7c8ec7c33c6c004bbafe82"],
  ["Kunde Nr. 12", " Kunde Nr. 12 "],
  ["jane@example.com", "jane@example.com"],
];

const rows = [
  ...emails.flatMap(([to, ...from]) => from.map((text) => ["email", text, undefined, to] as const)),
  ...phones.flatMap(([to, ...from]) =>
    from.map((entry) => {
      const [text, country] = typeof entry === "string" ? [entry] : entry;
      return ["phone", text, country, to] as const;
    }),
  ),
  ...loyalties.flatMap(([to, ...from]) => from.map((text) => ["loyalty", text, undefined, to] as const)),
  ...accounts.flatMap(([to, ...from]) => from.map((text) => ["account", text, undefined, to] as const)),
];

test.each(rows)("%s %j (%s) is %s", (kind, text, country, normalised) => {
  expect(normaliseIdentifier(kind, text, country)).toBe(normalised);
  expect(normaliseIdentifier(kind, normalised, country)).toBe(normalised);
});

describe("different people stay apart", () => {
  const pairs: [kind: IdentifierKind, a: string, b: string][] = [
    ["email", "jane.doe@example.com", "janedoe@example.com"],
    ["email", "jane.doe@outlook.com", "janedoe@outlook.com"],
    ["email", "jane@outlook.com", "jane@hotmail.com"],
    ["email", "jane@fastmail.com", "jane@fastmail.fm"],
    ["email", "jane@proton.me", "jane@protonmail.com"],
    ["email", "jane.doe@icloud.com", "janedoe@icloud.com"],
    ["email", "jane@gmail.com", "jane@gmail.co"],
    ["email", "jane-a@yahoo.com", "jane-b@yahoo.com"],
    ["email", "jane@strasse.de", "jane@straße.de"],
    ["email", "jose@example.com", "josé@example.com"],
    ["email", "x²é@example.com", "x2é@example.com"],
    ["phone", "+4930123456", "+4930123457"],
    ["phone", "+390212345678", "+390212345679"],
    ["loyalty", "0012345", "12345"],
    ["account", "aZ3", "Az3"],
    ["account", "0012345", "12345"],
    ["account", "a-b", "ab"],
    ["account", "ＡＢ１", "AB1"],
    ["account", "Kunde Nr. 12", "Kunde  Nr. 12"],
  ];
  test.each(pairs)("%s %s and %s", (kind, a, b) => {
    expect(normaliseIdentifier(kind, a)).not.toBe(normaliseIdentifier(kind, b));
  });
});

describe("refused, without a word of the value", () => {
  const bad: [kind: IdentifierKind, text: string, country?: string][] = [
    ...[
      "",
      "@",
      "jane",
      "jane@",
      "@example.com",
      "jane@localhost",
      "jane@1.2.3.4",
      "jane@[::1]",
      "ja ne@example.com",
    ].map((text): [IdentifierKind, string] => ["email", text]),
    ...[
      "jane@@example.com",
      "jane@a@example.com",
      ".jane@example.com",
      "ja..ne@example.com",
      "jane.@example.com",
      "jane.+x@example.com",
    ].map((text): [IdentifierKind, string] => ["email", text]),
    ...["jane@exam_ple.com", "jane@example.com/x", "jane@example.com:25", "jane@exa%6dple.com", "jane@-a.com"].map(
      (text): [IdentifierKind, string] => ["email", text],
    ),
    ...["Jane <jane@example.com>", "mailto:jane@example.com", '"ja ne"@example.com', "a@x.com,b@x.com"].map(
      (text): [IdentifierKind, string] => ["email", text],
    ),
    ["email", `${"j".repeat(65)}@example.com`],
    ["email", `${"é".repeat(33)}@example.com`],
    ["email", `jane@${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(60)}.example.com`],
    ["email", `jane@${"example.".repeat(80)}com`],
    ["email", "jane\u0000@example.com"],
    ["email", "jane\ud800@example.com"],
    ...["", "12", "hello", "4155552671", "+999 123456", "+1 415 555 267"].map((text): [IdentifierKind, string] => [
      "phone",
      text,
    ]),
    ["phone", "call 415 555 2671 now", "US"],
    ["phone", "415 555 2671, 415 555 2672", "US"],
    ["phone", "415 555 2671", "ZZ"],
    ["phone", "415 555 2671", "United States"],
    ...["", "abc", "a-b-c", "A".repeat(65), "abcd\u0000", "abcd\ud800"].map((text): [IdentifierKind, string] => [
      "loyalty",
      text,
    ]),
    ...["", " ", "a\u0000b", "first\nsecond", "a\u200bb", "a\ud800", "A".repeat(129)].map(
      (text): [IdentifierKind, string] => ["account", text],
    ),
  ];
  test.each(bad)("%s %j %s", (kind, text, country) => {
    let error: unknown;
    try {
      normaliseIdentifier(kind, text, country);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(IdentifierError);
    expect(error).toMatchObject({ code: `bad-${kind}`, message: expect.stringMatching(/^[A-Z][^.]+\.$/) });
    for (const part of text.split(/[\s@.]+/).filter((part) => part.length > 4))
      expect(String(error)).not.toContain(part);
  });
});

test("normalising is idempotent for every accepted value", () => {
  const character = fc.oneof(
    fc.constantFrom("a", "B", ".", "+", "-", "é", "ß", "ｊ"),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
  );
  const local = fc.string({ unit: character, minLength: 1, maxLength: 8 });
  const domain = fc.constantFrom("Gmail.com", "me.com", "Example.com", "münchen.de", "例え。jp");
  const raw = fc.oneof(
    fc.tuple(
      fc.constant<IdentifierKind>("email"),
      fc.tuple(local, domain).map((parts) => parts.join("@")),
    ),
    fc.tuple(fc.constant<IdentifierKind>("account"), fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 })),
    fc.tuple(fc.constant<IdentifierKind>("loyalty"), fc.string({ unit: "grapheme", minLength: 4, maxLength: 20 })),
  );
  let accepted = 0;
  fc.assert(
    fc.property(raw, ([kind, text]) => {
      let once: string;
      try {
        once = normaliseIdentifier(kind, text);
      } catch (error) {
        expect(error).toBeInstanceOf(IdentifierError);
        return;
      }
      accepted += 1;
      expect(normaliseIdentifier(kind, once)).toBe(once);
    }),
    { numRuns: 2_000 },
  );
  expect(accepted).toBeGreaterThan(300);
});
