import { deleteOne } from "./delete-one.ts";
import type { PersonRecord } from "./person-record.ts";
import { phoneDigits } from "./phone-digits.ts";
import { plainText } from "./plain-text.ts";
import type { FieldsTerms } from "./field-terms.ts";

function near(namespace: string, text: string): string[] {
  return deleteOne(text, { shortest: 5 }).map((neighbour) => `${namespace}:${neighbour}`);
}

function exact(namespace: string, text: string): string[] {
  return text ? [`${namespace}:${text}`] : [];
}

/** First words of a gender or a form of address, in the languages whose column names are known. */
const MALE = new Set(
  "male man mann mannlich masculin masculino maschio mezczyzna homme h hombre herr mr monsieur m varon".split(" "),
);
const FEMALE = new Set(
  "female woman w weiblich frau femme feminin femenino femmina mujer vrouw v kobieta k mrs ms miss madame mme f".split(
    " ",
  ),
);

function genderOf(text: string | undefined): string {
  const [word = ""] = plainText(text).split(" ");
  return MALE.has(word) ? "m" : FEMALE.has(word) ? "f" : word.slice(0, 1);
}

/** Terms of contacts, numbers and descriptions. */
export function contactTerms(record: PersonRecord): FieldsTerms {
  const phone = phoneDigits(record.phone, record.country);
  const email = (record.email ?? "").trim().toLowerCase();
  const local = email.slice(0, Math.max(email.indexOf("@"), 0));
  const stated = plainText(record.nationalId).replaceAll(" ", "");
  // One digit over and over is what a form wants, not what a state gave.
  const nationalId = /^(\d)\1+$/.test(stated) ? "" : stated;
  return {
    phone: { exact: exact("phone", phone), near: near("phone", phone) },
    email: {
      exact: exact("email", email.includes("@") ? email : ""),
      local: exact("local", local),
      near: near("local", local),
    },
    nationalId: { exact: exact("id", nationalId), near: near("id", nationalId) },
    gender: { exact: exact("gender", genderOf(record.gender)) },
    occupation: { exact: exact("work", plainText(record.occupation)) },
    income: { exact: exact("income", plainText(record.income)) },
  };
}
