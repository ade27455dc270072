import type { Room } from "./room.ts";
import { 은는, 이가 } from "./words/particles.ts";

const changedOf = (tools: readonly string[]) => tools.join(", ") || "라이브러리";

/** Why a run cannot be resumed, and how the machine differs from the one that it began on. */
export const campaignResume: Room<"campaign-resume"> = {
  "campaign-resume.complete": ({ folder }) => `${은는(folder)} 이미 완료된 실행입니다`,
  "campaign-resume.start-new": () => "새로 실행하십시오",
  "campaign-resume.other-isotax": ({ before, now }) =>
    `isotax ${before} 버전으로 시작한 실행이며 소스가 지금(${now})과 다릅니다. 수치가 다를 수 있습니다`,
  "campaign-resume.finish-with-its-isotax": () =>
    "실행을 시작한 isotax로 마치거나 새로 실행하십시오",
  "campaign-resume.no-plan-hash": ({ file }) =>
    `${file}에 계획의 체크섬이 없습니다. 이 isotax는 체크섬을 기록합니다`,
  "campaign-resume.restore-file": () => "파일을 처음 쓴 그대로 되돌리거나 새로 실행하십시오",
  "campaign-resume.workload-changed": ({ workload, before, now }) =>
    `${이가(workload)} 여기서는 버전 ${now}, 실행에서는 버전 ${before}입니다`,
  "campaign-resume.workload-unknown": ({ workload, before }) =>
    `${이가(workload)} 더는 없습니다(실행에서는 버전 ${before})`,
  "campaign-resume.is-linked": ({ file }) =>
    `${은는(file)} 심볼릭 링크입니다. 이어서 실행하면 링크가 가리키는 파일에 쓰게 됩니다`,
  "campaign-resume.copy-linked": () =>
    "링크가 가리키는 것까지 폴더를 복사하고(cp -rL) 그 사본에서 이어서 실행하십시오",
  "campaign-resume.image-changed": ({ tools }) =>
    `실행을 시작할 때의 이미지와 다릅니다(바뀐 것: ${changedOf(tools)})`,
  "campaign-resume.other-image": () =>
    "서로 다른 바이트의 표본은 섞을 수 없습니다. 새로 실행하십시오",
  /** CPUs are in the kernel's list format: 0-3,8. */
  "campaign-resume.cpus-gone": ({ targets, harness, gone, allowed }) =>
    `대상은 CPU ${targets}, 측정 도구는 CPU ${harness}에서 시작했으나, 지금은 CPU ${이가(gone)} 허용되지 않습니다(허용됨: ${allowed})`,
  "campaign-resume.allow-cpus": () =>
    "서로 다른 CPU의 표본은 섞을 수 없습니다. 그 CPU를 다시 허용하거나(taskset, cpuset) 새로 실행하십시오",

  "campaign-resume.this-host": () => "이 호스트",
  "campaign-resume.not-there": () => "없음",
  "campaign-resume.fact-changed": ({ of, fact, before, now }) =>
    `${of}: ${fact}(이전: ${before}, 지금: ${now})`,
  "campaign-resume.machine-changed": ({ changes }) =>
    `실행을 시작할 때와 머신이 다릅니다: ${changes.join("; ")}`,
  "campaign-resume.put-back": () =>
    "두 상태의 표본은 섞을 수 없습니다. 원래대로 되돌리거나 새로 실행하십시오",
  "campaign-resume.between-parts": ({ changes }) =>
    `이 실행의 부분 사이의 차이: ${changes.join("; ")}`,
  "campaign-resume.run-in-one-go": () => "영향이 있을 수 있다면 중단 없이 다시 실행하십시오",
  "campaign-resume.rebooted": () => "이 실행의 부분 사이에 호스트가 재부팅되었습니다",
  "campaign-resume.trust-paired": () =>
    "절대 수치보다 짝지어 계산한 오버헤드를 믿거나, 중단 없이 다시 실행하십시오",
};
