import type { Room } from "./room.ts";

/** The page: its head, the cards of the targets, the verdict, and its end. */
export const reportPage: Room<"report-page"> = {
  "report-page.title": ({ run }) => `격리 비용: ${run}`,
  "report-page.title-made-up": ({ run }) => `fake: 지어낸 시간: ${run}`,
  "report-page.heading": () => "이 호스트에서 격리에 드는 비용",
  "report-page.heading-made-up": () => "fake: 지어낸 시간",
  "report-page.skip": () => "결과로 건너뛰기",
  "report-page.theme": () => "밝은 / 어두운 테마",
  "report-page.languages": () => "언어",
  "report-page.bar": () => "이 페이지",
  "report-page.sections": () => "목차",
  // The bar has a word for each section, so that all fit in a line.
  "report-page.to-ladder": () => "시작",
  "report-page.to-steps": () => "단계",
  "report-page.to-calls": () => "커널 호출",
  "report-page.to-slowdowns": () => "속도 저하",
  "report-page.to-overhead": () => "오버헤드",
  "report-page.to-cost": () => "호스트",
  "report-page.to-footprint": () => "메모리",
  "report-page.to-distributions": () => "분포",
  "report-page.to-image": () => "이미지",
  "report-page.to-delivery": () => "전송",
  "report-page.to-scale": () => "여럿",
  "report-page.to-audit": () => "격리",
  "report-page.to-results": () => "결과",
  "report-page.to-not-measured": () => "경고",
  "report-page.to-environment": () => "환경",
  "report-page.to-reproduce": () => "인용",
  "report-page.to-glossary": () => "용어",
  "report-page.why-emulated": () => "이유",
  "report-page.host": (of) =>
    [of.cpu, of.os, of.kernel === "" ? "" : `Linux ${of.kernel}`, of.isIn]
      .filter((part) => part !== "")
      .join(" · "),
  "report-page.run": (of) => `${of.date} · 라운드 ${of.rounds}회 · 실행 ID ${of.run}`,

  // What the script adds.
  "report-page.filter": () => "줄 거르기",
  "report-page.csv": () => "CSV",
  "report-page.svg": () => "SVG",
  "report-page.png": () => "PNG",
  "report-page.by-cost": () => "비용 순으로 정렬",
  "report-page.by-ladder": () => "단계 순으로 되돌리기",
  "report-page.json": () => "모든 수치를 JSON으로",
  "report-page.link": () => "이 부분의 링크 복사",
  "report-page.targets": () => "측정 대상",

  "report-page.recomputed": () =>
    "이 페이지의 모든 수치는 실행 폴더의 records.ndjson에서 다시 계산할 수 있습니다: isotax report DIR.",

  // The cards.
  "report-page.cards": ({ starts }) =>
    `${starts === "" ? "" : `시작 시간은 ${starts}에서 첫 바이트가 나올 때까지 걸린 시간입니다. `}` +
    "CPU 같은 계열에는 native 대비 감속이 있습니다. 라운드마다 그 계열의 주요 지표들을 기하평균하고, 다시 라운드들의 " +
    "중앙값을 구한 것입니다. 대괄호 안은 중앙값의 신뢰구간입니다. 중앙값은 언제나 라운드들의 중앙값입니다. 라운드의 값은 지표에 다른 말이 없으면 그 라운드 " +
    "표본의 중앙값입니다.",
  "report-page.cold-start": () => "콜드 스타트",
  "report-page.warm-start": () => "웜 스타트",
  "report-page.family": ({ family }) => familyName(family),
  "report-page.to-ship": () => "배포 크기",
  "report-page.not-measured-because": ({ reason }) => `측정 안 함: ${reason}`,

  // The verdict.
  "report-page.pass": () => "통과",
  "report-page.improved": () => "개선",
  "report-page.regressed": () => "회귀",
  "report-page.inconclusive": () => "판정 불가",
  "report-page.verdict": (of) => `${of.verdict}: ${of.meaning}(${of.sides}). ${of.summary}`,
  "report-page.verdict-of-cell": (of) => `${of.cell}: ${of.verdict}; ${of.figures.join("; ")}.`,
  "report-page.more": ({ count }) => `외 ${count}건`,
  "report-page.verdict-from-file": () =>
    "판정은 gate.json에서 가져왔습니다. 비교한 실행들이 이 폴더에 없기 때문입니다.",
};

const FAMILIES: Readonly<Record<string, string>> = {
  app: "애플리케이션",
  cpu: "CPU",
  delivery: "이미지 전달",
  disk: "디스크",
  memory: "메모리",
  neighbour: "이웃 간섭",
  network: "네트워크",
  own: "직접 정의한 워크로드",
  start: "시작",
  syscall: "시스템 콜",
};

export function familyName(family: string): string {
  return FAMILIES[family] ?? family;
}
