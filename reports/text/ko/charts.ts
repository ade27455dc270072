/** The charts of a run as files: `isotax charts`. */
import type { Room } from "./room.ts";

const OTHER_WAYS = "report.html에서 차트의 PNG 버튼을 누르거나, SVG로 기록하십시오(--format svg)";

export const charts: Room<"charts"> = {
  "charts.title": ({ run }) => `실행 ${run}의 차트`,
  "charts.written": ({ charts, page }) =>
    `차트 ${charts}개를 기록했습니다. 모두 보려면 다음 파일을 여십시오: ${page}`,
  "charts.no-browser": () => "PNG 그림을 그리는 Chromium을 찾지 못했습니다",
  "charts.install-browser": () => `sudo apt-get install chromium을 실행하거나, ${OTHER_WAYS}`,
  "charts.nothing-drawn": ({ browser }) => `그림이 만들어지지 않았습니다: ${browser}`,
  "charts.other-ways": () =>
    `snap으로 설치한 Chromium은 임시 폴더를 보지 못합니다. 패키지로 설치한 것을 쓰거나, ${OTHER_WAYS}`,
};
