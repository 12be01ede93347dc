import { deleteOne } from "./delete-one.ts";
import type { PersonRecord } from "./person-record.ts";
import { plainText } from "./plain-text.ts";
import type { FieldsTerms } from "./field-terms.ts";

/** Digits of a phone number's national part: at most the last nine, so that country and trunk prefixes do not matter. */
function phoneDigits(text: string | undefined): string {
  return (text ?? "").replace(/\D/g, "").slice(-9);
}

function near(namespace: string, text: string): string[] {
  return deleteOne(text, { shortest: 5 }).map((neighbour) => `${namespace}:${neighbour}`);
}

function exact(namespace: string, text: string): string[] {
  return text ? [`${namespace}:${text}`] : [];
}

/** Terms of contacts, numbers and descriptions. */
export function contactTerms(record: PersonRecord): FieldsTerms {
  const phone = phoneDigits(record.phone);
  const email = (record.email ?? "").trim().toLowerCase();
  const local = email.slice(0, Math.max(email.indexOf("@"), 0));
  const nationalId = plainText(record.nationalId).replaceAll(" ", "");
  return {
    phone: { exact: exact("phone", phone), near: near("phone", phone) },
    email: {
      exact: exact("email", email.includes("@") ? email : ""),
      local: exact("local", local),
      near: near("local", local),
    },
    nationalId: { exact: exact("id", nationalId), near: near("id", nationalId) },
    gender: { exact: exact("gender", plainText(record.gender).slice(0, 1)) },
    occupation: { exact: exact("work", plainText(record.occupation)) },
    income: { exact: exact("income", plainText(record.income)) },
  };
}
