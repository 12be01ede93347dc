const FIRST: readonly (readonly [RegExp, string])[] = [
  [/^mac/, "mcc"],
  [/^kn/, "nn"],
  [/^k/, "c"],
  [/^p[hf]/, "ff"],
  [/^sch/, "sss"],
];
const LAST: readonly (readonly [RegExp, string])[] = [
  [/[ei]e$/, "y"],
  [/(?:dt|rt|rd|nt|nd)$/, "d"],
];

function vowel(letter: string | undefined): boolean {
  return letter !== undefined && "aeiou".includes(letter);
}

/**
 * How an English name sounds: the code of the New York State Identification and Intelligence System (R. L. Taft, "Name
 * search techniques", 1970), untruncated, in lower case. Empty for a word that is not all of the letters a to z.
 */
export function nysiis(word: string): string {
  if (!/^[a-z]+$/.test(word)) return "";
  let name = word;
  for (const [pattern, to] of FIRST) name = name.replace(pattern, to);
  for (const [pattern, to] of LAST) name = name.replace(pattern, to);
  const letters = Array.from(name);
  let code = letters[0] ?? "";
  for (let at = 1; at < letters.length; at++) {
    const letter = letters[at] ?? "";
    if (letter === "e" && letters[at + 1] === "v") letters.splice(at, 2, "a", "f");
    else if (vowel(letter)) letters[at] = "a";
    else if (letter === "q") letters[at] = "g";
    else if (letter === "z") letters[at] = "s";
    else if (letter === "m") letters[at] = "n";
    else if (letter === "k") letters[at] = letters[at + 1] === "n" ? "n" : "c";
    else if (letter === "s" && letters[at + 1] === "c" && letters[at + 2] === "h") letters.splice(at, 3, "s", "s", "s");
    else if (letter === "p" && letters[at + 1] === "h") letters.splice(at, 2, "f", "f");
    else if (letter === "h" && !(vowel(letters[at - 1]) && vowel(letters[at + 1]))) letters[at] = letters[at - 1] ?? "";
    else if (letter === "w" && vowel(letters[at - 1])) letters[at] = letters[at - 1] ?? "";
    const now = letters[at] ?? "";
    if (now !== code.at(-1)) code += now;
  }
  return code
    .replace(/s$/, "")
    .replace(/ay$/, "y")
    .replace(/(?<=.)a$/, "");
}
