import type { Room } from "./room.ts";

/** Images that are delivered over a link. */
export const delivery: Room<"delivery"> = {
  "delivery.root-queue": () => "큐의 목록. 그중 루트 큐에 바이트 수가 있어야 합니다",
  "delivery.written-bytes": () => "기록한 바이트 수가 있는 줄",
  "delivery.server-not-started": ({ tool, deadlineMs, log }) =>
    `${tool} 서버가 ${deadlineMs / 1000}초 안에 시작되지 않았습니다: ${log}`,
  "delivery.not-chunked": ({ words }) =>
    `Podman이 zstd:chunked 형식의 레이어를 만들지 못했습니다: ${words}`,
  "delivery.newer-podman": () => "Podman 4.3 이상을 설치하십시오",
  "delivery.pull-failed": ({ format, version, exitCode, words }) =>
    `${format}: ${version} 버전을 내려받지 못했습니다(종료 코드 ${exitCode}): ${words}`,
  "delivery.run-failed": ({ format, version, exitCode, words }) =>
    `${format}: ${version} 버전을 내려받았지만 실행되지 않습니다(종료 코드 ${exitCode}): ${words}`,
  "delivery.see-client": () => "클라이언트가 마지막으로 출력한 내용을 보십시오",
  "delivery.only-root": () => "root만 별도의 네임스페이스에서 이미지를 빌드하고 전송할 수 있습니다",
  "delivery.run-as-root": () => "isotax를 root로 실행하십시오",
};
