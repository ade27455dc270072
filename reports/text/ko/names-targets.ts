/** Titles of targets, and what each adds to the rung below it. */

interface TargetWords {
  readonly title: string;
  readonly adds: string;
}

const PODMAN =
  "데몬 없는 엔진: 명령마다 여는 저장소와 데이터베이스, 모니터 프로세스(conmon), 오버레이 레이어";
const MICROVM = "자체 게스트 커널, 가상 CPU와 메모리와 장치, QEMU";

export const TARGETS: Readonly<Record<string, TargetWords>> = {
  native: { title: "네이티브", adds: "없음: 나머지 모두의 비교 기준" },
  helper: {
    title: "헬퍼",
    adds: "위 단계들을 만드는 프로그램의 실행. 여기서는 아무것도 격리하지 않음",
  },
  chroot: {
    title: "chroot",
    adds: "다른 루트 디렉터리: 이미지에 /proc, /sys, /dev를 미리 마운트해 둔 것",
  },
  namespaces: {
    title: "네임스페이스",
    adds: "mount, pid, uts, ipc, net, cgroup 네임스페이스, 자체 마운트, chroot 대신 pivot_root",
  },
  unshare: {
    title: "unshare(1)",
    adds: "커널 호출만 쓰는 대신 unshare(1), 셸, 셸의 mount 명령",
  },
  cgroup: {
    title: "cgroup",
    adds: "CPU, 메모리, 프로세스 수를 제한하는 자체 cgroup: 시작할 때마다 만들고, 제한하고, 들어감",
  },
  overlay: {
    title: "오버레이",
    adds: "루트로 읽기 전용 이미지 대신 이미지 위의 쓰기 가능한 레이어(overlayfs)",
  },
  seccomp: {
    title: "seccomp",
    adds: "Docker 기본값과 같은 seccomp 필터, 줄어든 capability, no_new_privs",
  },
  masked: {
    title: "가린 경로",
    adds: "crun이나 runc의 컨테이너처럼 가리거나 읽기 전용으로 만든 /proc과 /sys의 경로",
  },
  bubblewrap: {
    title: "Bubblewrap",
    adds: "Flatpak의 샌드박스 도구 bwrap: 바인드 마운트로 루트를 만들고, 자체 /dev를 만들고, 작은 init을 시작하고, 같은 필터를 스스로 적재",
  },
  crun: {
    title: "crun",
    adds: "OCI 런타임 crun: 번들, 장치 목록이 있는 자체 /dev, 가려진 경로와 읽기 전용 경로, 줄어든 capability",
  },
  "crun-warm": {
    title: "crun, 미리 일시 정지",
    adds: "웜 스타트: 측정 구간 전에 컨테이너를 시작하여 일시 정지해 두고, 구간에는 `crun resume`만 들어감",
  },
  gvisor: {
    title: "gVisor",
    adds: "사용자 공간의 자체 커널(runsc의 Sentry). 인스턴스의 시스템 호출을 ptrace로 잡아 대신 처리함. 소켓은 자기 네임스페이스에서 호스트의 것을 씀",
  },
  runc: { title: "runc", adds: "crun이 하는 일을 Go로 하는 OCI 런타임 runc" },
  lxc: {
    title: "LXC",
    adds: "OCI가 아닌 다른 런타임: 스스로 마운트하는 오버레이 루트, 작은 init, 모니터, 모든 계층의 그룹, 짧은 seccomp 필터. capability는 대부분 유지",
  },
  nspawn: {
    title: "systemd-nspawn",
    adds: "systemd의 컨테이너 도구: 변경을 메모리에 두는 오버레이 루트, 작은 init, 허용 목록 방식의 seccomp 필터, 줄어든 capability",
  },
  podman: { title: "Podman", adds: `${PODMAN}, 브리지 네트워크, 로그` },
  "podman-warm": {
    title: "Podman, 미리 생성",
    adds: "웜 스타트: 측정 구간 전에 `podman create`를 해 두고, 구간에는 `podman start`만 들어감",
  },
  docker: {
    title: "Docker",
    adds: "Docker 클라이언트: 데몬에 요청하고 입출력을 중계하는 프로그램",
  },
  "docker-api": {
    title: "Docker API",
    adds: "엔진: 데몬, containerd와 그 shim, 오버레이 레이어, 브리지 네트워크, 로그. 소켓으로 요청",
  },
  "docker-warm": {
    title: "Docker, 미리 생성",
    adds: "웜 스타트: 측정 구간 전에 `docker create`를 해 두고, 구간에는 `docker start`만 들어감",
  },
  uml: {
    title: "User-mode Linux",
    adds: "호스트의 프로세스로 실행되는 자체 게스트 커널: 시스템 콜을 ptrace(2)로 가로챔",
  },
  "qemu-microvm": { title: "QEMU microvm", adds: MICROVM },
  "qemu-microvm:user": {
    title: "QEMU microvm, 사용자 모드 네트워크",
    adds: `${MICROVM}. 호스트의 장치 없이 QEMU가 직접 에뮬레이션하는 네트워크`,
  },
  "qemu-microvm-warm": {
    title: "QEMU microvm, 스냅샷에서 시작",
    adds: "미리 만들어 두고 매번 거기서부터 이어지는 스냅샷: 부팅 없음, RAM은 private 매핑(copy-on-write)",
  },
  "qemu-q35": {
    title: "QEMU q35",
    adds: "다듬은 microvm에서 뺀 것들: BIOS, PCI, 압축 커널, QEMU의 기본 장치",
  },
  "qemu-distro": {
    title: "QEMU, 완전한 Debian",
    adds: "부트 로더, 배포판의 커널과 initramfs, systemd와 그 서비스, DHCP, qcow2 디스크",
  },
  firecracker: {
    title: "Firecracker",
    adds: "QEMU microvm과 다른 모니터: 장치 다섯 개, 펌웨어 없음, 자신을 감싸는 seccomp 필터",
  },
  "cloud-hypervisor": {
    title: "Cloud Hypervisor",
    adds: "QEMU microvm과 다른 모니터: PCI 방식 virtio, 펌웨어 없음, 스레드마다 seccomp 필터",
  },
  virtualbox: {
    title: "VirtualBox",
    adds: "자체 커널 드라이버가 있는, QEMU와 다른 모니터: BIOS, 부트 로더, IDE 디스크, VGA",
  },
  vmware: {
    title: "VMware Workstation",
    adds: "자체 커널 드라이버가 있는, QEMU와 다른 모니터: BIOS, 부트 로더, 반가상화 SCSI 디스크, VGA",
  },
};

/** Targets with a parameter, of which there are any number. */
const VARIANTS: Readonly<Record<string, (parameter: string) => TargetWords>> = {
  command: (words) => ({ title: words, adds: "사용자의 러너" }),
  docker: (network) => ({
    title: `Docker, --network ${network}`,
    adds: `Docker 클라이언트, 데몬, containerd와 그 shim, 로그. ${
      network === "none" ? "루프백 외의 네트워크 없음" : "자체 네트워크 대신 호스트의 네트워크"
    }`,
  }),
  fake: () => ({ title: "fake: 지어낸 시간", adds: "없음: 시간을 지어냄" }),
  namespaces: (name) =>
    name === "none"
      ? { title: "네임스페이스 없는 unshare", adds: "네임스페이스 없이 unshare(1)만 실행" }
      : { title: `${name} 네임스페이스 하나`, adds: `${name} 네임스페이스` },
  oci: (name) => ({ title: name, adds: `OCI 런타임 ${name}` }),
  podman: (network) => ({
    title: `Podman, --network ${network}`,
    adds: `${PODMAN}, 로그. 네트워크: ${network}`,
  }),
};

export function targetWords(id: string): TargetWords | undefined {
  if (Object.hasOwn(TARGETS, id)) return TARGETS[id];
  const colon = id.indexOf(":");
  const family = colon < 0 ? id : id.slice(0, colon);
  if (!Object.hasOwn(VARIANTS, family)) return undefined;
  return VARIANTS[family]?.(colon < 0 ? "" : id.slice(colon + 1));
}
