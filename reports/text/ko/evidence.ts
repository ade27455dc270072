import type { Room } from "./room.ts";

/** What a check saw. */
export const evidence: Room<"evidence"> = {
  "evidence.absent": ({ where }) => `파일을 썼지만 호스트의 ${where}에는 아무것도 없습니다`,
  "evidence.found": ({ where }) => `호스트의 ${where}까지 도달했습니다`,
  "evidence.refused": ({ errno }) => `거부됨(${errno})`,
  "evidence.paced": ({ bitsPerSecond, mbit, mtu, congestionControl }) =>
    `가장 빠를 때 ${mbit} Mbit/s 중 ${(bitsPerSecond / 1e6).toFixed(1)}. MTU ${mtu}, ${congestionControl}, 추가 지연 없음`,
};
