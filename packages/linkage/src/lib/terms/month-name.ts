import { plainText } from "./plain-text.ts";

/**
 * Months in English, German, French, Spanish, Italian, Dutch, Polish, Portuguese, the Scandinavian languages, Czech and
 * Russian, in plain letters. A word is a month if it is the start of one of these, of three letters or
 * more.
 */
const MONTHS: readonly (readonly string[])[] = [
  [
    "january",
    "januar",
    "janner",
    "janvier",
    "enero",
    "gennaio",
    "januari",
    "styczen",
    "stycznia",
    "janeiro",
    "leden",
    "ledna",
    "yanvarya",
  ],
  [
    "february",
    "februar",
    "feber",
    "fevrier",
    "febrero",
    "febbraio",
    "februari",
    "luty",
    "lutego",
    "fevereiro",
    "unor",
    "fevralya",
  ],
  [
    "march",
    "marz",
    "maerz",
    "mrz",
    "mars",
    "marzo",
    "maart",
    "mrt",
    "marzec",
    "marca",
    "marco",
    "marts",
    "brezen",
    "brezna",
    "marta",
  ],
  ["april", "avril", "abril", "aprile", "kwiecien", "kwietnia", "duben", "dubna", "aprelya"],
  ["may", "mai", "mayo", "maggio", "mei", "maj", "maja", "maio", "kveten", "kvetna", "maya"],
  ["june", "juni", "juin", "junio", "giugno", "czerwiec", "czerwca", "junho", "cerven", "cervna", "iyunya"],
  ["july", "juli", "juillet", "julio", "luglio", "lipiec", "lipca", "julho", "cervenec", "cervence", "iyulya"],
  ["august", "aout", "agosto", "augustus", "sierpien", "sierpnia", "augusti", "srpen", "srpna", "avgusta"],
  [
    "september",
    "septembre",
    "septiembre",
    "setiembre",
    "settembre",
    "wrzesien",
    "wrzesnia",
    "setembro",
    "zari",
    "sentyabrya",
  ],
  [
    "october",
    "oktober",
    "octobre",
    "octubre",
    "ottobre",
    "pazdziernik",
    "pazdziernika",
    "outubro",
    "rijen",
    "rijna",
    "oktyabrya",
  ],
  ["november", "novembre", "noviembre", "listopad", "listopada", "novembro", "noyabrya"],
  [
    "december",
    "dezember",
    "decembre",
    "diciembre",
    "dicembre",
    "grudzien",
    "grudnia",
    "dezembro",
    "desember",
    "prosinec",
    "dekabrya",
  ],
];

const SHORTEST = 3;

/** The month that a word names, as two digits; undefined for any other word, and for one that may be two months. */
export function monthOf(word: string): string | undefined {
  const plain = plainText(word);
  if (plain.length < SHORTEST) return undefined;
  const whole = MONTHS.findIndex((names) => names.includes(plain));
  const found =
    whole >= 0 ? [whole] : MONTHS.flatMap((names, at) => (names.some((name) => name.startsWith(plain)) ? [at] : []));
  return found.length === 1 ? String((found[0] ?? 0) + 1).padStart(2, "0") : undefined;
}
