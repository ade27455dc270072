import type { Room } from "./room.ts";
import { 은는, 을를, 이가 } from "./words/particles.ts";

/** The user's own image in place of the built one. */
export const ownImage: Room<"own-image"> = {
  // How it is named.
  "own-image.bad-reference": ({ text }) => `"${text}"에 해당하는 이미지가 없습니다`,
  "own-image.absent": ({ path }) => `다음 위치에 이미지가 없습니다: ${path}`,
  "own-image.give-reference": ({ transports }) =>
    `폴더, OCI 레이아웃이나 아카이브, Dockerfile, 또는 엔진에 있는 이미지(예: alpine:3.20)를 지정하십시오. 접두사로 종류를 밝힐 수 있습니다: ${transports.map((name) => `${name}:`).join(" ")}(docs/own-image.md)`,
  "own-image.holds-cache": ({ path, cache }) =>
    `${path} 안에 isotax의 캐시 ${이가(cache)} 들어 있습니다`,
  "own-image.give-root": () => "루트 파일 시스템만 들어 있는 폴더를 지정하십시오",

  // Engines.
  "own-image.no-engine": () => "엔진의 이미지인데 이 호스트에 알맞은 엔진이 없습니다",
  "own-image.engine-said": ({ engine, words }) => `${engine}: ${words}`,
  "own-image.no-engine-has": ({ name, complaints }) =>
    `이미지 ${이가(name)} 이 호스트의 어느 엔진에도 없습니다: ${complaints.join("; ")}`,
  "own-image.pull-first": ({ name, engine }) =>
    `isotax는 이미지를 내려받지 않습니다. 먼저 가져오십시오. 예: ${engine} pull ${name}`,
  "own-image.not-built": ({ file, engine, words }) =>
    `${engine} 명령으로 ${을를(file)} 빌드하지 못했습니다: ${words}`,
  "own-image.build-by-hand": ({ command }) =>
    `다음 명령이 성공하도록 고치고 FROM의 이미지를 미리 가져오십시오: ${command}`,

  // What is wrong with it.
  "own-image.damaged": ({ why }) => `이미지가 손상되었습니다: ${why}`,
  "own-image.unsafe": ({ path, why }) =>
    `이미지를 안전하게 풀 수 없습니다: ${JSON.stringify(path)}: ${why}`,
  "own-image.build-again": () => "이미지를 다시 빌드하거나 저장하고 출처를 확인하십시오",
  "own-image.layer-unreadable": ({ why }) => `안의 아카이브가 깨져 있습니다: ${why}`,
  "own-image.other-digest": ({ digest, found }) =>
    `어느 부분의 sha256이 ${digest.slice(0, 12)}이어야 하는데 ${found.slice(0, 12)}입니다`,
  "own-image.header-too-long": () => "아카이브의 헤더가 지나치게 깁니다",
  "own-image.unknown-entry": () => "알 수 없는 종류의 항목입니다",
  "own-image.archive-too-large": () => "아카이브의 구성 요소가 너무 많거나 너무 큽니다",
  "own-image.bad-name": () =>
    "이름이 너무 길거나, UTF-8이 아니거나, 이름에 쓸 수 없는 문자가 있습니다",
  "own-image.links-to-nothing": ({ target }) =>
    `${JSON.stringify(target)}의 다른 이름인데 그 파일이 앞에 없습니다`,
  "own-image.too-many-links": () => "거치는 링크가 너무 많습니다",
  "own-image.below-a-file": () => "파일 아래에 있습니다",
  "own-image.climbs": () => "이미지 밖으로 나갑니다",
  "own-image.too-large": ({ mostBytes, mostEntries }) =>
    `이미지가 ${mostBytes / 2 ** 30} GiB보다 크거나 파일이 ${mostEntries}개보다 많습니다`,
  "own-image.smaller-image": () => "더 작은 이미지를 쓰십시오",
  "own-image.no-index": () => "구성 요소의 목록이 없습니다",
  "own-image.layers-differ": () => "레이어 목록이 서로 다릅니다",
  "own-image.unknown-layer": ({ mediaType }) =>
    `레이어의 종류를 알 수 없습니다: ${JSON.stringify(mediaType)}`,
  "own-image.blob-missing": ({ name }) => `없습니다: ${JSON.stringify(name)}`,
  "own-image.blob-unreadable": ({ name, why }) =>
    `읽을 수 없습니다: ${JSON.stringify(name)}: ${why}`,
  "own-image.not-as-expected": ({ name }) => `이미지의 형식과 다릅니다: ${JSON.stringify(name)}`,
  "own-image.other-architecture": ({ there, wanted }) =>
    `이미지는 ${there.join(", ")}용인데 이 머신은 ${wanted}입니다`,
  "own-image.build-for": ({ platform }) => `${platform}용으로 빌드하십시오`,
  "own-image.several-images": () => "이미지가 여러 개인데 태그로 고르지 않았습니다",
  "own-image.no-tag": ({ tag }) => `태그 ${이가(tag)} 붙은 이미지가 그곳에 없습니다`,
  "own-image.choose-tag": ({ known }) =>
    known.length === 0
      ? "태그를 빼십시오"
      : `경로 뒤에 PATH:TAG 형식으로 하나를 지정하십시오: ${known.map((tag) => JSON.stringify(tag)).join(", ")}`,
  "own-image.no-patchelf": () =>
    "이미지 안에서 isotax의 도구에 다른 로더를 지정하는 patchelf가 설치되어 있지 않습니다",
  "own-image.not-a-folder": ({ path }) =>
    `대상에는 폴더 ${이가(path)} 필요한데 이미지에서는 링크나 파일입니다`,
  "own-image.place-taken": ({ path }) =>
    `isotax의 도구는 ${path}에 들어가는데 이미지에 이미 무언가가 있습니다`,
  "own-image.free-place": ({ path }) => `이미지에서 ${을를(path)} 지우거나 이름을 바꾸십시오`,
  "own-image.other-node": ({ path }) =>
    `이 호스트의 Node.js는 ${을를(path)} 읽는데 이미지에는 그 자리에 다른 파일이 있습니다`,
  "own-image.use-plain-node": () =>
    "nodejs.org의 배포본처럼 파일 하나로 된 Node.js로 isotax를 실행하십시오",
  "own-image.brought-taken": ({ path }) =>
    `워크로드가 ${path}에 파일을 가져오는데 이미지에는 그 자리에 다른 파일이 있습니다`,
  "own-image.bring-elsewhere": () =>
    "파일을 다른 자리에 두십시오: `to`가 상대 경로인 { from, to }를 쓰고, 명령에서는 {files}로 가리키십시오",
  "own-image.ambiguous": ({ program, path }) =>
    `${은는(program)} isotax의 도구일 수도, 이미지의 ${path}일 수도 있습니다`,
  "own-image.write-path": ({ path }) =>
    `이미지의 프로그램을 실행하려면 워크로드의 명령에 "${path}"라고 쓰십시오`,
  "own-image.no-program": ({ programs }) =>
    `이미지에 다음 프로그램이 없습니다: ${programs.join(", ")}`,
  "own-image.name-program": () =>
    "이미지의 PATH에 있는 프로그램, 이미지 안의 절대 경로, 또는 ./build/server 같은 호스트의 프로그램 경로를 쓰십시오",

  // Runs.
  "own-image.yours": () => "사용자의 이미지",
  "own-image.needed": ({ from }) =>
    `이 실행은 사용자의 이미지(${from})를 측정했는데 그 위치는 기록되지 않습니다`,
  "own-image.name-it-again": () => "--image로 이미지를 다시 지정하십시오",
  "own-image.not-of-run": () =>
    "이 실행은 사용자의 이미지가 아니라 isotax가 만든 이미지를 측정했습니다",
  "own-image.leave-it-out": () => "--image를 빼거나 새 실행을 시작하십시오",
  "own-image.nothing-made-up": () => "가상 대상은 이미지를 실행하지 않습니다",
  "own-image.real-targets": () => "--image를 빼거나 실제로 측정하는 대상을 지정하십시오",
  "own-image.native-root": () =>
    "주어진 이미지에 chroot로 들어가며 자체 네임스페이스는 없음: 여기서 네이티브는 이것을 뜻함",
  "own-image.host-files": () => "주어진 이미지가 아니라 호스트의 파일을 실행합니다",
  "own-image.use-rootfs": () => "명령에 이미지의 위치를 뜻하는 {rootfs}를 넣으십시오",

  // Reports.
  "own-image.kind-folder": () => "폴더",
  "own-image.kind-oci-layout": () => "OCI 레이아웃",
  "own-image.kind-archive": () => "이미지 아카이브",
  "own-image.kind-engine": () => "엔진의 이미지",
  "own-image.kind-dockerfile": () => "Dockerfile 빌드",
  "own-image.note": ({ kind, name, digest }) =>
    `이미지는 사용자가 준 것입니다. 출처: ${kind}${name === "" ? "" : `, ${name}`}(sha256 ${digest.slice(0, 12)}). 네이티브도 네임스페이스 없이 chroot로 이 이미지 안에서 실행됩니다. 그래서 네이티브와의 차이에는 이미지 자체의 비용이 들어 있지 않습니다.`,
  "own-image.note-short": ({ kind, name }) =>
    `사용자의 이미지(${name === "" ? kind : name})이며, 네이티브도 그 안에서 chroot로 실행됨`,
  "own-image.reproduce": () => "사용자의 이미지",
};
