import type { Room } from "./room.ts";
import { 으로, 이가, 이라는 } from "./words/particles.ts";

/** What runs left behind: what it is, why it is not removed, and what to do about it. */
export const leftovers: Room<"leftovers"> = {
  "leftovers.process-group": ({ pid }) => `프로세스 그룹 ${pid}`,
  "leftovers.cgroup": ({ name }) => `cgroup ${name}`,
  "leftovers.folder": ({ path }) => `폴더 ${path}`,
  "leftovers.trace": ({ name }) => `시스템 호출 추적(${name})`,
  "leftovers.canary": ({ token }) => `감사의 카나리아(${token})`,
  "leftovers.docker-container": ({ name }) => `컨테이너 ${name}`,
  "leftovers.oci-container": ({ runtime, id }) => `${runtime} 컨테이너 ${id}`,
  "leftovers.virtualbox-vm": ({ name }) => `VirtualBox VM ${name}`,
  "leftovers.vmware-vm": ({ vmx }) => `VMware VM ${vmx}`,

  "leftovers.not-removed": ({ what, why }) => `${what}: ${why}`,
  "leftovers.not-deleted": ({ runtime, said }) =>
    `${runtime} delete 명령으로 제거되지 않았습니다: ${said}`,
  /** Several steps of a clean-up failed. */
  "leftovers.several": ({ problems }) => problems.join("; "),

  /** A file that is not obeyed. The reasons below follow its name. */
  "leftovers.doubt": ({ file, reason }) => `${file}: ${reason}`,
  "leftovers.of-other-user": ({ uid, own }) =>
    `실행하는 사용자(${own})가 아니라 사용자 ${uid}의 소유입니다`,
  "leftovers.clean-as-owner": () =>
    "그 사용자로 isotax clean을 실행하십시오. 지금 사용자로 하려면 HOME이나 XDG_STATE_HOME에 자신의 폴더를 지정하십시오",
  "leftovers.writable-by-others": ({ mode }) => `다른 사용자가 쓸 수 있습니다(모드 ${mode})`,
  "leftovers.close-to-others": ({ file }) =>
    `다른 사람이 거기에 쓴 적이 없다면: chmod go-w ${file}`,
  "leftovers.remove-link": ({ file }) =>
    `isotax는 링크를 만들지 않습니다. 제거하십시오(rm ${file})`,
  "leftovers.hard-links": ({ names }) => `이름이 ${names}개입니다(하드 링크)`,
  "leftovers.remove-hard-link": ({ file }) =>
    `isotax는 하드 링크를 만들지 않습니다. 이것을 제거하십시오(rm ${file})`,
  "leftovers.cannot-read": ({ why }) => `읽을 수 없습니다: ${why}`,
  "leftovers.make-readable": () => "이 사용자가 읽을 수 있게 하거나 제거하십시오",
  "leftovers.cannot-open": ({ why }) => `열 수 없습니다: ${why}`,
  "leftovers.put-own-folder": () =>
    "그 자리에 자신의 폴더를 두거나 XDG_STATE_HOME에 자신의 폴더를 지정하십시오",

  "leftovers.not-a-ledger": () => "원장의 첫머리가 아닙니다",
  /** The numbers of the first broken lines, and how many more there are. */
  "leftovers.broken-lines": ({ lines, more }) =>
    `손상되었습니다. ${lines.join(", ")}번째 줄${more > 0 ? ` 외 ${more}줄` : ""}을 읽을 수 없습니다`,
  "leftovers.set-aside": ({ reason, name }) =>
    `${reason}. ${이라는(name)} 이름으로 옮겨 두었습니다`,
  "leftovers.look-yourself": ({ file }) =>
    `여기에 적힌 자원은 정리되지 않습니다. isotax-*라는 이름으로 남은 것을 찾아본 뒤 rm -r ${file} 명령을 실행하십시오`,
  "leftovers.not-set-aside": ({ reason, why }) => `${reason}. 옮겨 둘 수 없었습니다: ${why}`,
  "leftovers.too-many-set-aside": () => "옮겨 둔 것이 너무 많습니다",
  "leftovers.remove-file": ({ file }) => `rm -r ${file}`,

  "leftovers.not-obeyed": ({ what, problem }) =>
    `제거하지 않을 것이 적혀 있습니다: ${what}: ${problem}`,
  "leftovers.clean-with-its-home": ({ file }) =>
    `HOME이나 XDG_CACHE_HOME이 다른 실행이 만든 것이면 그 값으로 정리하십시오. 아니면 rm ${file}`,

  /** Why a resource that a ledger names is not removed. These follow what it is. */
  "leftovers.no-name-of-ours": () => "isotax의 이름이 아닙니다",
  "leftovers.not-below-ours": ({ folders }) =>
    `isotax의 폴더 아래에 있지 않습니다(${folders.join(", ")})`,
  "leftovers.no-folder": () => "폴더가 아닙니다",
  "leftovers.others-folder": ({ uid }) => `사용자 ${uid}의 소유입니다`,
  "leftovers.through-link": ({ real }) => `심볼릭 링크를 거치며 실제 위치는 ${real}입니다`,
  "leftovers.unknown-option": ({ option }) => `isotax가 쓰지 않는 옵션이 있습니다: ${option}`,
  "leftovers.runtime-not-plain": () => "런타임의 이름이 단순한 이름이 아닙니다",
  "leftovers.program-of-other": ({ file, uid }) =>
    `사용자 ${uid}의 프로그램 ${으로(file)} 제거하게 됩니다`,
  "leftovers.program-open-to-all": ({ file }) =>
    `누구나 바꿀 수 있는 ${으로(file)} 제거하게 됩니다`,
  "leftovers.other-docker": ({ host }) =>
    `${host}에 있습니다. isotax의 소켓도, Docker 클라이언트에 설정된 것도 아닙니다`,

  "leftovers.state-not-ours": ({ why }) => `실행이 남긴 것을 정리할 수 없습니다: ${why}`,
  "leftovers.state-vanished": ({ folder }) => `${이가(folder)} 만들어지는 동안 제거되었습니다`,
  "leftovers.ledger-not-written": ({ folder, why }) => `${folder}: ${why}`,
  "leftovers.no-room-for-line": () => "한 줄을 쓸 공간도 없습니다",
  "leftovers.other-state": () =>
    "isotax는 정리할 것의 목록을 거기에 둡니다. 공간을 비우거나 XDG_STATE_HOME에 다른 폴더를 지정하십시오",
};
