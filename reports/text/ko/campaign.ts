/** How a campaign goes, and what it cannot do. */
import type { Room } from "./room.ts";
import { 으로, 은는, 이가 } from "./words/particles.ts";

const ROLES = {
  run: "실행",
  first: "첫째 실행",
  second: "둘째 실행",
  baseline: "기준 실행",
  history: "이력의 실행",
  judged: "판정할 실행",
  anchor: "앵커",
};

const percent = (share: number, decimals: number) => `${(100 * share).toFixed(decimals)}%`;
const mebibytes = (bytes: number) => (bytes / 2 ** 20).toFixed(0);

export const campaign: Room<"campaign"> = {
  "campaign.unknown": () => "알 수 없음",
  "campaign.none": () => "없음",
  "campaign.doctor-says-more": () => "isotax doctor에서 자세히 볼 수 있습니다",
  /** What to do about several things. They stand below each other, after an arrow. */
  "campaign.remedies": ({ remedies }) => remedies.join("\n     "),

  // Cells.
  "campaign.not-checked": () => "확인하지 않았습니다",
  "campaign.defect": () => "isotax의 결함입니다. 실행 폴더와 함께 신고해 주십시오",

  // The first look at a target.
  "campaign.probing-failed": ({ why }) => `탐색에 실패했습니다: ${why}`,
  "campaign.does-not-start": ({ why }) => `시작되지 않습니다: ${why}`,
  "campaign.does-not-start-words": ({ why, words }) => `시작되지 않습니다: ${why} (${words})`,
  "campaign.made-up": ({ target }) => `${target}의 시간은 지어낸 것이며 측정된 것이 없습니다`,
  "campaign.only-to-try": () => "게이트나 보고서를 시험해 보는 데에만 쓰십시오",
  "campaign.other-bytes": ({ target, tools }) =>
    `${target} 안의 바이트가 이미지와 다릅니다: ${tools.join(", ")}`,
  "campaign.clean-cache": () =>
    "다른 대상과 비교하지 마십시오. isotax clean --cache를 실행한 뒤 다시 측정하십시오",
  "campaign.unlimited-memory": ({ target, limits }) =>
    `${이가(target)} 메모리 제한 없이 실행됩니다: ${limits}`,
  "campaign.run-as-root": () => "root로 실행하거나 cgroup에 쓸 수 있는 곳에서 실행하십시오",
  "campaign.wrong-size": ({ target, sees }) =>
    `${target} 안의 프로세스에는 ${으로(sees.join(", "))} 보이며, 프로세스는 그에 맞추어 자기 크기를 정합니다`,
  "campaign.cpus-instead": ({ seen, given }) => `CPU ${given}개가 아니라 ${seen}개`,
  "campaign.memory-instead": ({ seenBytes, givenBytes }) =>
    `메모리 ${mebibytes(givenBytes)} MiB가 아니라 ${mebibytes(seenBytes)} MiB`,
  "campaign.sizes-itself": () =>
    "런타임이 CPU나 메모리에 맞추어 자기 크기를 정하는 경우에는 다른 대상과 비교하지 마십시오",

  // The host while it is measured.
  "campaign.steal": ({ share }) =>
    `아래의 하이퍼바이저가 측정 중인 CPU의 ${percent(share, 1)}를 다른 곳에 내주었습니다`,
  "campaign.avoid-steal": () => "베어메탈이나 전용 CPU에서 실행하거나 라운드를 늘리십시오",
  "campaign.swapped": () => "측정하는 동안 호스트가 스왑을 사용했습니다",
  "campaign.free-memory": () => "메모리를 비우거나 --memory를 줄이십시오",
  "campaign.throttled": () => "측정하는 동안 발열이나 전력 때문에 CPU 속도가 제한되었습니다",
  "campaign.cool-it": () => "머신을 식히거나 CPU 주파수를 고정하십시오",
  "campaign.busy": ({ cpus, share }) =>
    `측정할 CPU(${cpus.join(", ")})가 다른 일로 ${percent(share, 0)} 사용 중이었습니다`,
  "campaign.stop-others": () =>
    "거기서 실행 중인 것을 멈추거나(top으로 볼 수 있습니다) 라운드를 늘리십시오",

  "campaign.too-many-shards": ({ workloads, shards }) =>
    `워크로드 ${workloads}개로는 샤드 ${shards}개를 채울 수 없습니다. 측정할 것이 없는 샤드가 생깁니다`,
  "campaign.fewer-shards": ({ workloads }) =>
    `샤드를 --shard i/${workloads} 이하로 줄이거나 --workloads를 늘리십시오`,

  // Whole runs, to be compared.
  "campaign.cut-off": ({ role, folder }) =>
    `${ROLES[role]} ${folder}: records.ndjson의 마지막 줄이 잘렸습니다`,
  "campaign.copy-or-measure": () =>
    "일부만 복사되었거나 실행이 강제로 종료되었습니다. 다시 복사하거나 새로 측정하십시오",
  "campaign.not-complete": ({ role, folder, status }) =>
    `${ROLES[role]} ${이가(folder)} 완료되지 않았습니다: ${status}`,
  "campaign.go-on": ({ folder }) =>
    `이어서 실행하거나(isotax run --resume ${folder}) 새로 측정하십시오`,
  "campaign.record-lost": ({ role, folder, workload, target, rounds }) =>
    `${ROLES[role]} ${은는(folder)} 완료되었다고 하지만 ${target}의 ${workload}, 라운드 ${rounds.join(", ")}의 기록이 없습니다`,
  "campaign.copied-in-part": () => "일부만 복사되었습니다. 다시 복사하거나 새로 측정하십시오",
  "campaign.left-out": ({ why }) => `이력에서 제외했습니다: ${why}`,
  "campaign.history-absent": ({ folder }) => `${이가(folder)} 없습니다`,
  "campaign.history-is-file": ({ folder }) => `${은는(folder)} 폴더가 아니라 파일입니다`,
  "campaign.history-unreadable": ({ folder, why }) => `${folder} 폴더를 읽을 수 없습니다: ${why}`,
  "campaign.name-history": () => "이전 실행의 폴더들이 들어 있는 폴더를 지정하십시오",
};
