import type { Room } from "./room.ts";
import { 은는, 을를, 이가 } from "./words/particles.ts";

/** The root filesystem, guests' kernels and disks. */
export const images: Room<"images"> = {
  // The programs that go into the root filesystem.
  "images.script-without-program": ({ file }) =>
    `${은는(file)} 스크립트인데 그 안의 프로그램을 찾지 못했습니다`,
  "images.another-program": ({ file, program }) => `${은는(file)} 다른 프로그램인 ${program}입니다`,
  "images.other-machine": ({ file }) => `${은는(file)} 이 머신용 프로그램이 아닙니다`,
  "images.no-tool": ({ tool }) => `이 호스트에 없습니다: ${tool}`,
  "images.not-of-image": ({ tool }) =>
    `이미지는 ${을를(tool)} 호스트에서 가져오지 않습니다. runners/tools/table.ts에 그 행이 없거나 행에 \`image\`가 없습니다`,
  "images.probe-not-compiled": () =>
    "무엇에 닿을 수 있는지 묻는 프로그램(runners/audit/probe.c)이 컴파일되지 않았습니다",
  "images.give-row": ({ tools }) =>
    `${tools.join(", ")}의 행에 \`image\`를 넣으십시오(docs/add-a-workload.md)`,
  "images.tool-lacks-library": ({ program }) =>
    `${program}에 필요한 라이브러리가 설치되어 있지 않습니다. \`ldd ${program}\` 명령으로 알 수 있습니다`,
  "images.busybox-not-found": () => "busybox가 없습니다",
  "images.no-busybox": ({ problem }) => `${problem}: 모든 대상이 busybox를 시작합니다`,
  "images.busybox-not-static": ({ program }) =>
    `${program}에 공유 라이브러리가 필요한데, VM의 initramfs에는 없습니다`,
  "images.library-missing": ({ program, line }) =>
    `${program}에 필요한 라이브러리가 설치되어 있지 않습니다: ${line}`,
  "images.reinstall": () => "실행 파일이 들어 있는 패키지를 다시 설치하십시오",

  // Packages that are unpacked.
  "images.no-package": ({ package: name }) => `apt에 패키지 ${이가(name)} 없습니다`,
  "images.no-package-file": ({ package: name }) =>
    `apt-get download를 실행했지만 ${name}_*.deb 파일이 없습니다`,
  "images.package-damaged": ({ file, sha256 }) =>
    `${file}의 sha256 값 ${이가(sha256)} 패키지 색인에 없습니다`,
  "images.update-packages": () => "apt-get update를 실행한 뒤 다시 하십시오",

  // Guests' kernels.
  "images.get-guest-kernel": () =>
    "npm run isotax -- setup (Debian의 linux-image-cloud-amd64를 설치하지 않고 캐시에 내려받습니다) 또는 --guest-kernel PATH",
  "images.no-guest-kernel": () => "캐시에 게스트 커널이 없습니다",
  "images.no-kernel-package": ({ packages }) =>
    `다음 패키지가 apt에 하나도 없습니다: ${packages.join(", ")}`,
  "images.update-or-own-kernel": () => "apt-get update를 실행하거나 --guest-kernel PATH를 쓰십시오",
  "images.no-kernel-modules": ({ version }) => `커널 ${version}의 패키지에 모듈이 없습니다`,
  "images.own-kernel": () => "--guest-kernel PATH를 쓰십시오",
  "images.guest-kernel-unreadable": ({ file, problem }) => `--guest-kernel ${file}: ${problem}`,
  "images.name-readable-kernel": () =>
    "읽을 수 있는 커널 이미지를 지정하십시오. 예: /boot/vmlinuz-*",
  "images.not-a-kernel": ({ file }) => `--guest-kernel ${file}: bzImage도 ELF 커널도 아닙니다`,
  "images.name-kernel": () => "x86-64용 Linux 커널 이미지를 지정하십시오. 예: /boot/vmlinuz-*",

  // The disk with a complete Debian.
  "images.needs-qemu-img": () => "인스턴스마다 쓸 오버레이를 만듦",
  "images.needs-mmdebstrap": () => "VM이 부팅할 Debian을 만듦",
  "images.get-distro": () =>
    "Debian 미러에 접속할 수 있는 곳에서 root로 실행하십시오: npm run bench -- --targets native,qemu-distro",
  "images.distro-later": () => "처음 필요할 때 만듦(약 90초)",
  "images.distro": ({ version, packages }) =>
    `Debian ${version}, 패키지 ${packages}개, 워크로드는 multi-user.target 이후에 시작`,
  "images.distro-made": (of) =>
    `한 번에 ${(of.madeInMs / 1000).toFixed(1)}초. 그중 패키지 내려받기를 포함한 mmdebstrap: ${(of.mmdebstrapMs / 1000).toFixed(1)}초`,
  "images.debians-own-kernel": () => "Debian의 커널",
  "images.distro-kernel": ({ version }) =>
    `${version}, Debian의 커널과 initramfs를 디스크에서 부팅`,
  "images.not-debian": () =>
    "VM의 디스크는 호스트와 같은 Debian 릴리스로 만드는데, 이 호스트는 Debian이 아닙니다",
  "images.distro-needs-root": () => "VM의 Debian 디스크가 아직 없으며 root만 만들 수 있습니다",
  "images.distro-needs-download": () =>
    "VM의 Debian 디스크가 아직 없으며 아무것도 내려받을 수 없습니다",
  "images.no-debian-mirror": () => "이 호스트의 apt에 Debian 미러가 없습니다",
  "images.add-debian-mirror": () => "/etc/apt에 Debian 미러를 넣고 apt-get update를 실행하십시오",
};
