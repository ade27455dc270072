/**
 * Particles (조사) after values whose end is known only when they are said. They have the names
 * that they have in Korean: `은는("crun")` is `crun은`, and `은는("docker")` is `docker는`.
 */
import { type LastSound, lastSound } from "./last-sound.ts";

/** `closed`: after a consonant. `either`: where nobody knows how the word is read. */
function particle(closed: string, open: string, either: string, afterL = closed) {
  const forms: Readonly<Record<LastSound, string>> = {
    consonant: closed,
    l: afterL,
    vowel: open,
    unknown: either,
  };
  return (value: string | number): string => `${value}${forms[lastSound(`${value}`)]}`;
}

export const 은는 = particle("은", "는", "은(는)");
export const 이가 = particle("이", "가", "이(가)");
export const 을를 = particle("을", "를", "을(를)");
export const 과와 = particle("과", "와", "과(와)");
/** 파일로, crun으로, docker로 */
export const 으로 = particle("으로", "로", "(으)로", "로");
export const 이나 = particle("이나", "나", "(이)나");
/** The end of a name that is given: crun이라는, docker라는. */
export const 이라는 = particle("이라는", "라는", "(이)라는");
