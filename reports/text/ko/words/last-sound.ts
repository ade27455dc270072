/**
 * How a word ends when a Korean reads it aloud. Which particle follows depends on it, and only
 * Hangul writes it down: digits and Latin words are read by the rules below, which are those of
 * everyday speech (crun: 크런, docker: 도커, KVM: 케이브이엠).
 */

/** A vowel; a consonant; `l`, after which (으)로 behaves as after a vowel; or nobody knows. */
export type LastSound = "vowel" | "consonant" | "l" | "unknown";

/** Sounds of 영 일 이 삼 사 오 육 칠 팔 구. */
const DIGITS: readonly LastSound[] = [
  ...(["consonant", "l", "vowel", "consonant", "vowel"] as const),
  ...(["vowel", "consonant", "l", "l", "vowel"] as const),
];

/** Letters whose Korean names end in a consonant: 엘 엠 엔 알. The others end in a vowel. */
const LETTERS: Readonly<Record<string, LastSound>> = {
  l: "l",
  m: "consonant",
  n: "consonant",
  r: "l",
};

/** Words that are read otherwise than the rules say: 그룹, 루프, 루트, 웹. */
const EXCEPTIONS: Readonly<Record<string, LastSound>> = {
  cgroup: "consonant",
  group: "consonant",
  loop: "vowel",
  root: "vowel",
  runsc: "vowel",
  web: "consonant",
};

const HANGUL = { first: 0xac00, last: 0xd7a3, finals: 28, l: 8 };

/** What is not read, or read before: quotes, full stops, and brackets with what is in them. */
const SILENT = /(?:["'`»”’.,:;!?\]}>\s]|\([^()]*\))+$/u;

export function lastSound(text: string): LastSound {
  const read = text.replace(SILENT, "") || text.replaceAll(/[()"'`\s]/g, "");
  const last = read.at(-1) ?? "";
  if (/\d/.test(last)) return DIGITS[Number(last)] ?? "unknown";
  // 퍼센트
  if (last === "%") return "vowel";
  const code = last.charCodeAt(0);
  if (code >= HANGUL.first && code <= HANGUL.last) return ofHangul(code);
  const word = /[A-Za-z]+$/.exec(read)?.[0];
  return word === undefined ? "unknown" : ofLatin(word, /[\d.,]\s*[A-Za-z]+$/.test(read));
}

function ofHangul(code: number): LastSound {
  const final = (code - HANGUL.first) % HANGUL.finals;
  if (final === 0) return "vowel";
  return final === HANGUL.l ? "l" : "consonant";
}

/** Units are read in full: 밀리초, 메가바이트. All of ours end in a vowel. */
const UNITS = /^(?:[nmµ]?s|min|[kMG]?B|[KMG]iB|x|k|M)$/;

function ofLatin(word: string, afterNumber: boolean): LastSound {
  if (afterNumber && UNITS.test(word)) return word === "min" ? "consonant" : "vowel";
  const known = EXCEPTIONS[word.toLowerCase()];
  if (known !== undefined) return known;
  // By letters: abbreviations in capitals, and what has no vowel, as lxc.
  const spelled = word.length === 1 || /^[A-Z]{2,3}$/.test(word) || !/[aeiouy]/i.test(word);
  if (spelled) return LETTERS[word.at(-1)?.toLowerCase() ?? ""] ?? "vowel";
  return ofWord(word.toLowerCase());
}

/** A word, from its spelling. */
function ofWord(word: string): LastSound {
  // 파일, 모듈; 런타임, 엔진, 볼륨
  if (/[^aeiou]?[aeiou]+le$/.test(word) || word.endsWith("l")) return "l";
  if (/[aeiou][mn]e$/.test(word)) return "consonant";
  // 쿠런, 스폰, 스트림, 스프링
  if (/(?:[mn]|ng)$/.test(word)) return "consonant";
  // 넷, 락, 앱: a short vowel before a stop. After two vowels or consonants there is one more: 디스크, 루트.
  if (/(?:^|[^aeiou])[aeiou](?:ck|pp|tt|[ptkc])$/.test(word)) return "consonant";
  // Also -r, which nobody hears: 도커, 서버.
  return "vowel";
}
