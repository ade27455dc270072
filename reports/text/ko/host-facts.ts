import type { Room } from "./room.ts";

/** Facts about the host, where they are words and no bare data. */
export const hostFacts: Room<"host-facts"> = {
  "host-facts.unknown": () => "알 수 없음",
  "host-facts.cores": ({ cores, threads }) => `${cores}개(스레드 ${threads}개)`,
  "host-facts.no-swap": () => "없음",
  "host-facts.kernel-default": () => "커널 기본값",
  "host-facts.filesystem": ({ type, source }) => `${source}의 ${type}`,
  /** `model` and `writeCache` are empty if the disk does not tell them. */
  "host-facts.disk": (disk) =>
    [
      ...(disk.model === "" ? [] : [disk.model]),
      `스케줄러 ${disk.scheduler}`,
      `쓰기 캐시: ${disk.writeCache || "알 수 없음"}`,
      disk.rotates ? "회전식이라고 알려 줌" : "비회전식",
    ].join(", "),
  "host-facts.no-limit": () => "없음",
};
