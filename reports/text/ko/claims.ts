/** Claims about isolation: what people say, what a run shows of it, and what others publish. */
import { listed } from "./parts.ts";
import type { Room } from "./room.ts";
import { 은는 } from "./words/particles.ts";

export const claims: Room<"claims"> = {
  "claims.c1": () => "하이퍼바이저는 성능을 떨어뜨린다",
  "claims.c2": () => "게스트 OS와 커널 때문에 VM 이미지가 크다",
  "claims.c3": () => "chroot, 네임스페이스, cgroup의 비용은 거의 없다",
  "claims.c4": () => "컨테이너는 더 빨리 빌드되고 배포된다",
  "claims.c5": () => "이미지 레이어는 재사용된다",
  "claims.c6": () => "컨테이너는 몇 초 안에 시작된다",
  "claims.c7": () => "호스트 한 대에서 많은 컨테이너가 실행된다",
  "claims.c8": () => "컨테이너는 호스트를 건드리지 않는다",
  "claims.c9": () => "같은 환경이 다른 곳에서도 그대로 동작한다",
  "claims.c10": () => "부하를 받는 서비스만 확장된다",
  "claims.c11": () => "서비스마다 버전을 따로 쓴다",

  "claims.about-cpu": () => "CPU",
  "claims.about-memory": () => "메모리",
  "claims.about-syscall": () => "시스템 콜",
  "claims.about-disk": () => "디스크",
  "claims.about-network": () => "네트워크",
  "claims.about-start": () => "콜드 스타트",
  "claims.about-size": () => "배포 크기",
  "claims.about-files": () => "안에서 쓴 파일",
  "claims.about-settings": () => "커널 설정",
  "claims.about-settings-after": () => "이후 호스트의 설정",
  "claims.about-files-after": () => "이후 호스트의 파일",
  "claims.about-mounts-after": () => "이후 호스트의 마운트",
  "claims.about-bytes": () => "같은 파일",
  "claims.about-scaling": () => "확장",
  "claims.about-density": () => "동시 인스턴스 수",
  "claims.about-build": () => "빌드",
  "claims.about-pull": () => "받기",
  "claims.about-base-there": () => "베이스가 있을 때",
  "claims.about-file-changed": () => "파일 하나가 바뀔 때",
  "claims.about-rebuilt": () => "다른 곳에서 다시 빌드한 이미지의 파일",
  "claims.about-versions": () => "한 서비스의 새 버전",
  "claims.about-elsewhere": () => "다른 머신",

  "claims.needs-machine": () => "다른 머신에서 isotax를 실행하고 해시를 비교하십시오",

  // Verdicts.
  "claims.holds": () => "맞음",
  "claims.does-not-hold": () => "사실과 다름",
  "claims.depends": () => "경우에 따라 다름",
  "claims.not-for-all": () => "모두에 맞지는 않음",
  "claims.not-shown": () => "아직 불확실",
  "claims.so-far": () => "지금까지는 맞아 보임",
  "claims.emulated": () => "에뮬레이션, 비교 불가",
  "claims.not-measured": () => "측정 안 함",

  // A part of a claim. `range`: of the code claims.range, or empty.
  "claims.slowdown": (of) => `${of.about} ${of.times}${of.range}`,
  "claims.added": (of) => `${of.about} ${of.time}${of.range}`,
  "claims.start": (of) => `${of.time}${of.range}`,
  "claims.size": (of) => `${of.against} 배포 크기의 ${of.times}`,
  "claims.times": (of) => `${of.about} 시간이 가장 빠른 VM의 ${of.times}${of.range}`,
  "claims.reuse": (of) => `${of.about} 첫 전송량의 ${of.share}(${of.format})`,
  "claims.count": (of) => `동시에 인스턴스 ${of.figure}개`,
  "claims.same-files": (of) =>
    of.same === of.all
      ? `파일 ${of.all}개가 이미지와 같음`
      : `파일 ${of.all}개 중 ${of.same}개가 이미지와 같음`,
  "claims.not-on-host": () => "안에서 쓴 파일이 호스트의 같은 경로에 없었음",
  "claims.on-host": () => "안에서 쓴 파일이 호스트에도 있었음",
  "claims.nobody-knows": () => "안에서 쓴 파일이 호스트에 있었는지 알 수 없음",
  "claims.only-loaded": () => "부하를 받은 서비스만 인스턴스가 늘고 다른 서비스는 그대로임",
  "claims.not-only-loaded": () =>
    "한 서비스에 부하가 있을 때 다른 서비스의 인스턴스가 그대로가 아니거나, 그 서비스가 늘지 않음",
  "claims.loaded-open": () => "서비스의 인스턴스를 아무도 알 수 없음",
  "claims.versions-own": () => "한 서비스만 새 버전이 되고 이웃은 그대로임",
  "claims.versions-not-own": () => "한 서비스가 새 버전이 될 때 이웃의 버전이 바뀜",
  "claims.versions-open": () => "이웃의 버전을 알 수 없음",
  "claims.settings-kept": () => "안에서 커널 설정을 쓸 수 없음",
  "claims.settings-open": () => "안에서 커널 설정을 쓸 수 있음",
  "claims.settings-unknown": () => "안에서 커널 설정을 쓸 수 있는지 알 수 없음",
  "claims.promise-yes": ({ about }) => `${about}: 같음`,
  "claims.promise-no": ({ about }) => `${about}: 다름`,
  "claims.promise-open": ({ about }) => `${about}: 같은지 알 수 없음`,
  "claims.range": (of) => ` (${of.low}~${of.high})`,
  /** A figure that is not the median. */
  "claims.other-centre": ({ figure }) => `${figure} (Hodges-Lehmann 추정값)`,
  "claims.lossy": ({ figure }) => `${figure}, 잃은 라운드가 너무 많음`,
  /** Several targets where their figures are the same. */
  "claims.of-targets": (of) => `${listed(of.targets)}: ${listed(of.figures)}`,
  "claims.gap": (of) =>
    of.targets.length === 0 ? listed(of.about) : `${listed(of.targets)}의 ${listed(of.about)}`,

  // The rule of a claim. `figure` is its bound.
  "claims.rule-slowdown-above": ({ figure }) => `모두 native보다 ${figure} 넘게 느릴 것`,
  "claims.rule-slowdown-below": ({ figure }) => `native보다 느린 정도가 모두 ${figure} 미만일 것`,
  "claims.rule-start-added-above": ({ figure }) =>
    `콜드 스타트가 native보다 ${figure} 넘게 더 걸릴 것`,
  "claims.rule-start-added-below": ({ figure }) =>
    `콜드 스타트가 native보다 더 걸리는 시간이 ${figure} 미만일 것`,
  "claims.rule-start-above": ({ figure }) => `콜드 스타트가 모두 ${figure} 넘게 걸릴 것`,
  "claims.rule-start-below": ({ figure }) => `콜드 스타트에 걸리는 시간이 모두 ${figure} 미만일 것`,
  "claims.rule-size-above": ({ figure }) => `배포 크기가 모두 컨테이너의 ${figure}보다 클 것`,
  "claims.rule-size-below": ({ figure }) => `배포 크기가 모두 컨테이너의 ${figure}보다 작을 것`,
  "claims.rule-times-above": ({ figure }) => `모두 가장 빠른 VM의 ${figure}보다 오래 걸릴 것`,
  "claims.rule-times-below": ({ figure }) => `모두 가장 빠른 VM의 ${figure} 미만의 시간이 걸릴 것`,
  "claims.rule-reuse-above": ({ figure }) => `첫 전송량의 ${figure} 넘게 다시 전송할 것`,
  "claims.rule-reuse-below": ({ figure }) => `다시 전송하는 양이 첫 전송량의 ${figure} 미만일 것`,
  "claims.rule-count-above": ({ figure }) => `인스턴스가 동시에 ${figure}개 넘게 있을 것`,
  "claims.rule-count-below": ({ figure }) => `인스턴스가 동시에 ${figure}개 이하일 것`,
  "claims.rule": ({ rules }) => `맞다고 보는 조건: ${rules.join(", 그리고 ")}`,

  // The sentence of a claim.
  "claims.sentence": (of) => `${of.says}: ${[of.verdict, ...of.details].join(". ")}.`,
  "claims.figures": ({ parts }) => parts.join("; "),
  "claims.as-it-says": ({ parts }) => `그러한 대상은 ${parts.join("; ")}`,
  "claims.otherwise": ({ parts }) => `그렇지 않은 대상은 ${parts.join("; ")}`,
  "claims.open": ({ parts }) => `확인되지 않은 대상은 ${parts.join("; ")}`,
  "claims.sure": (of) =>
    `괄호 안은 신뢰구간(신뢰수준 ${of.confidence}, ` +
    `라운드 ${of.least === of.most ? "" : `${of.least}~`}${of.most}회)`,
  "claims.missing": ({ gaps }) => `측정하지 않은 것: ${gaps.join("; ")}`,
  "claims.left-out": ({ targets }) => `${은는(listed(targets))} 에뮬레이션이므로 세지 않음`,
  "claims.more-rounds": ({ rounds }) =>
    rounds > 1000
      ? "라운드가 1000회 넘게 더 필요합니다"
      : `라운드를 약 ${rounds}회 더 측정하면 판정할 수 있습니다`,
  "claims.make-sure": ({ rounds }) =>
    rounds > 1000
      ? "확정하려면 라운드가 1000회 넘게 더 필요합니다"
      : `확정하려면 라운드가 약 ${rounds}회 더 필요합니다`,
  /** A claim in one line of a terminal. */
  "claims.line": (of) =>
    `${of.id} ${of.says}: ${of.verdict}${of.figures.length === 0 ? "" : ` (${of.figures.join(", ")})`}`,
  // What its figures are of. Short: a claim has one line.
  "claims.extent-slowdown": ({ figures }) => `속도 저하 ${figures}`,
  "claims.extent-added": ({ figures }) => `시작 ${figures}`,
  "claims.extent-times": ({ figures }) => `VM 시간의 ${figures}`,
  "claims.extent-reuse": ({ figures }) => `다시 전송 ${figures}`,
  "claims.extent-count": ({ figures }) => `인스턴스 ${figures}개`,
  "claims.extent-size": (of) => `이미지 크기: ${of.against} 이미지의 ${of.figures}`,
  "claims.from-to": (of) => `${of.low}~${of.high}`,
  "claims.not-measured-ids": ({ ids }) => `측정 안 함: ${listed(ids)} (summary.md 참고)`,
  // In a table of runs.
  "claims.short-holds": (of) => `맞음 ${of.ids.join(" ")}`,
  "claims.short-does-not-hold": (of) => `아님 ${of.ids.join(" ")}`,
  "claims.short-depends": (of) => `경우에 따라 ${of.ids.join(" ")}`,
  "claims.short-not-for-all": (of) => `모두는 아님 ${of.ids.join(" ")}`,
  "claims.short-not-shown": (of) => `불확실 ${of.ids.join(" ")}`,
  "claims.short-emulated": (of) => `에뮬레이션 ${of.ids.join(" ")}`,
  "claims.heading-short": () => "주장 검증",
  "claims.heading": () => "흔한 주장과 이번 측정 결과",
  "claims.folded": ({ count }) => `여기서 측정하지 않은 것 ${count}개`,
  "claims.published": ({ figures }) => `발표된 수치: ${figures.join("; ")}`,
  /** In one line, with how to measure them where that is possible. */
  "claims.others": (of) =>
    `주장 ${of.ids.length}개(${listed(of.ids)})는 검증하지 않았습니다. 검증하려면: npm run bench -- --claims`,
  "claims.how-sure": () => "이 판정은 얼마나 확실한가요?",
  "claims.all-at-once": (of) =>
    `라운드에서 나온 판정 중 하나라도 틀릴 확률은 주장 ${of.tested}개를 모두 합하여 많아야 ` +
    `${of.error}입니다(Holm의 방법). 수치는 카드나 표와 같은 라운드의 중앙값입니다. ` +
    "판정이 내려진 주장의 구간은 검정에 쓰인 구간입니다. 감속(1.05x)은 같은 라운드의 native에 대한 값이며, " +
    "같은 종류의 모든 주요 지표를 기하평균한 것입니다.",
  "claims.command": ({ command }) => `측정하려면: ${command}`,
};
