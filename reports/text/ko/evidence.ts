import type { Room } from "./room.ts";

function entries(path: string, others: number): string {
  return others === 0 ? path : `${path} 외 ${others}개`;
}

/** What a check saw. */
export const evidence: Room<"evidence"> = {
  "evidence.absent": ({ where }) => `파일을 썼지만 호스트의 ${where}에는 아무것도 없습니다`,
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
