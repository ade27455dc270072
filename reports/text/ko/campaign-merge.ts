import type { Room } from "./room.ts";
import { 은는, 이가 } from "./words/particles.ts";

/** Shards that make one run, and why folders do not. */
export const campaignMerge: Room<"campaign-merge"> = {
  "campaign-merge.refused": ({ reasons }) =>
    `이 폴더들은 하나의 실행이 되지 않습니다:\n${reasons.map((reason) => `  - ${reason}`).join("\n")}`,

  // One folder.
  "campaign-merge.merged-already": ({ folder }) => `${은는(folder)} 이미 병합된 실행입니다`,
  "campaign-merge.name-shards": () =>
    "샤드를 병합하여 만든 실행이 아니라 샤드들의 폴더를 지정하십시오",
  "campaign-merge.no-shard": ({ folder }) => `${은는(folder)} --shard로 만든 것이 아닙니다`,
  "campaign-merge.merge-shards": () =>
    "`isotax run --shard i/n`이 만든 것을 병합하십시오. 다른 실행은 각각 따로 보고서를 만듭니다",
  "campaign-merge.free-to-end": ({ folder }) =>
    `${은는(folder)} 일찍 끝날 수 있었습니다. 다른 샤드와 상관없이 라운드 수를 스스로 정했습니다`,
  "campaign-merge.same-rounds": () => "모든 샤드에 같은 --rounds를 주고, 일찍 끝나지 않게 하십시오",
  "campaign-merge.not-complete": ({ folder, status }) =>
    `${이가(folder)} 완료되지 않았습니다. 상태가 "${status}"입니다`,
  "campaign-merge.go-on": ({ folder }) =>
    `먼저 측정하던 곳에서 이어서 실행하십시오: isotax run --resume ${folder}`,
  "campaign-merge.cells-lost": ({ folder, cells }) =>
    `${은는(folder)} 완료되었다고 하지만, 항목 ${cells}개가 records.ndjson에 없습니다`,
  "campaign-merge.cells-cut-off": ({ folder, cells }) =>
    `${은는(folder)} 완료되었다고 하지만, 항목 ${cells}개가 records.ndjson에 없고 그 마지막 줄이 잘렸습니다`,
  "campaign-merge.copy-again": () =>
    "측정한 곳에서 폴더를 다시 복사하십시오. 옮기는 동안 일부가 사라졌습니다",

  // What differs between folders.
  "campaign-merge.differs": ({ what, each }) => `${what}: ${each.join("; ")}`,
  "campaign-merge.value-in": ({ value, parts }) => `${parts.join(", ")}에서는 ${value}`,
  "campaign-merge.absent-in": ({ parts }) => `${parts.join(", ")}에는 없음`,
  "campaign-merge.shard": ({ shard }) => `샤드 ${shard}`,
  "campaign-merge.isotax": () => "isotax 버전",
  "campaign-merge.sources": () => "isotax의 소스",
  "campaign-merge.profile": () => "프로필",
  "campaign-merge.rounds": () => "라운드 수",
  "campaign-merge.seed": () => "시드",
  "campaign-merge.memory": () => "메모리(MiB)",
  "campaign-merge.cpus": () => "CPU 수",
  "campaign-merge.targets": () => "대상",
  "campaign-merge.shards": () => "샤드 수",
  "campaign-merge.workloads": () => "계획의 워크로드",
  "campaign-merge.gate": () => "게이트가 묻는 것",
  "campaign-merge.image": () => "이미지",
  "campaign-merge.target-cpus": () => "대상의 CPU",
  "campaign-merge.harness-cpus": () => "측정 도구의 CPU",
  "campaign-merge.host-fact": ({ fact }) => `호스트: ${fact}`,
  "campaign-merge.target-fact": ({ target, fact }) => `${target}: ${fact}`,
  "campaign-merge.measured": () => "측정함",
  "campaign-merge.unavailable": () => "사용 불가",
  "campaign-merge.image-differs": ({ difference, tools }) =>
    `${difference} (다른 바이트: ${tools.join(", ") || "라이브러리"})`,
  "campaign-merge.same-isotax": () =>
    "모든 샤드를 같은 isotax로 측정하십시오. 다른 isotax로 측정한 샤드는 다시 실행하십시오",
  "campaign-merge.same-flags": () => "모든 샤드에 같은 옵션을 주십시오. --shard i/n의 i만 다릅니다",
  "campaign-merge.same-packages": () =>
    "모든 머신에 같은 패키지를 설치하고, 이미지가 다른 샤드를 다시 실행하십시오",
  "campaign-merge.same-own-image": () =>
    "이미지를 한 번만 빌드하여 파일로 저장하고, 모든 샤드에 그 파일을 주십시오: --image docker-archive:FILE",
  "campaign-merge.same-machines": () =>
    "서로 다른 머신의 표본은 섞을 수 없습니다. 모든 샤드를 같은 종류의 머신에서 실행하십시오",
  "campaign-merge.same-targets": () =>
    "모든 머신에서 준비하거나(방법은 isotax doctor가 알려 줍니다) 모든 샤드에서 빼고, 다른 샤드를 다시 실행하십시오",

  // All shards, each once.
  "campaign-merge.twice": ({ shard, folders }) =>
    `샤드 ${이가(shard)} 두 번 있습니다: ${folders.join(", ")}`,
  "campaign-merge.name-once": () => "샤드를 한 번씩만 지정하십시오",
  "campaign-merge.missing": ({ shard }) => `샤드 ${이가(shard)} 없습니다`,
  "campaign-merge.name-all": ({ shard }) =>
    `모든 샤드의 폴더를 지정하십시오. 아직 측정하지 않은 샤드는 다른 샤드와 같은 옵션으로 실행하십시오: isotax run --shard ${shard}`,
  "campaign-merge.in-several": ({ workload, folders }) =>
    `${이가(workload)} 둘 이상의 샤드에 있습니다: ${folders.join(", ")}`,
  "campaign-merge.in-none": ({ workload }) => `${이가(workload)} 어느 샤드에도 없습니다`,
  "campaign-merge.other-division": () => "샤드를 나눈 방식이 서로 다릅니다. 다시 실행하십시오",

  // A merged run.
  "campaign-merge.booted": () => "호스트가 재부팅되었거나 같은 종류의 다른 호스트입니다",
  "campaign-merge.between-shards": ({ differences }) =>
    `이 실행의 샤드 사이의 차이: ${differences.join("; ")}`,
  "campaign-merge.compare-within": () =>
    "한 워크로드의 모든 대상은 한 호스트에서 측정되었으므로 그 안에서 비교하십시오. 워크로드 사이에서는 절대 수치보다 오버헤드를 믿으십시오",
};
