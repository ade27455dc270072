import type { Room } from "./room.ts";
import { 은는, 을를, 이가 } from "./words/particles.ts";

/** The programs in C, and the kernel's refusals. */
export const primitives: Room<"primitives"> = {
  "primitives.no-compiler": ({ tool }) =>
    `C 컴파일러(${tool})가 없습니다. 커널을 직접 호출하는 프로그램은 이 호스트에서 컴파일합니다`,
  "primitives.not-compiled": ({ program, words }) =>
    `컴파일러가 ${을를(program)} 컴파일하지 못했습니다: ${words}`,
  "primitives.use-other-compiler": () =>
    "gcc를 설치하거나, 컴파일러가 출력한 내용을 이슈로 알려 주십시오",
  "primitives.refused": ({ namespaces, words }) =>
    `커널이 다음 네임스페이스를 거부했습니다: ${namespaces.join(", ")}: ${words}`,
  "primitives.not-entered": ({ namespaces }) =>
    `다음 네임스페이스를 요청해도 프로그램이 호스트의 네임스페이스에 그대로 있습니다: ${namespaces.join(", ")}`,
  "primitives.use-newer-kernel": () => "더 새로운 커널을 사용하십시오",
  "primitives.filter": () => "Docker 기본값과 같음",
  "primitives.host-files-only": ({ target }) =>
    `${은는(target)} 호스트의 파일을 실행하는데, 이번 실행에는 사용자 이미지를 지정했습니다`,
  "primitives.choose-chroot": () => "이 대상을 빼십시오. native도 지정한 이미지 안에서 실행합니다",
  "primitives.no-call-times": ({ target }) =>
    `${이가(target)} 호출 시간을 하나도 알리지 않았습니다`,
};
