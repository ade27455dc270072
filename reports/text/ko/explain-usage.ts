/** `isotax explain`: errors about commands, configurations and run folders. */
import type { Room } from "./room.ts";

export const explainUsage: Room<"explain-usage"> = {
  // Words.
  "explain-usage.usage": () => "스크립트가 모르는 옵션입니다. --help를 쓰면 모든 옵션이 나옵니다.",
  "explain-usage.unknown-code": () =>
    "이 코드를 가진 경고, 오류, 판정이 없습니다. `isotax explain`을 실행하면 모두 나옵니다.",
  "explain-usage.unknown-target": () =>
    "이 이름의 대상이 없거나 실행에 들어 있지 않습니다. 대상의 목록은 `isotax doctor`로 볼 수 있고, 각 대상이 더하는 것은 docs/targets.md에 있습니다.",
  "explain-usage.unknown-workload": () =>
    "이 이름의 워크로드가 없거나 실행에 들어 있지 않습니다. 목록은 docs/workloads.md에 있습니다.",
  "explain-usage.unknown-format": () =>
    "이 이름의 내보내기 형식이 없습니다. `isotax export --help`를 실행하면 형식이 모두 나옵니다.",
  "explain-usage.no-browser": () =>
    "PNG 그림은 Chromium이 그리는데 찾지 못했습니다. SVG에는 필요 없고, report.html에서는 PNG를 바로 저장할 수 있습니다.",
  "explain-usage.no-target": () =>
    "--targets에 대상이 없습니다. 하나 이상 지정하거나 옵션을 빼십시오.",
  "explain-usage.no-workload": () =>
    "--workloads에 워크로드가 없습니다. 하나 이상 지정하거나 옵션을 빼십시오.",
  "explain-usage.no-claim": () => "--claims에 주장이 없습니다. C3처럼 하나 이상 지정하십시오.",
  "explain-usage.unknown-claim": () =>
    "이 id를 가진 주장이 없습니다. 목록은 docs/claims.md에 있습니다.",
  "explain-usage.claims-conflict": () =>
    "--claims는 워크로드를 스스로 고릅니다. --claims와 --workloads 중 하나만 주십시오.",
  "explain-usage.unknown-language": () =>
    "isotax가 모르는 언어입니다. 쓸 수 있는 언어는 `isotax --help`에 있습니다.",
  "explain-usage.nothing-to-limit": () =>
    "--most는 호스트를 인스턴스로 채우는 워크로드를 위한 것입니다. scale.density를 측정하거나 --most를 빼십시오.",
  "explain-usage.no-precision": () =>
    "폭이 0%인 신뢰구간은 없습니다. 2%처럼 라운드를 늘려 도달할 수 있는 정밀도를 주십시오.",
  "explain-usage.shard-conflict": () =>
    "샤드에는 정해진 라운드 수가 필요합니다. --precision과 --budget 없이 모든 샤드에 같은 --rounds를 주십시오.",
  "explain-usage.too-many-shards": () =>
    "샤드가 워크로드보다 많아서 할 일이 없는 샤드가 생깁니다. 샤드를 줄이십시오.",
  "explain-usage.too-many": () => "compare는 두 실행, 또는 한 실행과 그 대상 두 개를 받습니다.",
  "explain-usage.nothing-to-compare": () =>
    "한쪽만 지정했습니다. 둘째 실행, 또는 이 실행의 대상 두 개를 지정하십시오.",
  "explain-usage.bad-script": () =>
    "fake 대상의 스크립트에 알 수 없는 부분이 있습니다. 쓸 수 있는 부분은 docs/rehearse-a-gate.md에 있습니다.",
  "explain-usage.bad-name": () =>
    "새 대상이나 워크로드의 이름은 영문 소문자, 숫자, 하이픈으로 짧게 지어야 합니다.",
  "explain-usage.name-taken": () =>
    "이 이름의 대상이나 워크로드가 이미 있습니다. 다른 이름을 고르십시오.",
  "explain-usage.not-linux": () =>
    "isotax는 Linux를 측정합니다. Linux 머신이나 이 머신의 Linux VM에서 쓰십시오.",
  "explain-usage.aborted": () =>
    "명령이 중단되었습니다. 실행은 --resume으로 이어서 할 수 있습니다.",
  "explain-usage.locked": () =>
    "이 머신에서 다른 isotax가 측정하고 있으며, 둘이 함께 측정하면 서로를 측정하게 됩니다. 끝날 때까지 기다리십시오.",

  "explain-usage.config-exists": () =>
    "이 폴더에 설정 파일이 이미 있고, init은 아무것도 덮어쓰지 않습니다. 그 파일을 고치거나 다른 곳으로 옮기십시오.",
  "explain-usage.bad-files": () =>
    "직접 정의한 워크로드가 나열한 파일이 없거나, 일반 파일이 아니거나, 읽을 수 없거나, 너무 큽니다. 어느 파일인지는 메시지에 있습니다.",

  // Gates.
  "explain-usage.no-sides": () =>
    "게이트는 양쪽을 비교합니다. 대상 두 개를 지정하거나 --baseline, --history, --run 중 하나를 주십시오.",
  "explain-usage.one-side": () =>
    "게이트는 양쪽을 비교하는데 한쪽만 지정되었습니다. 다른 쪽도 지정하십시오.",
  "explain-usage.two-gates": () =>
    "게이트는 한 번에 한 방식으로만 비교합니다. 하나를 고르십시오. 나머지는 각각 별도의 게이트입니다.",
  "explain-usage.idle-flag": () =>
    "이 종류의 게이트에서 아무 효과가 없는 옵션이 있습니다. 그 옵션을 빼십시오.",
  "explain-usage.no-history": () =>
    "이전 실행이 들어 있는 폴더가 없거나 그중에 맞는 실행이 없습니다. --history로 지정하십시오.",
  "explain-usage.not-a-gate": () =>
    "게이트가 만든 실행이 아니어서 어느 대상이 어느 쪽인지 알 수 없습니다. 그 대상 두 개를 `isotax compare`로 비교하십시오.",
  "explain-usage.nothing-gated": () =>
    "이 워크로드들에는 게이트가 판정하는 지표가 없습니다. 다른 워크로드를 고르거나, 설정에서 지표에 허용 한도를 주십시오.",
  "explain-usage.no-native": () =>
    "실행끼리는 native 대비 비율로 비교하므로 양쪽에 모두 native가 필요합니다. native를 넣어 측정하십시오.",
  "explain-usage.cannot-compare": () =>
    "호스트, 이미지, 크기처럼 수치를 바꾸는 것이 두 실행에서 서로 다릅니다. 같은 조건에서 둘을 측정하십시오.",
  "explain-usage.too-few-rounds": () =>
    "라운드가 이렇게 적으면 어떤 데이터로도 판정할 수 없습니다. --rounds를 늘리거나 더 큰 --profile을 쓰십시오.",
  "explain-usage.too-little-time": () =>
    "판정에 필요한 최소 라운드를 마치기 전에 --budget이 끝납니다. 시간을 늘리거나 워크로드를 줄이십시오.",
  "explain-usage.not-measured": () =>
    "게이트의 자체 시험에는 여기서 측정할 수 있는 대상이 필요합니다. 무엇이 실패했는지 확인하거나 다른 대상을 고르십시오.",
  "explain-usage.no-config": () => "--config로 지정한 파일이 없습니다. 경로를 고치십시오.",
  "explain-usage.bad-config": () =>
    "설정에 알 수 없는 키, 값, 지표 같은 잘못이 있습니다. 쓸 수 있는 키는 docs/gate.md에 있습니다.",

  // Run folders.
  "explain-usage.no-run": () =>
    "results/에 실행이 없습니다. `isotax run`으로 측정하거나 폴더를 지정하십시오.",
  "explain-usage.no-runs": () =>
    "지정한 폴더 어디에도 완료된 실행이 없습니다. 실행 폴더, 또는 실행 폴더들이 들어 있는 폴더를 지정하십시오.",
  "explain-usage.site-not-ours": () =>
    "폴더에 isotax의 사이트가 아닌 것이 있어서 사이트를 만들면 덮어쓰게 됩니다. --out에 다른 폴더를 지정하십시오.",
  "explain-usage.no-site": () =>
    "--history에는 `isotax site`가 만든 폴더를 지정합니다. 페이지에 필요한 실행별 수치가 사이트에 들어 있기 때문입니다. `isotax site DIR... --out SITE`로 사이트를 만드십시오. DIR은 실행 폴더가 들어 있는 폴더입니다.",
  "explain-usage.no-report": () =>
    "실행 폴더에 report.html이 없습니다. `isotax report DIR`을 실행하면 표본에서 만듭니다.",
  "explain-usage.no-folder": () =>
    "폴더의 내용을 볼 수 없습니다. 실행 폴더들이 들어 있는 폴더를 지정하십시오.",
  "explain-usage.not-a-run": () =>
    "폴더에 run.json이 없으므로 실행 폴더가 아닙니다. 있는 실행 폴더는 `isotax list`로 볼 수 있습니다.",
  "explain-usage.run-exists": () =>
    "폴더에 이미 실행이 있으며, isotax는 실행을 덮어쓰지 않습니다. --out을 바꾸거나 --resume으로 이어서 하십시오.",
  "explain-usage.out-not-empty": () => "폴더에 실행이 아닌 것이 들어 있습니다. --out을 바꾸십시오.",
  "explain-usage.other-schema": () => "다른 버전의 isotax가 만든 폴더입니다. 그 버전을 쓰십시오.",
  "explain-usage.broken-run": () =>
    "run.json이 바뀌었거나 손상되었습니다. isotax는 이 파일을 그대로 둡니다. 파일을 복원하거나 다시 측정하십시오.",
  "explain-usage.broken-record": () =>
    "records.ndjson의 한 줄이 바뀌었거나 손상되었습니다. isotax는 이 파일을 그대로 둡니다. 파일을 복원하거나 다시 측정하십시오.",
  "explain-usage.truncated-run": () =>
    "실행의 기록 하나가 잘렸거나 없어졌습니다. 일부만 복사되었거나 강제 종료된 것입니다. 다시 복사하거나 새로 측정하십시오.",
  "explain-usage.incomplete-run": () =>
    "실행이 중단되었는데, 비교하려면 끝까지 마친 실행이 필요합니다. `isotax run --resume DIR`로 마치십시오.",
  "explain-usage.cannot-merge": () =>
    "한 계획의 샤드가 모두 모인 것이 아닙니다. 빠진 샤드가 있거나, 두 번 들어 있거나, 다른 계획의 것입니다.",

  // Going on with a run.
  "explain-usage.nothing-to-resume": () =>
    "results/에 중단된 실행이 없습니다. 폴더를 지정하십시오: --resume DIR.",
  "explain-usage.already-complete": () => "이미 완료된 실행입니다. 새로 실행하십시오.",
  "explain-usage.resume-conflict": () =>
    "--resume은 폴더에 있는 계획을 이어서 하는데, 계획을 바꾸는 옵션이 있습니다. 그 옵션을 빼십시오.",
  "explain-usage.not-planned": () =>
    "--targets에 이 실행의 대상이 아닌 것이 있습니다. --resume과 함께 쓰면 --targets는 실행의 대상을 승인만 합니다.",
  "explain-usage.not-confirmed": () =>
    "실행 파일에 프로그램이 적혀 있으며, 그 프로그램들이 실행됩니다. 그래도 좋다면 --targets로 지정하십시오.",
  "explain-usage.plan-changed": () =>
    "run.json의 계획이 처음에 기록한 것과 다릅니다. 파일을 복원하거나 새로 실행하십시오.",
  "explain-usage.workload-changed": () =>
    "이 isotax의 워크로드 버전이 실행의 것과 다릅니다. 실행을 시작한 isotax로 이어서 하십시오.",
  "explain-usage.isotax-changed": () =>
    "다른 버전의 isotax가 시작한 실행이며, 두 버전은 다르게 측정할 수 있습니다. 그 버전으로 이어서 하십시오.",
  "explain-usage.machine-changed": () =>
    "머신이 실행을 시작했을 때와 다릅니다. 머신을 원래대로 되돌리거나 새로 실행하십시오.",
  "explain-usage.image-changed": () =>
    "루트 파일 시스템이 실행의 것과 다릅니다. 같은 패키지로 이어서 하거나 새로 실행하십시오.",
  "explain-usage.cpus-changed": () =>
    "실행이 쓰던 CPU를 더는 쓸 수 없습니다. 다시 쓸 수 있게 하거나 새로 실행하십시오.",
  "explain-usage.run-is-linked": () =>
    "실행의 파일 하나가 심볼릭 링크이므로, 이어서 하면 링크가 가리키는 곳에 쓰게 됩니다. `cp -rL`로 폴더를 복사하십시오.",

  // An image of the user's.
  "explain-usage.bad-image-reference": () =>
    "--image나 `image` 키가 이미지를 가리키지 않습니다. 형식은 docs/own-image.md에 있습니다.",
  "explain-usage.image-not-named": () =>
    "이 실행은 사용자의 이미지를 측정했습니다. 실행 폴더에는 그 위치가 없으니 --image로 다시 지정하십시오.",
  "explain-usage.image-not-planned": () =>
    "이 실행은 isotax가 만든 이미지를 측정했습니다. --image를 빼거나 새 실행을 시작하십시오.",
  "explain-usage.image-unused": () =>
    "가상 대상은 아무것도 실행하지 않으므로 이미지가 쓰이지 않습니다. --image를 빼십시오.",
};
