/** The lock that keeps two runs from measuring each other. */
import type { HolderAnswer } from "../en/lock.ts";
import type { Room } from "./room.ts";
import { 이라는 } from "./words/particles.ts";

export const lock: Room<"lock"> = {
  "lock.held": ({ pid, startedAt, out }) =>
    `이 머신에서 다른 실행이 진행 중입니다: 프로세스 ${pid}, 시작 ${startedAt}, 기록하는 곳 ${out}`,
  "lock.held-by-user": ({ pid, uid, startedAt, out }) =>
    `이 머신에서 다른 실행이 진행 중입니다: 사용자 ${uid}의 프로세스 ${pid}, 시작 ${startedAt}, 기록하는 곳 ${out}`,
  "lock.seems-held": (of) =>
    seemsHeld(`사용자 ${of.uid}의 프로세스 ${of.pid}(${of.command})`, of.answer),
  "lock.seems-held-by-unseen": ({ answer }) => seemsHeld("이 사용자가 볼 수 없는 프로세스", answer),
  "lock.wait": () => WAIT,
  "lock.wait-or-ask-root": () => `${WAIT}. root로 실행하면 어느 프로세스인지 알 수 있습니다`,
};

const WAIT = "끝나기를 기다리거나 멈추십시오. 두 실행이 동시에 돌면 서로를 측정하게 됩니다";

function seemsHeld(who: string, answer: HolderAnswer): string {
  const does =
    typeof answer === "number" ? `스스로 프로세스 ${이라는(answer)} 답을 합니다` : SAID[answer];
  return `이 머신에서 다른 실행이 진행 중인 것 같습니다: 잠금을 가진 것은 ${who}이며, ${does}`;
}

const SAID: Readonly<Record<Exclude<HolderAnswer, number>, string>> = {
  late: "무엇인지 말하지 않습니다",
  "too-long": "실행이라기에는 답이 너무 깁니다",
  broken: "응답하지 않습니다",
  empty: "아무 말도 하지 않습니다",
  strange: "실행답게 응답하지 않습니다",
};
