import type { Room } from "./room.ts";

/** Images that are delivered over a link. */
export const delivery: Room<"delivery"> = {
  "delivery.root-queue": () => "큐의 목록. 그중 루트 큐에 바이트 수가 있어야 합니다",
  "delivery.device-bytes": ({ device }) => `장치(${device})의 줄. 받은 바이트 수가 있어야 합니다`,
  "delivery.written-bytes": () => "기록한 바이트 수가 있는 줄",
  "delivery.server-not-started": ({ tool, deadlineMs, log }) =>
    `${tool} 서버가 ${deadlineMs / 1000}초 안에 시작되지 않았습니다: ${log}`,
  "delivery.not-chunked": ({ words }) =>
    `Podman이 zstd:chunked 형식의 레이어를 만들지 못했습니다: ${words}`,
  "delivery.newer-podman": () => "4.3보다 새로운 Podman을 쓰거나 다른 형식을 측정하십시오",
  "delivery.pull-failed": ({ format, version, exitCode, words }) =>
    `${format}: ${version} 버전을 내려받지 못했습니다(종료 코드 ${exitCode}): ${words}`,
  "delivery.run-failed": ({ format, version, exitCode, words }) =>
    `${format}: ${version} 버전을 내려받았지만 실행되지 않습니다(종료 코드 ${exitCode}): ${words}`,
  "delivery.see-client": () => "클라이언트가 마지막으로 출력한 내용을 보십시오",
  "delivery.one-by-one": ({ tool }) =>
    `${tool}: 조각을 하나씩 차례로 요청하므로, 이 링크에서는 셀 하나에 여러 분이 걸립니다`,
  "delivery.reads-ahead": () =>
    "QEMU는 게스트가 읽는 양의 두 배 넘게 가져오므로, 이 링크에서는 셀 하나에 여러 분이 걸립니다",
  "delivery.no-rtt": () => "지연이 없는 더 빠른 링크에서 측정하십시오",
  "delivery.no-fuse": () => "/dev/fuse가 없습니다. casync는 이것으로 마운트합니다",
  "delivery.load-fuse": () => "커널 모듈을 불러오십시오: modprobe fuse",
  "delivery.only-root": () => "root만 별도의 네임스페이스에서 이미지를 빌드하고 전송할 수 있습니다",
  "delivery.link-told": () =>
    "장치 하나의 목록. 하드웨어 주소와, 보낸 수와 버린 수가 있어야 합니다",
  "delivery.no-delay": ({ tool }) =>
    `커널에 netem이 없고, 그 대신 쓸 중계 프로그램을 만들 C 컴파일러(${tool})도 없습니다`,
  "delivery.no-tun": ({ device }) =>
    `커널에 netem이 없고, 그 대신 쓸 중계 프로그램에 필요한 ${device} 장치도 없습니다`,
  "delivery.load-tun": () =>
    "커널 모듈을 적재하거나(modprobe tun), 이 컨테이너에 장치를 전달하십시오",
  "delivery.relay-ended": ({ words }) =>
    `링크에 지연을 더하는 중계 프로그램이 끝났습니다: ${words}`,
  "delivery.frames-lost": ({ format, version, frames }) =>
    `${format}: ${version} 버전을 내려받는 동안 자리가 부족해 링크에서 프레임 ${frames}개를 잃었습니다`,
  "delivery.quieter-host": () => "호스트가 한가할 때 다시 측정하십시오",
  "delivery.see-relay": () => "마지막 출력을 보고, 메모리가 부족하지 않은지 확인하십시오",
  "delivery.run-as-root": () => "isotax를 root로 실행하십시오",
};
