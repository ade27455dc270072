import type { Room } from "./room.ts";

/** What a check says of a promise. */
export const check: Room<"check"> = {
  "check.yes": () => "지켜짐",
  "check.no": () => "지켜지지 않음",
  "check.unknown": () => "알 수 없음",
};
