import type { Room } from "./room.ts";

const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;

/** Services that have a base in common. */
export const sharing: Room<"sharing"> = {
  "sharing.disk-not-written": ({ words }) =>
    `이미지 디스크의 사본에 서비스의 파일을 쓰지 못했습니다: ${words}`,
  "sharing.see-debugfs": () =>
    "debugfs의 출력을 보십시오. 파일이 더 적은 이미지라면 자리가 남을 수 있습니다",
  "sharing.no-layer-folders": ({ engine, driver }) =>
    `${engine} 엔진이 이미지의 레이어를 이 호스트의 어느 폴더에 두는지 알려 주지 않습니다(스토리지 드라이버: ${driver || "알 수 없음"})`,
  "sharing.use-overlay": () =>
    "스토리지 드라이버로 overlay2(docker)나 overlay(podman)를 쓰십시오. 도커는 containerd의 이미지 저장소를 쓰지 않아야 합니다",
  "sharing.short-of-memory": ({ availableBytes, wantedBytes }) =>
    `서비스를 하나 더 시작하려면 쓸 수 있는 메모리가 ${mebibytes(wantedBytes)} 필요합니다(그중 1536 MiB는 비워 둠). 지금은 ${mebibytes(availableBytes)}뿐입니다`,
  "sharing.smaller-profile": () =>
    "더 작은 프로파일이나 --memory를 고르거나, 다른 프로그램을 끝내십시오",
};
