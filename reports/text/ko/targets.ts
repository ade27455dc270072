import type { Room } from "./room.ts";
import { 이가 } from "./words/particles.ts";

/** Targets: why one cannot run, what it needs, and facts about it. Those of guests are in vm.ts. */
export const targets: Room<"targets"> = {
  "targets.yes": () => "예",
  "targets.no": () => "아니요",
  "targets.none": () => "없음",
  "targets.unknown": () => "알 수 없음",

  // What a target lacks, and what to do.
  "targets.way-not-known": () => "isotax는 이 대상의 인스턴스에 연결하는 방법을 모릅니다",
  "targets.root-in-memory": () => "루트에 쓰는 내용이 디스크가 아니라 메모리로 갑니다",
  "targets.root-in-snapshot": () => "스냅샷을 만들기 전에 루트가 읽기 전용으로 마운트되었습니다",
  "targets.snapshot-without-card": () => "스냅샷을 네트워크 카드 없이 만들었습니다",

  // Why a target needs a tool, and how to get one that no package holds.
  "targets.needed-by": ({ target }) => `대상 ${target}`,
  "targets.is-sandbox": () => "샌드박스 도구 자체",
  "targets.is-runtime": () => "런타임 자체",
  "targets.is-runner": () => "러너 자체",
  "targets.starts-in-trial": () => "시험 시작에 쓰는 프로그램",
  "targets.makes-layer": () => "이미지 위의 쓰기 가능한 레이어",
  "targets.makes-place": () => "실행되는 공간",
  "targets.pins-process": () => "프로세스를 측정용 CPU에 고정",
  "targets.is-uml-kernel": () => "게스트 커널(호스트의 실행 파일)",
  "targets.makes-pid-namespace": () => "게스트 전체가 함께 끝나도록 PID 네임스페이스를 만듦",
  "targets.manages-virtualbox": () => "VM을 만들고 제거",
  "targets.runs-virtualbox": () => "창 없이 VM을 실행",
  "targets.manages-vmware": () => "VM을 시작하고 중지",
  "targets.build-program": ({ path }) => `빌드하거나 경로를 확인하십시오: ${path}`,
  "targets.put-runtime": ({ name }) =>
    `\`${name}\` 실행 파일을 PATH에 두거나 이름의 철자를 확인하십시오`,
  "targets.get-cloud-hypervisor": () =>
    "github.com/cloud-hypervisor/cloud-hypervisor/releases의 `cloud-hypervisor-static`을 `cloud-hypervisor`라는 이름으로 PATH에 두십시오(Debian에는 패키지가 없습니다)",
  "targets.get-firecracker": () =>
    "github.com/firecracker-microvm/firecracker/releases의 `firecracker`를 PATH에 두십시오(Debian에는 패키지가 없습니다)",
  "targets.get-virtualbox": () =>
    "www.virtualbox.org/wiki/Linux_Downloads에서 VirtualBox를 설치하십시오(Debian 12에는 패키지가 없습니다)",
  "targets.get-vmware": () =>
    "www.vmware.com/products/desktop-hypervisor/workstation-and-fusion에서 VMware Workstation Pro를 설치하십시오(어느 배포판에도 패키지가 없습니다)",

  // Why one cannot run here.
  "targets.allow-namespaces": () =>
    "이 컨테이너나 VM에 네임스페이스와 마운트를 허용하십시오(Docker: --privileged)",
  "targets.allow-user-namespaces": () =>
    "사용자 네임스페이스를 허용하거나(sysctl user.max_user_namespaces; Ubuntu 24.04: kernel.apparmor_restrict_unprivileged_userns=0) root로 실행하십시오",
  "targets.check-lxc": () =>
    "lxc-checkconfig를 실행하고, 메시지에 나온 설정을 lxc.container.conf(5)에서 찾아보십시오",
  "targets.check-nspawn": () => "메시지를 systemd-nspawn(1)에서 찾아보십시오",
  "targets.root-or-namespaces": () => "root로 실행하거나 네임스페이스가 허용된 곳에서 실행하십시오",
  "targets.uml-no-registers": ({ version }) =>
    `User-mode Linux ${version}에는 이 CPU의 AMX 레지스터를 담을 공간이 없어 시작하자마자 죽습니다`,
  "targets.uml-newer": ({ program }) =>
    `Linux 6.13 이상의 \`${program}\` 실행 파일을 PATH의 맨 앞에 두거나, 이 머신이 가상 머신이면 AMX를 숨기십시오`,
  "targets.uml-one-cpu": ({ cpus }) => `User-mode Linux의 CPU는 하나인데 ${cpus}개를 요청했습니다`,
  "targets.use-one-cpu": () => "--cpus 1로 실행하거나 이 대상을 빼십시오",
  "targets.uml-no-room": ({ folder, freeMiB, memoryMiB }) =>
    `게스트 메모리가 놓일 ${folder}에 남은 공간이 요청한 ${memoryMiB} MiB 중 ${freeMiB} MiB뿐입니다`,
  "targets.uml-make-room": ({ folder, memoryMiB }) =>
    `mount -o remount,size=${memoryMiB * 2}M ${folder} 명령을 실행하거나 --memory를 줄이십시오`,
  "targets.no-driver": ({ device, product }) =>
    `${device} 장치가 없습니다. ${product}의 커널 모듈이 로드되지 않았습니다`,
  "targets.cloud-hypervisor-too-old": ({ found, needed }) =>
    `cloud-hypervisor ${found}: 시리얼 라인을 소켓으로 쓸 수 있는 ${needed} 버전이 필요합니다`,
  "targets.firecracker-too-old": ({ found, needed }) =>
    `firecracker ${found}: ACPI로 게스트에 디스크를 알려 주는 ${needed} 버전이 필요합니다. Debian의 커널은 명령줄로 알려 주는 디스크를 받아들이지 않습니다`,

  // Facts.
  "targets.root-overlay-before": () => "overlay, 엔진처럼 미리 마운트함",
  "targets.root-overlay-by-lxc": () => "overlay, 측정 구간 안에서 LXC가 마운트함",
  "targets.root-overlay-by-nspawn": () =>
    "overlay, 측정 구간 안에서 nspawn이 마운트함(--volatile=overlay). 변경은 메모리에 저장",
  "targets.root-read-only": () => "이미지, 읽기 전용",
  "targets.filter-by-bwrap": () => "Docker 기본값과 같은 것을 bwrap이 적재",
  "targets.init-of-bwrap": () => "bwrap의 init이 프로세스 1, 워크로드가 프로세스 2",
  "targets.init-of-lxc": () => "LXC의 init이 프로세스 1, 워크로드는 그 자식",
  "targets.init-of-nspawn": () => "nspawn의 init이 프로세스 1, 워크로드가 프로세스 2(--as-pid2)",
  "targets.lxc-includes": ({ file }) => `${file} 포함`,
  "targets.lxc-built-in": ({ file }) => `LXC에 내장된 것(${file} 파일이 없음)`,
  "targets.confined-by": ({ profile }) => `AppArmor 프로필 ${profile}`,
  "targets.profile-not-loaded": ({ profile }) =>
    `AppArmor에 의한 것 없음: 프로필 ${이가(profile)} 로드되지 않음`,
  "targets.no-apparmor": () => "AppArmor에 의한 것 없음: 커널에 AppArmor가 없음",
  "targets.no-network": ({ option }) => `없음(${option})`,
  "targets.loopback-only": ({ option }) => `루프백만(${option})`,
  "targets.no-registration": ({ options }) => `없음(${options})`,
  "targets.limits-in-window": ({ limits }) =>
    `${limits}. systemd라면 scope를 만들 시점인 측정 구간 안에서 그룹을 만들고 들어감`,
  "targets.finds-host-memory": () =>
    "호스트의 메모리: nspawn이 워크로드를 제한된 그룹 아래의 다른 그룹에 넣음",
  "targets.prework-podman": () => "컨테이너마다 미리 `podman create` 실행",
  "targets.uml-runs-natively": () => "네이티브로 실행되며, 시스템 콜은 ptrace로 가로챔",

  // What a name with a parameter stands for.
  "targets.about-command": () =>
    "사용자의 러너: 뒤에 오는 명령을 실행하는 명령. isotax가 {rootfs}를 루트 파일 시스템으로, {command}를 그 안에서 실행할 명령으로(없으면 끝에 덧붙임), {name}, {memory}(MiB), {cpus}를 각각의 값으로 바꿈",
  "targets.about-docker": () => "브리지 대신 다른 네트워크를 쓰는 Docker",
  "targets.about-fake": () => "스크립트로 지어낸 시간: 아무것도 시작하지 않고 측정하지 않음",
  "targets.about-namespaces": () =>
    "네임스페이스 하나만 쓰는 chroot. `none`은 네임스페이스 없는 자식 프로세스",
  "targets.about-oci": () => "다른 OCI 런타임: PATH에 있는 이름이나, 직접 빌드한 것 등의 경로",
  "targets.about-podman": () => "브리지 대신 다른 네트워크를 쓰는 Podman",
  "targets.about-qemu-microvm": () =>
    "클라이언트가 접속할 때 QEMU의 사용자 모드 네트워크를 쓰는 QEMU microvm",
};
