import type { Room } from "./room.ts";

/** Containers: OCI runtimes, Podman and Docker. */
export const engines: Room<"engines"> = {
  "engines.unknown": () => "알 수 없음",
  "engines.gvisor-sockets": ({ tool }) =>
    `호스트 스택을 쓰는 gVisor의 소켓은 ${tool}의 요청을 처리하지 못합니다(2022-12 버전에서 확인)`,
  "engines.loopback-only": () => "루프백 네트워크만 있습니다",
  "engines.control-groups": ({ driver, version }) => `${driver}, cgroup ${version}`,
  "engines.no-user-namespace": () => "아니요",
  "engines.user-namespace": () => "예",

  // OCI runtimes.
  "engines.needs-runtime": () => "런타임 자체",
  "engines.needs-mount-for-layer": () => "이미지 위의 레이어",
  "engines.no-oci-spec": ({ complaints }) =>
    `설정을 제안하는 런타임이 없습니다(${complaints.join("; ")})`,
  "engines.spec-complaint": ({ runtime, words }) => `${runtime} spec: ${words}`,
  "engines.install-proposer": () => "crun이나 runc를 설치하십시오. 그 제안을 사용합니다",
  "engines.no-control-groups": ({ runtime, reason }) =>
    `${runtime}에 쓸 cgroup이 없습니다: ${reason}`,
  "engines.not-rootless": ({ runtime, complaint }) =>
    `이 사용자로는 ${runtime} 런타임이 실행되지 않습니다: ${complaint}`,
  "engines.exit-code": ({ exitCode }) => `종료 코드 ${exitCode}`,
  "engines.run-as-root-or-v2": () => "root로 실행하거나, cgroup v2만 있는 호스트에서 실행하십시오",
  "engines.root-overlay": () => "overlay, 엔진처럼 미리 마운트함",
  "engines.root-image": () => "이미지, 읽기 전용",
  "engines.dockers-seccomp": () => "Docker 기본값과 같음",
  "engines.no-seccomp": () => "없음",
  "engines.paused-by-group": ({ reason }) =>
    `컨테이너를 cgroup으로 일시 정지하기 때문입니다: ${reason}`,
  "engines.paused-beforehand": () => "컨테이너마다 미리 시작하여 일시 정지해 둠",
  "engines.not-waiting": ({ patienceMs }) =>
    `컨테이너가 ${patienceMs / 1000}초 안에 입력 대기 상태가 되지 않았습니다`,
  "engines.see-runtimes-words": () => "런타임의 마지막 출력을 확인하십시오",
  "engines.not-paused": ({ command }) => `${command.join(" ")} 명령이 실패했습니다`,
  "engines.see-words-of-pause": () =>
    "런타임의 마지막 출력을 확인하십시오. 일시 정지에는 freezer cgroup(v1)이나 cgroup v2가 필요합니다",

  // Podman.
  "engines.needs-engine": () => "엔진 자체",
  "engines.needs-busybox-for-trial": () => "시험 시작에 쓰는 프로그램",
  "engines.needs-mount-for-podman": () => "컨테이너가 실행되는 공간",
  "engines.needs-firewall-tool": () => "Podman의 브리지 네트워크",
  "engines.try-podman": () => "메시지를 podman(1)에서 찾아보고 `podman run`을 직접 실행해 보십시오",
  "engines.rootless-podman": () =>
    "root로 실행하십시오. 또는 cgroup v2만 있는 호스트에서 rootless Podman의 네트워크에 필요한 것을 설치하십시오: sudo apt-get install passt(Podman 5 이상) 또는 slirp4netns(그 이전)",
  "engines.podmans-bridge": () => "브리지(Podman의 기본값)",
  "engines.podmans-network-for-users": () => "일반 사용자에 대한 Podman의 기본값",
  "engines.podmans-seccomp": () =>
    "Podman의 기본값. 단 io_pgetevents(2)가 EPERM 대신 ENOSYS로 실패하며, 이때 libaio는 다른 호출을 사용",
  "engines.one-user": () => "예, 사용자 하나로: rootless",
  "engines.podmans-place": () =>
    "systemd가 없는 호스트처럼 동작하는 이 실행의 네임스페이스: 거기서의 Podman 기본값과 전용 저장소",
  "engines.ulimits": ({ options }) =>
    `${options.join(" ")}: Podman의 기본값이 이 사용자가 설정할 수 있는 한도를 넘음`,
  "engines.no-place-for-podman": ({ complaints }) =>
    `Podman의 컨테이너에 쓸 네임스페이스를 만들 수 없습니다: ${complaints}`,
  "engines.allow-namespaces": () =>
    "이 컨테이너나 VM에 마운트와 네임스페이스를 허용하십시오(Docker: --privileged)",
  "engines.monitor-stays": ({ container }) => `${container}의 conmon이 끝나지 않습니다`,
  "engines.end-monitor": () => "프로세스가 무엇을 기다리는지 ps로 확인하고 종료하십시오",
};
