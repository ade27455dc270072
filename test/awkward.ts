/** Paths that tools stumble over: what is in them means something to a shell, a list or an option string. */

/** One awkward thing in each, as the name of a folder. */
export const AWKWARD_NAMES: Readonly<Record<string, string>> = {
  space: "a b",
  tab: "a\tb",
  newline: "a\nb",
  comma: "a,b",
  colon: "a:b",
  semicolon: "a;b",
  equals: "a=b",
  "single quote": "a'b",
  "double quote": 'a"b',
  backtick: "a`b",
  percent: "a%41b%n",
  backslash: "a\\b\\040",
  substitution: "$(touch x)$HOME",
  glob: "*?[a]{b,c}",
  redirection: "a>b<c|d&e",
  hash: "#a",
  "leading dash": "-rf",
  "leading dot": ".a",
  accents: "José",
  hangul: "한글",
  emoji: "🚢",
  long: "x".repeat(200),
};

/** All of it in one, with more than 100 characters; without a newline, which some take for the end of a path. */
export const AWKWARD_PATH = [
  ".first.last",
  "-José 한글 🚢",
  "a, b: c; d=e 'f' \"g\" `h` %41",
  "$(touch x) #*? \\040 & > |",
  "deep".repeat(12),
].join("/");
