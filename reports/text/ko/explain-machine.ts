/** `isotax explain`: errors about the machine, its files and tools, and images. */
import type { Room } from "./room.ts";

export const explainMachine: Room<"explain-machine"> = {
  "explain-machine.bug": () =>
    "isotax에 버그가 있습니다. 메시지에 나온 파일과 함께 신고해 주십시오. 그 파일에 추적 정보가 들어 있습니다.",
  "explain-machine.cannot-print": () =>
    "결과를 표준 출력에 쓰지 못했습니다. 표준 출력을 터미널이나 파이프, 또는 공간이 있는 파일로 보내십시오.",
  "explain-machine.cannot-write": () =>
    "파일이나 폴더에 쓰지 못했습니다. 공간을 비우거나, 쓸 수 있게 하거나, 다른 곳을 고르십시오.",
  "explain-machine.cannot-read": () =>
    "파일을 읽지 못했습니다. 읽을 수 있게 하거나 다른 파일을 지정하십시오.",
  "explain-machine.cannot-open": () =>
    "파일을 열지 못했습니다. 읽을 수 있게 하거나 다른 파일을 지정하십시오.",
  "explain-machine.cannot-remove": () =>
    "파일이나 폴더를 제거하지 못했습니다. 권한이 있는 사용자로 직접 제거하십시오.",
  "explain-machine.no-home": () =>
    "HOME이 설정되지 않아 isotax가 캐시를 둘 곳이 없습니다. HOME을 설정하거나 XDG_CACHE_HOME과 XDG_STATE_HOME을 설정하십시오.",
  "explain-machine.state-not-ours": () =>
    "실행이 남긴 것을 정리하지 못했습니다. 실행한 사용자나 root로 `isotax clean`을 실행하십시오.",
  "explain-machine.no-short-folder": () =>
    "소켓에는 경로가 짧은 폴더가 필요한데 만들지 못했습니다. /run이나 /tmp를 쓸 수 있게 하고 공간을 마련하십시오.",
  "explain-machine.tool-not-started": () =>
    "프로그램을 시작하지 못했습니다. 프로그램이 없거나 실행할 권한이 없습니다. isotax에 필요한 것은 `isotax setup`이 설치합니다.",
  "explain-machine.tool-failed": () =>
    "프로그램이 오류로 끝났습니다. 메시지에 나온 명령을 직접 실행하면 더 자세히 볼 수 있습니다.",
  "explain-machine.tool-killed": () =>
    "프로그램이 너무 오래 걸려서 종료했습니다. 무언가를 기다리고 있을 수 있으니 직접 실행해 보십시오.",
  "explain-machine.output-too-long": () =>
    "프로그램의 출력이 isotax가 읽는 양보다 깁니다. 출력을 줄이십시오.",
  "explain-machine.newline-in-command": () =>
    "명령에 줄바꿈이 있는데, 명령은 한 줄에 하나씩만 읽습니다. 명령을 스크립트에 넣으십시오.",
  "explain-machine.too-few-cpus": () => "머신의 CPU가 요청한 것보다 적습니다. --cpus를 줄이십시오.",
  "explain-machine.cgroup-busy": () =>
    "cgroup의 프로세스가 끝나지 않습니다. 흔히 디스크나 드라이버가 멈춘 경우입니다. `isotax clean`을 실행하면 다시 시도합니다.",
  "explain-machine.no-cpu-quota": () =>
    "여기서는 CPU 시간을 제한할 수 없으므로 감속 `throttle`을 쓸 수 없습니다. 이 감속을 빼십시오.",
  "explain-machine.no-handicap": () =>
    "이 대상의 시작은 일부러 느리게 할 수 없습니다. overlay, crun, docker 중에서 고르십시오.",
  "explain-machine.pss-unreadable": () =>
    "프로세스의 메모리를 셀 수 없습니다. ptrace가 허용되는 곳에서 root로 실행하십시오(Docker 안에서는 --privileged).",
  "explain-machine.launcher-setup-failed": () =>
    "isotax가 대상을 시작할 곳을 준비하지 못했습니다. 도구의 출력을 보십시오. 네임스페이스와 마운트가 허용되어야 합니다.",
  "explain-machine.launcher-died": () =>
    "대상을 시작하는 도우미 프로그램이 일찍 끝났습니다. 마지막 출력을 보십시오. 메모리가 부족했을 수 있습니다.",
  "explain-machine.no-network": () =>
    "여기서는 클라이언트와 서버에 쓸 네트워크를 만들 수 없습니다. 네트워크 네임스페이스를 허용하거나 다른 워크로드를 고르십시오.",

  // Engines.
  "explain-machine.dockerd-not-started": () =>
    "전용 Docker 데몬이 시작되지 않았습니다. 마지막 출력을 보거나 데몬을 직접 시작하십시오.",
  "explain-machine.docker-api-unknown": () =>
    "Docker 데몬의 API 중에 isotax가 아는 버전이 없습니다. 더 새로운 Docker를 쓰거나 docker-api를 빼십시오.",
  "explain-machine.docker-refused": () =>
    "Docker 데몬이 요청을 거부했습니다. 자세한 내용은 데몬의 로그에 있습니다.",
  "explain-machine.docker-silent": () =>
    "Docker 데몬이 예상한 대로 응답하지 않았습니다. 데몬의 로그를 보고, 아직 실행 중인지 확인하십시오.",
  "explain-machine.no-compiler": () =>
    "C 컴파일러가 없습니다. isotax는 커널을 직접 호출하는 작은 프로그램을 컴파일해서 씁니다. tcc나 gcc를 설치하십시오.",
  "explain-machine.not-compiled": () =>
    "C 컴파일러가 isotax의 프로그램을 컴파일하지 못했습니다. 이유는 컴파일러의 출력에 있습니다. gcc는 동작합니다.",
  "explain-machine.no-call-times": () =>
    "대상이 커널 호출 시간을 하나도 알리지 않았습니다. 명령을 직접 실행해 보십시오.",
  "explain-machine.no-oci-spec": () =>
    "설정을 만들어 줄 OCI 런타임이 없습니다(`runc spec`). crun이나 runc를 설치하십시오.",
  "explain-machine.no-place-for-podman": () =>
    "Podman에는 네임스페이스와 마운트가 필요한데 여기서는 허용되지 않습니다. Docker 안에서는 --privileged를 쓰십시오.",
  "explain-machine.no-builder": () =>
    "대상의 이미지를 빌드하는 도구가 여기서 동작하지 않습니다. 프로그램이 없거나 isotax를 root로 실행하지 않았습니다.",
  "explain-machine.no-sharing": () =>
    "하나의 기반을 함께 쓰는 서비스를 여기서 만들 수 없습니다. 프로그램이 없거나 isotax를 root로 실행하지 않았습니다.",

  // Images and kernels.
  "explain-machine.no-busybox": () =>
    "루트 파일 시스템에 들어갈 도구가 호스트에 없습니다. `isotax setup`을 실행하면 설치합니다.",
  "explain-machine.busybox-not-static": () =>
    "busybox에 라이브러리가 필요한데, 시작할 때 라이브러리를 읽으면 안 됩니다. busybox-static을 설치하십시오.",
  "explain-machine.library-missing": () =>
    "도구에 필요한 라이브러리가 없습니다. 도구의 패키지를 다시 설치하십시오.",
  "explain-machine.no-debian-sources": () =>
    "apt에 Debian이나 Ubuntu의 미러가 없습니다. apt의 소스에 추가하십시오.",
  "explain-machine.no-such-package": () =>
    "apt가 모르는 패키지입니다. `apt-get update`를 실행하십시오.",
  "explain-machine.no-package-file": () =>
    "apt가 패키지를 내려받지 않았습니다. `apt-get update`를 실행하고 미러에 연결되는지 확인하십시오.",
  "explain-machine.package-damaged": () =>
    "내려받은 패키지가 패키지 색인의 것과 다릅니다. `apt-get update`를 실행한 뒤 다시 하십시오.",
  "explain-machine.no-guest-kernel": () =>
    "VM에는 게스트 커널이 필요한데 없습니다. `isotax setup`으로 내려받거나 --guest-kernel로 지정하십시오.",
  "explain-machine.guest-kernel-unreadable": () =>
    "--guest-kernel로 지정한 파일을 읽을 수 없습니다. 읽을 수 있는 커널 이미지를 지정하십시오.",
  "explain-machine.not-a-kernel": () =>
    "bzImage도 ELF 커널도 아닌 파일입니다. /boot/vmlinuz-... 같은 커널을 지정하십시오.",
  "explain-machine.not-a-bzimage": () =>
    "부트 로더는 압축된 커널(bzImage)만 시작합니다. vmlinuz를 지정하십시오.",
  "explain-machine.no-kernel-modules": () =>
    "게스트 커널의 패키지에 게스트가 쓸 모듈이 없습니다. --guest-kernel로 다른 커널을 지정하십시오.",
  "explain-machine.no-boot-record": () =>
    "VM 디스크에 쓸 부트 레코드가 없습니다. syslinux-common을 설치하십시오.",
  "explain-machine.no-distro": () =>
    "qemu-distro에는 전체 Debian이 필요하며, 한 번만 만듭니다. Debian 미러가 있는 곳에서 root로 실행하십시오.",
  "explain-machine.ram-folder-full": () =>
    "게스트의 메모리를 두는 폴더에 공간이 부족합니다. 폴더를 늘리거나 --memory를 줄이십시오.",
  "explain-machine.one-cpu-only": () =>
    "User-mode Linux에는 CPU가 하나뿐입니다. --cpus 1을 쓰거나 이 대상을 빼십시오.",

  // An image of the user's.
  "explain-machine.no-own-image": () =>
    "이미지가 없습니다. 경로가 없거나 어느 엔진에도 없습니다. isotax는 내려받지 않으니 먼저 가져오거나 빌드하십시오.",
  "explain-machine.no-engine": () =>
    "이름으로 지정한 이미지와 Dockerfile에는 Docker나 Podman이 필요합니다. 설치하거나 폴더나 아카이브를 지정하십시오.",
  "explain-machine.own-image-not-built": () =>
    "엔진이 Dockerfile을 빌드하지 못했습니다. 메시지에 있는 명령으로 직접 빌드해 보십시오.",
  "explain-machine.image-damaged": () =>
    "이미지의 일부가 없거나 해시가 다릅니다. 다시 저장하거나 빌드하십시오.",
  "explain-machine.unsafe-image": () =>
    "이미지 밖으로 나가는 이름이나 링크, 또는 알 수 없는 항목이 있습니다. 이미지의 출처를 확인하십시오.",
  "explain-machine.image-too-large": () =>
    "이미지가 isotax의 한도보다 큽니다. 더 작은 이미지를 쓰십시오.",
  "explain-machine.no-such-tag": () =>
    "레이아웃이나 아카이브에 이미지가 여러 개이거나 이 태그가 없습니다. PATH:TAG 형식으로 지정하십시오.",
  "explain-machine.other-architecture": () =>
    "이미지가 다른 프로세서용입니다. 이 머신용으로 빌드하십시오.",
  "explain-machine.image-unsuitable": () =>
    "isotax에 필요한 폴더나 파일의 자리에 이미지의 다른 것이 있습니다. 이미지에서 지우거나 이름을 바꾸십시오.",
  "explain-machine.no-patchelf": () =>
    "isotax의 도구를 사용자의 이미지에서 실행하려면 patchelf가 필요합니다. `isotax setup --image ...` 명령으로 설치됩니다.",
  "explain-machine.no-delivery-server": () =>
    "이미지를 내려받을 서버 프로그램이 없습니다. `isotax setup`을 실행하면 설치하지 않고 캐시에 내려받습니다.",
  "explain-machine.delivery-server-not-started": () =>
    "이미지를 내려받을 서버가 시작되지 않았습니다. 마지막 출력은 메시지에 있습니다. 메모리나 디스크가 부족할 수 있습니다.",
  "explain-machine.no-delay": () =>
    "이 호스트에서는 링크에 지연을 더할 수 없습니다. 커널에 netem이 없고, 대신 쓸 중계 프로그램에는 C 컴파일러와 /dev/net/tun이 필요합니다.",
  "explain-machine.frames-lost": () =>
    "링크에 지연을 더하는 중계 프로그램이 너무 느려 프레임을 잃었습니다. TCP가 다시 보냈으므로, 이 값은 다른 링크의 값이 됩니다.",
  "explain-machine.probe-ended": () =>
    "감사는 호스트에 카나리아를 만들고, 모든 확인을 호스트에서도 시도합니다. 이를 위한 프로그램이 너무 일찍 끝나 이 셀에 대해서는 알 수 없습니다.",
  "explain-machine.trace-lost": () =>
    "커널이 버퍼에 쓴 시스템 호출을 제때 다 읽지 못했습니다. 한 번만 일어난 호출이 빠졌을 수 있습니다.",
  "explain-machine.no-tracing": () =>
    "대상의 시스템 호출은 커널의 추적(tracefs)으로 셉니다. root 권한, CONFIG_FTRACE_SYSCALLS가 있는 커널, 호스트 자신의 PID 네임스페이스가 필요합니다.",
  "explain-machine.relay-ended": () =>
    "링크에 지연을 더하는 중계 프로그램이 너무 일찍 끝났거나 시작되지 못했습니다. 이 링크로 전달한 결과는 쓰지 않습니다.",
};
