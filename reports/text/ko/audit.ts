import type { Room } from "./room.ts";

/** Audits: what can be reached from inside. */
export const audit: Room<"audit"> = {
  "audit.probe-ended": ({ words }) => `호스트 쪽 탐침이 끝났습니다: ${words}`,
  "audit.target": ({ target, reached, of, broken, unknown }) =>
    `${target}: ${of}개 중 ${reached}개가 호스트에 닿음, 약속과 다른 것 ${broken === 0 ? "없음" : `${broken}개`}${unknown === 0 ? "" : `. 여기서는 시도할 수 없는 것 ${unknown}개`}`,
  "audit.surface": ({ calls, starting }) =>
    `  호스트의 서로 다른 시스템 호출: 일하는 동안 ${calls}가지, 시작하는 동안 ${starting}가지`,
  "audit.failed-promise": ({ check, tried, evidence }) =>
    `  ${check}(${tried}): ${evidence}. 대상의 약속과 다름`,
  "audit.failed-new": ({ check, tried, evidence }) =>
    `  ${check}(${tried}): ${evidence}. 기준 실행에서는 그렇지 않았음`,
  "audit.failed-left": ({ check, evidence }) => `  ${check}: ${evidence}`,
  "audit.finding": ({ target, tried, word }) => `${target}: ${tried}: ${word}`,
  // The words of its tables.
  "audit.refused": ({ by }) => `거부됨(${by})`,
  "audit.virtual": () => "가상",
  "audit.reached": () => "닿음",
  "audit.reached-against": () => "약속과 달리 닿음",
  "audit.unchanged": () => "이전과 같음",
  "audit.changed": () => "이전과 다름",
  "audit.untried": () => "시도 못 함",
  "audit.section": () => "안에서 닿을 수 있는 것",
  "audit.explained": () =>
    "탐침이 안에서 호스트에 닿으려 했고, 닿아도 아무것도 하지 않았습니다. 거부됨: 커널이 막았습니다. 가상: 되었지만 호스트의 것이 아니었습니다. 닿음: 호스트 자신의 것이었습니다. 같은 것을 호스트에서 먼저 시도했고, 거기서도 안 되는 것은 여기서는 시도할 수 없습니다.",
  "audit.caption": ({ group }) => `${group}: 시도한 것`,
  "audit.head-check": () => "시도한 것",
  "audit.figure-heading": () => "격리의 비용과 격리가 지키는 것",
  "audit.figure-caption": () =>
    "대상마다 점 하나: 콜드 스타트에 걸리는 시간, 그리고 여기서 시도할 수 있는 확인 가운데 호스트에 닿은 수. 왼쪽 아래일수록 좋습니다. 에뮬레이션된 시작은 KVM이 있으면 더 빠르지만 지키는 것은 같습니다. 그 점은 비어 있습니다.",
  "audit.figure-told": ({ target, ready, reached, of }) =>
    `${target}: ${ready}, ${of}개 중 ${reached}개가 호스트에 닿음`,
  "audit.axis-reached": () => "호스트에 닿은 확인",
  "audit.axis-start": () => "콜드 스타트",
  "audit.head-start": () => "콜드 스타트",
  "audit.head-reached": () => "닿음",
  "audit.head-against": () => "약속과 다른 것",
  "audit.see-words": () => "마지막 출력을 보십시오",
};
