import type { Room } from "./room.ts";

/** The surface: which of the host's system calls a target makes. */
export const surface: Room<"surface"> = {
  "surface.only-root": () => "다른 프로세스의 시스템 호출은 root만 추적할 수 있습니다",
  "surface.not-mounted": ({ complaints }) => `tracefs를 마운트하지 못했습니다: ${complaints}`,
  "surface.not-seen": () =>
    "이 프로세스의 호출이 보이지 않습니다. 커널에 시스템 호출 이벤트가 없거나 isotax가 PID 네임스페이스 안에서 실행됩니다",
  "surface.no-tracing": ({ why }) => `커널의 시스템 호출 추적을 쓸 수 없습니다: ${why}`,
  "surface.allow-tracing": () =>
    "CONFIG_FTRACE_SYSCALLS가 있고 잠겨 있지 않은 커널의 호스트 자체에서 isotax를 root로 실행하십시오",
  "surface.lost": ({ lost }) => `시스템 호출 기록 ${lost}개를 읽기 전에 잃었습니다`,
  "surface.again": () => "호스트가 덜 바쁠 때 다시 재십시오",
  "surface.title": () => "호스트의 커널을 얼마나 쓰는지",
  "surface.explained": () =>
    "대상의 모든 프로세스가 쓰는 호스트의 서로 다른 시스템 호출입니다. 안에서 실행되는 것과 그것을 실행하게 하는 모니터, 런타임, 데몬을 모두 셉니다. 몇 번 쓰든, 그 뒤에서 무엇이 실행되든 한 번만 셉니다. ioctl(KVM_RUN) 하나가 게스트 전체를 실행합니다.",
  "surface.caption": () => "호스트의 서로 다른 시스템 호출",
  "surface.work": () => "일하는 동안",
  "surface.during": ({ work }) => `${work}만`,
  "surface.start": () => "시작하는 동안",
  "surface.ioctls": () => "ioctl(2) 요청",
  "surface.names": () => "일하는 동안 쓰는 호출",
  "surface.head-call": () => "시스템 호출",
  "surface.made": () => "예",
};
