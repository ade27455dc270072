import type { Room } from "./room.ts";

/** Building images and bringing them to a host. */
export const delivery: Room<"delivery"> = {
  "delivery.only-root": () => "root만 다른 호스트에서 하듯이 이미지를 빌드할 수 있습니다",
  "delivery.run-as-root": () => "isotax를 root로 실행하십시오",
};
