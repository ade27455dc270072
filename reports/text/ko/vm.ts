import type { Room } from "./room.ts";

/** Guests of virtual machines: why one cannot boot, and facts about it. */
export const vm: Room<"vm"> = {
  // What every guest needs, and what none has.
  "vm.is-monitor": () => "가상 머신 모니터",
  "vm.is-guest-kernel": () => "VM이 부팅하는 커널",
  "vm.makes-disks": () => "VM의 디스크를 만듦",
  "vm.makes-boot-disk": () => "부팅 디스크를 만듦",
  "vm.passes-serial-line": () => "게스트의 시리얼 라인을 중계",
  "vm.no-guest-kernel": () => "게스트 커널이 없습니다",
  "vm.no-network-card": () => "isotax는 이 게스트에 네트워크 카드를 주지 않습니다",
  "vm.no-writable-layer": () => "쓰기 가능한 레이어를 만드는 qemu-img가 PATH에 없습니다",
  "vm.version-unknown": ({ tool, needed }) =>
    `${tool}의 버전을 알 수 없습니다. ${needed} 버전이 필요합니다`,

  // KVM.
  "vm.no-kvm": () => "/dev/kvm이 없습니다",
  "vm.kvm-forbidden": () => "이 사용자는 /dev/kvm을 열 수 없습니다",
  "vm.kvm-for-its-group": () =>
    "이 사용자는 /dev/kvm을 열 수 없습니다. 사용자를 kvm 그룹에 넣으십시오",
  "vm.kvm-not-usable": () => "KVM을 쓸 수 없습니다",
  "vm.no-guest-boots": ({ reasons }) =>
    `/dev/kvm은 있지만 그 위에서 게스트가 부팅되지 않습니다(${reasons.join("; ")})`,
  "vm.with-cpu-model": ({ cpuModel, reason }) => `-cpu ${cpuModel}: ${reason}`,
  "vm.boots-too-late": ({ deadlineMs }) =>
    `게스트 커널이 ${deadlineMs / 1000}초 안에 사용자 공간에 도달하지 못했습니다`,
  "vm.qemu-ended": () => "QEMU가 바로 종료되었습니다",
  "vm.use-virtualization": () =>
    "하드웨어 가상화를 쓸 수 있는 호스트(베어메탈, 또는 중첩 가상화가 되는 VM)에서 root나 kvm 그룹의 사용자로 실행하십시오",
  "vm.use-virtualization-or-retry": (of) =>
    `${of.remedy}. 여기서 KVM을 다시 시도하려면: ${of.command}`,

  // The disk that boots.
  "vm.no-boot-record": ({ files }) => `다음 파일이 하나도 없습니다: ${files.join(", ")}`,
  "vm.no-bzimage": ({ file }) =>
    `${file} 파일은 압축 커널(bzImage)이 아닙니다. 부트 로더는 다른 것을 시작하지 못합니다`,
  "vm.name-vmlinuz": () => "--guest-kernel에 vmlinuz를 지정하거나 이 대상을 빼십시오",

  // Snapshots.
  "vm.snapshot-without-boot": ({ deadlineMs }) =>
    `게스트의 스냅샷을 만들지 못했습니다. 게스트가 ${deadlineMs / 1000}초 안에 부팅되지 않았습니다`,
  "vm.snapshot-not-saved": ({ deadlineMs }) =>
    `게스트의 스냅샷을 만들지 못했습니다. QEMU가 ${deadlineMs / 1000}초 안에 게스트를 저장하지 못했습니다`,
  "vm.snapshot-again": () =>
    "QEMU의 마지막 출력을 확인하십시오. 호스트가 바쁘면 다시 시도해야 할 수 있습니다",

  // Facts.
  "vm.kernel-later": () => "처음 필요할 때 내려받음",
  "vm.machine-microvm": () => "microvm, qboot, 비압축 커널(PVH), mmio 방식 virtio, PCI 없음",
  "vm.machine-restored": () => "qemu-microvm과 같은 microvm, 스냅샷에서 복원",
  "vm.machine-q35": () => "q35, SeaBIOS, 압축 커널, PCI 방식 virtio, QEMU의 기본 장치",
  "vm.machine-distro": () => "q35, SeaBIOS, qcow2 디스크의 GRUB, PCI 방식 virtio, QEMU의 기본 장치",
  "vm.card-user": () => "virtio-net(클라이언트가 접속할 때), QEMU의 사용자 모드 네트워크",
  "vm.card-tap": ({ vhost }) => `virtio-net(클라이언트가 접속할 때), tap, vhost-net ${vhost}`,
  "vm.prework-snapshot": (of) =>
    `실행마다 한 번 만드는 스냅샷: 부팅 ${seconds(of.bootNs)}, 저장 ${seconds(of.saveNs)}; ` +
    `상태 ${(of.stateBytes / 2 ** 10).toFixed(0)} KiB, ${of.memoryMiB} MiB RAM 파일 중 실제 사용 ${(of.ramBytes / 2 ** 20).toFixed(0)} MiB`,
  "vm.clock-from-snapshot": () => "스냅샷을 만든 시각부터 이어짐",
  "vm.disks-direct": () => "O_DIRECT, 게스트의 플러시는 호스트의 fsync",
  "vm.disks-cached": () => "호스트의 페이지 캐시 사용, 게스트의 플러시는 호스트의 fsync",
  "vm.disks-virtualbox": () => "IDE(PIIX4), O_DIRECT, 게스트의 플러시가 호스트까지 도달",
  "vm.disks-vmware": () => "반가상화 SCSI, VMware의 기본 캐시 방식",
  "vm.disks-uml": () =>
    "읽기는 호스트의 페이지 캐시 사용, 쓰기는 매번 호스트의 디스크까지 도달(O_SYNC)",
};

function seconds(ns: number): string {
  return `${(ns / 1e9).toFixed(2)}초`;
}
