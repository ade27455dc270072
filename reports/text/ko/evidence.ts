import type { Room } from "./room.ts";

function entries(path: string, others: number): string {
  return others === 0 ? path : `${path} 외 ${others}개`;
}

function gib(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}

/** What a check saw. */
export const evidence: Room<"evidence"> = {
  "evidence.absent": ({ where }) => `파일을 썼지만 호스트의 ${where}에는 아무것도 없습니다`,
  "evidence.cached": ({ cachedBytes, diskBytes }) =>
    `첫 서비스를 시작하기 전 페이지 캐시에 있던 것: ${(diskBytes / 2 ** 20).toFixed(1)} MiB 중 ${(cachedBytes / 2 ** 20).toFixed(1)}`,
  "evidence.processes": ({ service, names }) => `${service}: ${names.join(", ")}`,
  "evidence.answered-by": ({ told, answers }) =>
    `응답 ${answers}개를 한 프로세스: ${told.join("; ")}`,
  "evidence.own-versions": ({ after, versions, answers, failed }) =>
    `한 서비스의 새 버전: ${after}. 나머지 서비스의 버전: ${versions.join(", ")} (응답 수: ${answers}, 실패한 요청 수: ${failed})`,
  "evidence.on-time": ({ requests, lateMs, intervalMs }) =>
    `요청 ${requests}개 중 99%를 예정 시각에서 ${lateMs.toFixed(1)} ms 안에 보냄. 한 서비스의 요청 간격은 ${intervalMs.toFixed(0)} ms`,
  "evidence.all-steps": (of) => `${of.steps}단계 모두 실행함`,
  "evidence.left-out": (of) => `${of.inFlight}개부터 제외: ${of.why}`,
  "evidence.no-memory": (of) =>
    `메모리 ${gib(of.wantedBytes)}가 필요하나 ${gib(of.availableBytes)}만 남아 있음`,
  "evidence.no-time": (of) =>
    `시작 하나에 ${(of.aloneMs / 1e3).toFixed(1)} s가 걸리는데 한 단계는 ${(of.budgetMs / 1e3).toFixed(1)} s 동안만 새로 시작함`,
  "evidence.all-lived": ({ asked }) => `시작 ${asked}회가 모두 성공함`,
  "evidence.not-all-lived": ({ asked, lived, first }) =>
    `시작 ${asked}회 중 ${lived}회 성공. 첫 실패: ${first}`,
  "evidence.all-opened": ({ held }) => `인스턴스 ${held}개, 허용한 만큼 모두`,
  "evidence.limit-met": ({ held, why, reached }) =>
    `인스턴스 ${held}개까지 문제없음. 그 뒤: ${why}` +
    (reached.length === 0 ? "" : `. 95% 이상 쓰인 것: ${reached.join(", ")}`),
  "evidence.time-over": ({ instances }) => `인스턴스 ${instances}개에서 시간이 다 됨`,
  "evidence.memory-over": ({ instances, availableBytes }) =>
    `인스턴스 ${instances}개에서 남은 메모리가 ${gib(availableBytes)}뿐`,
  "evidence.not-opened": ({ instances, why }) =>
    `${instances}개 옆에 하나가 더 시작되지 않음: ${why}`,
  "evidence.slow-answers": ({ instances, p99Ns, usualNs }) =>
    `인스턴스 ${instances}개에서 응답의 p99가 ${(p99Ns / 1e6).toFixed(1)} ms로 하나일 때의 ${(p99Ns / usualNs).toFixed(1)}배`,
  "evidence.met": ({ metNs }) =>
    `부하가 오르고 ${(metNs / 1e9).toFixed(1)} s 뒤에 다시 제때 응답함`,
  "evidence.not-met": () => "부하가 높은 동안 다시 제때 응답하지 못함",
  "evidence.processes-of": ({ loaded, others }) =>
    `부하를 받은 서비스는 프로세스 ${loaded}개가 응답하고, 다른 서비스는 저마다 많아야 ${others}개가 응답함`,
  "evidence.recovered": ({ seen }) => `이웃 ${seen}가지가 끝난 뒤마다 피해자가 다시 제때 일함`,
  "evidence.not-recovered": ({ beside }) =>
    `살펴보는 동안 피해자가 다시 제때 일하지 못함. 앞선 이웃: ${beside.join(", ")}`,
  "evidence.recovery-unseen": () => "피해자가 이웃이 끝난 뒤에야 시작함",
  "evidence.differs": ({ told }) => `다름: ${told.join("; ")}`,
  "evidence.entries-differ": ({ path, others, fields }) =>
    `${entries(path, others)}의 ${fields.join(", ")}`,
  "evidence.found": ({ where }) => `호스트의 ${where}까지 도달했습니다`,
  "evidence.only-one-has": ({ path, others }) => `한쪽에만 있음: ${entries(path, others)}`,
  "evidence.other-bytes": () => "바이트는 다르지만 내용의 차이는 찾지 못했습니다",
  "evidence.refused": ({ errno }) => `거부됨(${errno})`,
  "evidence.ended-by": ({ signal }) => `프로세스가 종료됨(${signal})`,
  "evidence.nothing-of-host": () => "호스트의 것은 없었습니다",
  "evidence.done-apart": () => "실행되었지만 호스트는 그대로입니다",
  "evidence.reached-host": () => "호스트에 닿았습니다",
  "evidence.host-unchanged": () => "이전과 다른 것이 없습니다",
  "evidence.host-changed": ({ told, more }) =>
    `이전과 다른 것: ${told.join("; ")}${more === 0 ? "" : ` 외 ${more}개`}`,
  "evidence.as-on-host": ({ file }) => `호스트에서와 같은 내용: ${file}`,
  "evidence.other-than-host": ({ file }) => `호스트에서와 다른 내용: ${file}`,
  "evidence.nothing-to-read": ({ file }) => `읽을 수 없거나 비어 있음: ${file}`,
  "evidence.other-boot": ({ file }) => `같은 빌드라도 다른 커널의 것: ${file}`,
  "evidence.no-control": ({ said }) => `여기서는 시도할 수 없음. 호스트 자체에서는: ${said}`,
  "evidence.paced": ({ bitsPerSecond, mbit, rttMs, delay, mtu, congestionControl }) =>
    `가장 빠를 때 ${mbit} Mbit/s 중 ${(bitsPerSecond / 1e6).toFixed(1)}. MTU ${mtu}, ${congestionControl}, ${rttMs === 0 ? "추가 지연 없음" : `추가 지연 ${rttMs} ms(${delay === "relay" ? "프레임 중계" : delay})`}`,
  "evidence.same-digest": ({ digest }) => `두 번 모두 ${digest}...`,
};
