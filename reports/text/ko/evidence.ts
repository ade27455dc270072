import type { Room } from "./room.ts";

function entries(path: string, others: number): string {
  return others === 0 ? path : `${path} 외 ${others}개`;
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
  "evidence.differs": ({ told }) => `다름: ${told.join("; ")}`,
  "evidence.entries-differ": ({ path, others, fields }) =>
    `${entries(path, others)}의 ${fields.join(", ")}`,
  "evidence.found": ({ where }) => `호스트의 ${where}까지 도달했습니다`,
  "evidence.only-one-has": ({ path, others }) => `한쪽에만 있음: ${entries(path, others)}`,
  "evidence.other-bytes": () => "바이트는 다르지만 내용의 차이는 찾지 못했습니다",
  "evidence.refused": ({ errno }) => `거부됨(${errno})`,
  "evidence.paced": ({ bitsPerSecond, mbit, rttMs, delay, mtu, congestionControl }) =>
    `가장 빠를 때 ${mbit} Mbit/s 중 ${(bitsPerSecond / 1e6).toFixed(1)}. MTU ${mtu}, ${congestionControl}, ${rttMs === 0 ? "추가 지연 없음" : `추가 지연 ${rttMs} ms(${delay === "relay" ? "프레임 중계" : delay})`}`,
  "evidence.same-digest": ({ digest }) => `두 번 모두 ${digest}...`,
};
