import type { Room } from "./room.ts";
import { 은는, 이가 } from "./words/particles.ts";

/** Made-up targets and their machine. */
export const fake: Room<"fake"> = {
  "fake.made-up": () => "지어낸 것",
  "fake.no-cpu": () => "없음(fake: 지어낸 시간)",
  "fake.times": () => "스크립트로 지어낸 것이며 측정된 것이 없음",
  "fake.too-few-cpus": ({ wanted, most }) =>
    `--cpus ${wanted}: 지어낸 머신의 CPU는 ${most}개뿐입니다`,
  "fake.use-fewer-cpus": ({ most }) => `--cpus ${most} 이하로 쓰십시오`,
  "fake.nothing-installed": () => "없는 머신에는 아무것도 설치하지 않습니다",
  "fake.other-tools": ({ tools }) =>
    `fake는 다음 도구의 출력을 지어낼 수 없습니다: ${tools.join(", ")}`,
  "fake.other-command": ({ target, command }) =>
    `${target}: fake는 다음 명령의 출력을 지어낼 수 없습니다: ${command}`,
  "fake.choose-main": () => "주요 워크로드를 고르십시오: --workloads main",

  "fake.scripted": () => "스크립트가 그렇게 정했습니다. docs/rehearse-a-gate.md를 보십시오",
  "fake.not-there": () => "스크립트가 없는 것으로 정했습니다",
  "fake.deadline": ({ target, event, number }) =>
    `${target}: 스크립트가 ${event} ${number}에서 제한 시간을 넘기게 했습니다`,
  "fake.died": ({ target, phase }) =>
    `${target}: 스크립트가 ${phase} 단계에서 인스턴스를 끝냈습니다`,
  "fake.no-network": () => "없는 것에는 접속할 수 없습니다",
  "fake.no-network-of": ({ target }) => `${target}: 없는 것에는 접속할 수 없습니다`,

  "fake.bad-script": ({ script, problem }) => `${script}: ${problem}`,
  "fake.parts": () =>
    "fake의 스크립트에 쓸 수 있는 것: kernel, init, ready, exited, removed=TIME; scatter, speed=SHARE%; seed=N; fail=FAILURE@EVENT; unavailable",
  "fake.unknown-part": ({ part }) => `${은는(`"${part}"`)} 스크립트에 쓸 수 없습니다`,
  "fake.bad-value": ({ text, part }) => `${은는(`"${text}"`)} ${part} 값이 될 수 없습니다`,
  "fake.phase-order": ({ phase, before }) => `${이가(phase)} ${before}보다 먼저 나옵니다`,
  "fake.speed-0": () => "속도가 0%이면 끝나지 않습니다",
};
