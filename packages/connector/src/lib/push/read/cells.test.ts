import { expect, test } from "vitest";
import { timeOf, consentOf, flagOf } from "./cells.ts";
import { turnsOf } from "./turns.ts";

test.each([
  ["2026-11-05", 1_793_836_800],
  ["2026-11-05T08:30:00Z", 1_793_867_400],
  ["2026-11-05 08:30", 1_793_867_400],
  ["2026-11-05T09:30:00.5+01:00", 1_793_867_400.5],
  ["2026-11-05T07:30:00-0100", 1_793_867_400],
  ["1793867400", 1_793_867_400],
  ["1793867400500", 1_793_867_400.5],
])("reads the time %s as %d", (cell, seconds) => expect(timeOf(cell)).toBe(seconds));

test.each(["", "3/4/2026", "2026-02-30", "2026-13-01", "yesterday", "2026-11-05T25:00Z", "-5"])(
  "rejects the time %s",
  (cell) => expect(timeOf(cell)).toBeUndefined(),
);

test("consent: an unlisted word is rejected, and the owner's words take precedence", () => {
  expect(["Yes", "opt-in", "N", "Unsubscribed"].map((cell) => consentOf(cell, {}))).toEqual([
    "yes",
    "yes",
    "no",
    "withdrawn",
  ]);
  expect(["unknown", "Pending", "not asked", "NaN"].map((cell) => consentOf(cell, {}))).toEqual(
    Array.from({ length: 4 }, () => "unstated"),
  );
  expect(consentOf("?", { unstated: ["leer"] })).toBeUndefined();
  expect(consentOf("leer", { unstated: ["leer"] })).toBe("unstated");
  expect(consentOf("perhaps", {})).toBeUndefined();
  expect(consentOf("1", { yes: ["J"], withdrawn: ["1"] })).toBe("withdrawn");
  expect(consentOf("yes", { yes: ["J"] })).toBeUndefined();
});

test.each([
  ["yes", "Sí sì tak SIM ano да evet はい 是 WAHR VRAI 1.0 OPTED_IN Opt-In Accepted ✔ erteilt"],
  ["no", "nie Nee não NAO нет HAYIR いいえ 否 FALSCH faux 0.0 not_subscribed Rejected abgelehnt"],
  ["withdrawn", "OPT_OUT opted_out Widerrufen désabonné"],
  ["unstated", "undefined unconfirmed #N/A <NA> never_subscribed Pending Cleaned Non-subscribed NONSUBSCRIBED Bounced"],
  ["withdrawn", "Unsubscribed"],
  ["yes", "Subscribed"],
])("consent in other languages and spellings: %s", (meaning, cells) => {
  expect(cells.split(" ").map((cell) => [cell, consentOf(cell, {})])).toEqual(
    cells.split(" ").map((cell) => [cell, meaning]),
  );
});

test("yes and no: if one side is listed, every other word means the other", () => {
  expect(["open", "opened", "x"].map((cell) => flagOf(cell, { yes: ["opened"] }))).toEqual([false, true, false]);
  expect(["bounced", "clicked"].map((cell) => flagOf(cell, { no: ["bounced"] }))).toEqual([false, true]);
  expect(["a", "b", "c"].map((cell) => flagOf(cell, { yes: ["A"], no: ["B"] }))).toEqual([true, false, undefined]);
  expect(["TRUE", "0", "maybe"].map((cell) => flagOf(cell))).toEqual([true, false, undefined]);
});

test("turns: reads JSON with the usual names, or lines that start with the speaker", () => {
  const turns = [
    { speaker: "visitor", text: "Where?" },
    { speaker: "site", text: "There." },
  ];
  expect(turnsOf('[{"from":"Customer","message":"Where?"},{"role":"assistant","body":"There."}]')).toEqual(turns);
  expect(turnsOf("Caller: Where?\nAgent: There.")).toEqual(turns);
  expect(turnsOf("Caller: a\nb")).toEqual([{ speaker: "visitor", text: "a\nb" }]);
  expect(turnsOf('[{"from":"Zed","text":"x"}]')).toBeUndefined();
  expect(turnsOf("just words")).toBeUndefined();
});
