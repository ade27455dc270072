/** The user's own workloads: how they are defined, and what goes wrong with them. */
import type { Room } from "./room.ts";
import { 은는, 을를, 이가 } from "./words/particles.ts";

const MIB = 2 ** 20;

export const own: Room<"own"> = {
  // Their definition.
  "own.control-characters": () => "줄바꿈이나 제어 문자가 없는 글이어야 합니다",
  "own.bad-id": () =>
    '영문자로 시작하고 영문자, 숫자, ".", "_", "-"만 쓰며 모두 64자 이하여야 합니다',
  "own.command-is-text": () =>
    '단어의 목록이어야 합니다. 예: ["gzip", "-k", "data"]. 셸이 필요하면 ["sh", "-c", "..."]라고 쓰십시오',
  "own.no-first-word": () =>
    "첫 단어는 프로그램이어야 합니다. PATH에 있는 이름이나, 설정 파일의 폴더에서 시작하는 경로를 쓰십시오",
  "own.one-group": ({ groups }) =>
    `값을 잡는 그룹이 하나여야 하는데 ${groups}개입니다. 다른 그룹은 (?:...)로 쓰십시오`,
  "own.bad-regex": ({ why }) => `정규 표현식이 아닙니다: ${why}`,
  "own.bad-json-path": () =>
    "$ 뒤에 이름, 번호, *만 쓸 수 있습니다. 예: $.runs[*].ms. 필터는 지원하지 않습니다",
  "own.regex-or-jsonpath": () => "regex와 jsonpath 가운데 하나가 있어야 합니다",
  "own.metric-twice": ({ taken }) =>
    `메트릭마다 id가 달라야 하고, 다음은 쓸 수 없습니다: ${taken.join(", ")}`,
  "own.bad-path": () =>
    "경로는 자기 폴더를 벗어날 수 없습니다. 절대 경로는 제자리에 그대로 두거나 상대 경로인 `to`를 함께 쓰십시오",
  "own.client-ids": () => "클라이언트가 여럿이면 저마다 id가 있어야 합니다",
  "own.command-or-server": () => "`command`와 `server` 가운데 하나가 있어야 합니다",
  "own.server-needs-clients": () => "서버에는 요청을 보낼 clients가 있어야 합니다",
  "own.metrics-of-clients": () => "서버의 메트릭은 clients 안에 쓰십시오",
  "own.server-needs-address": () =>
    "서버는 {address}나 모든 주소의 {port}에서 받아야 합니다. 단어 가운데 하나에 {port}가 있어야 합니다",
  "own.only-of-servers": () => "`server`가 있는 워크로드에만 쓸 수 있습니다",
  "own.no-address": ({ place }) => `${은는(place)} \`server\`가 있는 워크로드에서만 쓸 수 있습니다`,
  "own.id-taken": ({ file, id }) =>
    `${file}: workloads: 다른 워크로드나 계열, 단어가 이미 쓰는 id입니다: "${id}"`,
  "own.other-id": ({ id }) => `다른 id를 고르십시오. 예: "${id}"`,

  // The run that it was measured in.
  "own.not-defined": ({ workload }) =>
    `실행에 있는 워크로드 ${이가(workload)} 여기에는 정의되어 있지 않습니다`,
  "own.define-it": () =>
    "워크로드의 명령은 실행 폴더에 들어 있지 않습니다. isotax.config가 있는 곳에서 시작하거나 --config로 그 파일을 지정하십시오",
  "own.defined-otherwise": ({ workload }) =>
    `${은는(workload)} 실행을 시작했을 때와 다르게 정의되어 있습니다`,
  "own.define-as-before": () =>
    "전과 같이 정의하거나 새로 실행하십시오. 다른 작업의 값을 한데 둘 수는 없습니다",

  // What it brings into the image.
  "own.no-program": ({ program }) => `이 호스트에 없습니다: ${program}`,
  "own.is-script": ({ file }) =>
    `${은는(file)} 스크립트입니다. 필요한 것까지 함께 복사할 수 있는 것은 프로그램뿐입니다`,
  "own.install-program": () =>
    "프로그램을 설치하거나 다른 프로그램을 지정하십시오. 스크립트라면 인터프리터를 첫 단어로 쓰고 스크립트는 files에 넣으십시오",
  "own.bad-files": (of) => `${of.workload}: files: ${of.file}: ${of.problem}`,
  "own.correct-files": () => "설정에서 이 워크로드의 files를 고치십시오",
  "own.link-outside": () =>
    "목록에 없는 것을 가리키는 심볼릭 링크입니다. 가리키는 것도 목록에 넣거나 여기에 복사하십시오",
  "own.not-inside": () =>
    "안에서는 그 자리에 다른 파일 시스템이 있습니다. 상대 경로인 `to`를 쓰십시오",
  "own.place-taken": ({ to, other }) => `들어갈 자리 ${을를(to)} 이미 ${이가(other)} 쓰고 있습니다`,
  "own.too-much": ({ mostFiles, mostBytes }) =>
    `파일은 모두 합해 ${mostFiles}개, ${mostBytes / MIB} MiB까지입니다`,

  // What its program prints.
  "own.no-match": ({ metric, sought, why }) => `메트릭 ${metric}: ${why} (${sought})`,
  "own.not-found": () => "출력에 값이 없습니다",
  "own.no-number": ({ found }) =>
    `0 이상의 수여야 하는데 찾은 것은 다음과 같습니다: ${JSON.stringify(found)}`,
  "own.no-json": ({ why }) => `출력이 하나의 JSON 문서가 아닙니다: ${why}`,
  "own.too-slow": ({ mostMs }) =>
    `${mostMs / 1000}초 안에 패턴을 다 찾지 못했습니다. 더 단순하게 쓰십시오`,
  "own.correct-pattern": () =>
    "아래에서 프로그램이 출력한 것을 보고 설정의 regex나 jsonpath를 고치십시오",
};
