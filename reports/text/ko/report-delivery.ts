/** What reports say of deliveries: their charts, their tables, and the model. */
import { listed } from "./parts.ts";
import type { Room } from "./room.ts";

export const reportDelivery: Room<"report-delivery"> = {
  "report-delivery.title": () => "이미지 전송",
  "report-delivery.explained": () =>
    "이미지가 호스트에 도착하기까지 걸리는 시간과 비용입니다. 서버는 속도와 지연을 정해 둔 링크로 이미지를 보냅니다. 수치는 라운드의 중앙값입니다.",

  "report-delivery.empty-store": () => "아무것도 없음",
  "report-delivery.base-there": () => "베이스 있음",
  "report-delivery.file-changed": () => "파일 하나 변경",
  "report-delivery.dependency-changed": () => "의존성 하나 변경",
  "report-delivery.time-pull": () => "받기 완료",
  "report-delivery.time-first-output": () => "첫 출력",
  "report-delivery.time-all-read": () => "모든 파일 읽기",

  "report-delivery.times": ({ workload }) => `${workload}: 아무것도 없는 상태에서 시작`,
  "report-delivery.times-explained": () =>
    "링크마다 칸이 하나이고, 칸마다 축이 따로 있습니다. 막대는 이미지의 모든 파일을 안에서 다 읽었을 때 끝나며, 이를 측정하지 않았으면 첫 출력에서 끝납니다. 필요할 때 파일을 가져오는 형식은 받기가 짧은 대신 마지막 조각이 깁니다.",
  "report-delivery.on-link": ({ link, emulated }) => (emulated ? `${link}: 에뮬레이션(TCG)` : link),
  "report-delivery.piece-pull": () => "받기",
  "report-delivery.piece-run": () => "그 뒤 첫 출력까지",
  "report-delivery.piece-read": () => "그 뒤 모두 읽을 때까지",
  "report-delivery.bar": (of) => `${of.format}, ${of.link}: ${of.times.join(", ")}`,
  "report-delivery.moment": (of) => `${of.after} 뒤 ${of.time}`,
  "report-delivery.bars": ({ bars }) => bars.join("; "),
  "report-delivery.head-format": () => "형식",
  "report-delivery.head-link": () => "링크",
  "report-delivery.head-store": () => "클라이언트 저장소",

  "report-delivery.wire": () => "전송된 바이트",
  "report-delivery.wire-explained": () =>
    "양쪽 끝의 큐가 센 값이며 헤더를 포함합니다. 받은 양은 모든 파일을 읽을 때까지, 보낸 양은 받는 동안의 값입니다. 클라이언트 저장소의 상태마다 칸이 하나이고, 칸마다 축이 따로 있습니다. 바이트 수는 머신의 에뮬레이션 여부와 관계없이 같습니다.",
  "report-delivery.received": () => "받은 양",
  "report-delivery.sent": () => "보낸 양",

  "report-delivery.travels": () => "파일 하나가 바뀌면 무엇이 전송되는가",
  "report-delivery.travels-explained": ({ size }) =>
    `새 버전은 ${size}짜리 파일 하나, 또는 의존성 열 개 중 하나가 다릅니다. 의존성 하나는 그 크기의 파일 열 개입니다. 저장소에는 이전 버전이 있습니다. 바이트는 양방향을 합한 값이고, 시간은 가장 느린 링크와 가장 빠른 링크에서 받는 데 걸린 시간입니다.`,
  "report-delivery.head-changed-wire": () => "파일: 전송량",
  "report-delivery.head-times-file": () => "파일 크기 대비(배)",
  "report-delivery.head-changed-pull": ({ link }) => `파일: ${link}`,
  "report-delivery.head-dependency-wire": () => "의존성: 전송량",
  "report-delivery.head-dependency-pull": ({ link }) => `의존성: ${link}`,

  "report-delivery.first-bytes": () => "실행되기 전에 받는 양",
  "report-delivery.first-bytes-explained": () =>
    "빈 저장소에서 시작해 받기가 끝날 때까지, 첫 출력까지, 모든 파일을 읽을 때까지 받은 바이트입니다. 필요할 때 가져오는(lazy) 형식은 읽는 것만 가져오고, qemu-http는 미리 읽으므로 더 가져옵니다. 널리 쓰이는 이미지 57개는 시작할 때 데이터의 6.4%를 읽었습니다(Slacker, FAST 2016).",
  "report-delivery.head-first-share": () => "전체 중 첫 출력까지",

  "report-delivery.costs": () => "빈 저장소로 받을 때 시간 외에 드는 것",
  "report-delivery.head-requests": () => "요청 수",
  "report-delivery.head-written": () => "디스크에 쓴 양",
  "report-delivery.head-client-cpu": () => "클라이언트 CPU 시간",
  "report-delivery.head-server-cpu": () => "서버 CPU 시간",

  "report-delivery.model": () => "모델과 그 예측력",
  "report-delivery.model-explained": () =>
    "초 = 고정 시간 + (바이트 / 속도)와 풀기 중 긴 쪽 + 왕복 시간 x (왕복 횟수 + 슬로 스타트로 잃는 왕복). 형식, 저장소, 시점마다 링크 일부(속도나 지연이 나란한 것 중 하나 건너 하나, 마지막은 제외)를 빼고 모델을 맞춘 뒤, 뺀 링크의 시간을 예측합니다. 모델은 그 시간을 본 적이 없습니다.",
  "report-delivery.model-check": (of) =>
    `시간 ${of.predicted}개를 예측했습니다. 절반은 오차가 ${of.typical} 이하입니다. 가장 큰 오차: ${of.largest}. ` +
    `모델 ${of.models}개 중 ${of.within}개는 오차가 늘 ${of.target} 이하였습니다.`,
  "report-delivery.model-too-few": (of) =>
    `여기서는 모델로 알 수 있는 것이 없습니다. 속도나 지연이 다른 링크가 ${of.needs}개 필요한데 이번 실행에는 ${of.has}개뿐입니다(${listed(of.links)}). 더 측정하려면: ${of.command}`,
  "report-delivery.model-plot": () => "예측과 측정 비교",
  "report-delivery.model-plot-explained": ({ target }) =>
    `점 하나가 예측한 시간 하나입니다. 1x는 측정값과 같고, 그보다 크면 너무 길게 예측한 것입니다. 띠의 너비: 양쪽으로 각각 ${target}. 오른쪽 수치는 형식마다 가장 큰 오차입니다.`,
  "report-delivery.model-panel": (of) => (of.emulated ? `${of.time}: 에뮬레이션(TCG)` : of.time),
  "report-delivery.model-told": (of) => `${of.format}, ${of.time}: 가장 큰 오차 ${of.error}`,
  "report-delivery.head-time": () => "시점",
  "report-delivery.head-predicted": () => "예측",
  "report-delivery.head-measured": () => "측정",
  "report-delivery.head-error": () => "오차",

  "report-delivery.ask": () => "내 링크에서는 얼마나 걸릴까?",
  "report-delivery.ask-explained": () =>
    "이제 모든 링크에 맞춘 모델로 계산합니다. 열은 클라이언트 저장소의 처음 상태입니다.",
  "report-delivery.ask-rate": () => "Mbit/s",
  "report-delivery.ask-round-trip": () => "왕복 시간(ms)",
  "report-delivery.ask-time": () => "시점:",
  "report-delivery.ask-marks": (of) =>
    `* 이 형식을 측정한 링크의 범위를 벗어난 값(모든 형식의 범위: ${of.links}). ? 검사에서 이 칸의 모델이 ${of.target} 넘게 빗나간 값.`,
  "report-delivery.one-delay": ({ rttMs }) =>
    `왕복 시간 ${rttMs} ms만 측정했으므로 다른 지연은 알 수 없습니다.`,
  "report-delivery.range": (of) => `${of.rates}, ${of.trips}`,
  "report-delivery.from-to": (of) =>
    of.low === of.high ? `${of.low} ${of.unit}` : `${of.low}~${of.high} ${of.unit}`,
  "report-delivery.common": () => "흔한 링크에서 첫 출력까지",
  "report-delivery.common-head": (of) => `${of.store}: ${of.link}`,

  "report-delivery.break-even": () => "어느 쪽이 빠르고, 어디서 뒤바뀌는가",
  "report-delivery.break-even-explained": ({ same }) =>
    `두 형식을 모두 측정한 속도 사이에서 모델로 계산한 것입니다. 차이가 ${same} 미만이면 똑같이 빠르다고 봅니다. 에뮬레이션 머신은 에뮬레이션 머신끼리만 비교합니다.`,
  "report-delivery.crosses": (of) =>
    `${of.store}, ${of.time}${of.delay}: ${of.mbit} Mbit/s 아래에서는 ${of.below}, 위에서는 ${of.above} 쪽이 빠릅니다.`,
  "report-delivery.always": (of) =>
    `${of.store}, ${of.time}${of.delay}: ${of.faster} 쪽이 다음보다 느린 경우가 없습니다: ${listed(of.others)}.`,
  "report-delivery.with-delay": ({ rttMs }) => `, 왕복 시간 ${rttMs} ms`,
  "report-delivery.more": ({ count }) => `${count}개 더 보기`,
  "report-delivery.no-break-even": () => "순서가 뒤바뀌는 두 형식은 없습니다.",
  "report-delivery.reuse": (of) =>
    `${of.format}: 파일 하나가 바뀌었을 때 처음보다 줄어드는 받기 시간: ${of.savedLow}(${of.low}), ${of.savedHigh}(${of.high}).`,
  "report-delivery.reuse-up-to": ({ mbit }) => `${mbit} Mbit/s까지는 1초 이상 줄어듭니다.`,
  "report-delivery.hardly": () => "거의 없음",
  "report-delivery.reuse-never": () => "줄어드는 시간은 1초가 되지 않습니다.",

  "report-delivery.summary-changed": (of) =>
    `${of.format}: 파일 하나 변경: 전송 ${of.bytes}(파일의 ${of.times}), 받기 ${of.pull}(${of.link})`,
};
