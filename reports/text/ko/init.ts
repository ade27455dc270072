/** `isotax init`: the first configuration, and what comes next. */
import type { Room } from "./room.ts";
import { 을를, 이가 } from "./words/particles.ts";

export const init: Room<"init"> = {
  "init.exists": ({ file }) => `${이가(file)} 이미 있습니다`,
  "init.change-it": () => "그 파일을 고치거나 먼저 다른 곳으로 옮기십시오",
  "init.written": ({ file, ignored }) =>
    [
      `${을를(file)} 썼습니다. 그대로 실행할 수 있습니다.`,
      ...(ignored ? ["실행이 기록될 /results/를 .gitignore에 넣었습니다."] : []),
      "다음 할 일:",
      "  npx isotax doctor    이 머신에 준비된 것과 나머지에 부족한 것",
      "  npx isotax run       측정하고 보고서 열기",
      "  패키지의 docs/own-app.md에 CI 게이트까지 갖춘 예가 있습니다",
      "",
    ].join("\n"),

  // Comments of the configuration.
  "init.about-config": () =>
    "여기에서 `isotax run`이 측정할 것. 플래그가 우선합니다. 목록은 `isotax run --help`로 봅니다.",
  "init.about-targets": () =>
    "어디에서: 대상의 id나 단어. 준비된 것은 `isotax doctor`로 알 수 있습니다.",
  "init.about-catalogue": () =>
    "카탈로그의 워크로드: 첫 바이트까지의 시작. 다른 id, 계열, all도 쓸 수 있습니다.",
  "init.about-command": () =>
    "직접 정의한 워크로드: 안에서 실행할 명령. 첫 단어는 이 호스트의 프로그램입니다.\n더 필요한 것은 `programs`와 `files`에 쓰십시오. {files}는 그 파일의 폴더, {scratch}는 쓸 수 있는 공간입니다.",
  "init.about-metrics": () =>
    "걸린 시간은 언제나 측정합니다. 아래 값은 출력에서, 출력된 단위 그대로 찾습니다.",
  "init.about-server": () => "안에는 서버, 밖에는 요청을 보내는 클라이언트:",
  "init.about-gate": () => "런타임이 이 작업에서 느려졌는지는 `isotax gate`가 판정합니다:",
};
