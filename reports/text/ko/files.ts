/** Files and folders: what could not be done with them, why, and which others could be used. */
import type { Room } from "./room.ts";
import { 을를 } from "./words/particles.ts";

const KINDS = {
  folder: "폴더",
  link: "심볼릭 링크",
  fifo: "FIFO",
  socket: "소켓",
  file: "파일",
  device: "장치",
};

const MIB = 2 ** 20;

export const files: Room<"files"> = {
  "files.not-made": ({ path, why }) => `${을를(path)} 만들 수 없습니다: ${why}`,
  "files.not-written": ({ path, why }) => `${path}에 쓸 수 없습니다: ${why}`,
  "files.not-opened": ({ path, why }) => `${을를(path)} 열 수 없습니다: ${why}`,
  "files.not-read": ({ path, why }) => `${을를(path)} 읽을 수 없습니다: ${why}`,
  "files.not-removed": ({ path, why }) => `${을를(path)} 제거할 수 없습니다: ${why}`,
  "files.not-started": ({ path, why }) => `${을를(path)} 시작할 수 없습니다: ${why}`,
  /** A reason, with the words of the tool that failed for it. */
  "files.why-as-said": ({ why, said }) => `${why} (${said})`,

  "files.no-space": () => "남은 공간이 없습니다",
  "files.quota-used-up": () => "디스크 할당량을 다 썼습니다",
  "files.read-only": () => "파일 시스템이 읽기 전용입니다",
  "files.no-permission": () => "권한이 없습니다",
  "files.not-allowed": () => "허용되지 않습니다",
  "files.path-incomplete": () => "경로의 일부가 없고, 거기에는 아무것도 만들 수 없습니다",
  "files.file-in-path": () => "경로의 일부가 파일입니다",
  "files.is-folder": () => "같은 이름의 폴더가 있습니다",
  "files.is-no-folder": () => "같은 이름의 것이 있는데 폴더가 아닙니다",
  "files.folder-not-empty": () => "같은 이름의 폴더가 있고 비어 있지 않습니다",
  "files.link-loop": () => "링크가 순환하거나 그 자체가 링크입니다",
  "files.name-too-long": () => "이름이 너무 깁니다",
  "files.not-accepted": () => "파일 시스템이 받아들이지 않습니다",
  "files.not-supported": () => "파일 시스템이 지원하지 않습니다",
  "files.other-filesystem": () => "일부가 다른 파일 시스템에 있습니다",
  "files.arguments-too-long": () => "인자가 너무 깁니다",
  "files.no-more-processes": () => "프로세스를 더 만들 수 없습니다",
  "files.folder-full": () => "상위 폴더가 가득 찼습니다",
  "files.in-use": () => "사용 중입니다",
  "files.being-executed": () => "실행 중입니다",
  "files.device-error": () => "장치가 오류를 보고합니다",
  "files.no-device": () => "뒤에 장치가 없습니다",
  "files.lost-by-server": () => "서버에서 사라졌습니다",
  "files.too-large": () => "허용된 최대 파일 크기를 넘게 됩니다",
  "files.too-many-open": () => "이 프로세스가 연 파일이 너무 많습니다",
  "files.too-many-open-here": () => "이 머신에서 열린 파일이 너무 많습니다",
  "files.no-memory": () => "남은 메모리가 없습니다",

  "files.first-or": ({ first, otherwise }) => `${first}. 아니면 ${otherwise}`,
  "files.free-space": () => "공간을 비우십시오",
  "files.free-memory": () => "메모리를 비우십시오",
  "files.change-permissions": () => "권한을 바꾸십시오",
  "files.shorter-name": () => "더 짧은 이름을 고르십시오",
  "files.raise-processes": () => "한도를 늘리십시오(ulimit -u)",
  "files.raise-size": () => "한도를 늘리십시오(ulimit -f)",
  "files.raise-open": () => "한도를 늘리십시오(ulimit -n)",
  "files.raise-open-here": () => "한도를 늘리십시오(sysctl fs.file-max)",
  "files.see-kernel-log": () => "커널의 메시지를 확인하십시오(dmesg)",

  "files.other-out": () => "다른 --out을 고르십시오",
  "files.other-name": () => "다른 것을 지정하십시오",
  "files.remove-by-hand": () => "직접 제거하십시오",
  "files.install-it": () => "설치되어 있고 실행할 수 있는지 확인하십시오",
  "files.other-cache": () => "XDG_CACHE_HOME에 다른 폴더를 지정하십시오",
  "files.other-state": () => "XDG_STATE_HOME에 다른 폴더를 지정하십시오",
  "files.other-temporary": () => "TMPDIR에 다른 폴더를 지정하십시오",
  "files.other-var-tmp": () => "다른 /var/tmp를 마운트하십시오",
  "files.other-cgroups": () => "cgroup을 만들 수 있는 곳에서 실행하십시오",

  "files.no-home": () =>
    "홈 폴더가 없습니다. HOME이 절대 경로로 설정되어 있지 않고 passwd 파일에도 없습니다",
  "files.set-home": ({ variable }) =>
    `HOME을 설정하거나 ${variable}에 쓸 수 있는 폴더를 지정하십시오`,

  /** These follow the name of a file. */
  "files.is-too-large": ({ bytes, mostBytes }) =>
    `크기가 ${Math.ceil(bytes / MIB)} MiB입니다. 최대 ${Math.floor(mostBytes / MIB)} MiB까지 읽습니다`,
  "files.is-kind": ({ kind }) => `${KINDS[kind]}입니다`,
  "files.is-not-regular": ({ kind }) => `일반 파일이 아니라 ${KINDS[kind]}입니다`,
  "files.is-not-utf8": () => "UTF-8이 아닙니다",
  "files.has-proto-key": () => '"__proto__"라는 키가 있습니다',
};
