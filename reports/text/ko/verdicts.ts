/** The reasons of verdicts, and what to do about them. */
import { quantity } from "../../format.ts";
import type { verdicts as en } from "../en/verdicts.ts";
import { percent, sureText } from "../figures.ts";
import type { Room } from "./room.ts";
import { typicalText, wordsFor } from "./words/change.ts";
import { partsOf } from "./words/judged.ts";
import { 은는, 을를 } from "./words/particles.ts";

export const verdicts: Room<"verdicts"> = {
  "verdicts.regressed": (figures) => {
    const { change, limit, margin, times } = partsOf(figures, true);
    return `${change}: ${limit}. ${times}에서 허용 한도 ${을를(margin)} 넘었습니다`;
  },
  "verdicts.improved": (figures) => {
    const { change, limit, counting, times } = partsOf(figures, true);
    return `${change}: ${limit}. ${times}에서 개선으로 보는 기준 ${을를(counting)} 넘었습니다`;
  },
  "verdicts.pass": (figures) => {
    const { change, limit, margin } = partsOf(figures, true);
    const { bound, starts } = figures;
    const against =
      bound !== undefined && bound > 1
        ? `허용 한도 ${margin}보다 작습니다`
        : `${margin} ${wordsFor(figures).worse}까지 허용됩니다`;
    return `${change}: ${은는(typicalText(starts))} ${limit}. ${against}${besidesText(figures)}`;
  },
  /** Slow rounds: those with a start that is much slower than base's usually are. */
  "verdicts.slow-regressed": (figures) =>
    `느린 시작: ${slowText(figures)}. base보다 적어도 라운드의 ${percent(figures.least)}만큼 많습니다. ${percent(figures.allowed)}까지 허용됩니다`,
  "verdicts.slow-open": (figures) =>
    `느린 시작: ${slowText(figures)}. base보다 많아야 라운드의 ${percent(figures.most)}만큼 많습니다. 따라서 허용 한도 ${percent(figures.allowed)} 또는 그보다 많은 경우를 배제할 수 없습니다`,
  "verdicts.slow-unknown": () => "라운드가 너무 적어 어떤 시작이 느린지 말할 수 없습니다",
  /** `why`: the first failure's reason. */
  "verdicts.fails-more": (figures) =>
    `head가 base보다 자주 실패합니다: ${failedText(figures)}${figures.why === undefined ? "" : `. 첫 실패: ${figures.why}`}`,
  "verdicts.failures-open": (figures) =>
    `${failedText(figures)}. head가 base보다 라운드의 ${percent(figures.allowed)} 이상 더 실패하는 경우를 배제할 수 없습니다`,
  /** `within`: whether the estimate is within the margin. */
  "verdicts.too-few": (figures) => {
    const { change, margin, times } = partsOf(figures, false);
    const { within, fewest, needed } = figures;
    const side = within ? "안에 있다고" : "밖에 있다고";
    const sure = needed === undefined ? "" : `${sureText(needed)}만큼 `;
    return `${change}. 그러나 ${times}로는 허용 한도 ${margin} ${side} ${sure}확신할 수 없습니다. 적어도 ${fewest}회가 필요합니다`;
  },
  "verdicts.not-ruled-out": (figures) => {
    const { change, limit, margin, times } = partsOf(figures, false);
    const beyond = figures.within ? "큰" : "작은";
    return `${times} 후 ${change}: ${limit}. 따라서 허용 한도 ${margin} 또는 그보다 ${beyond} 변화를 배제할 수 없습니다`;
  },
  "verdicts.no-common-round": () => "양쪽이 모두 있는 라운드가 없습니다",

  "verdicts.see-what-failed": () =>
    "무엇이 실패했는지 확인하십시오: 실행 폴더에 isotax report를 실행하면 볼 수 있습니다",
  "verdicts.look-at-changes": () =>
    "base와 head 사이에 무엇이 바뀌었는지 확인하십시오. 의도한 변화라면 허용 한도를 늘리거나 head를 새 base로 삼으십시오",
  /** `rounds`: the fewest in all. */
  "verdicts.measure-rounds": ({ rounds }) =>
    `라운드를 더 측정하십시오: --rounds ${rounds} 이상(게이트라면 그만큼 들어갈 --budget과 함께)`,
  "verdicts.more-runs": () =>
    "실행을 늘리거나 실행마다 라운드를 늘리면 구간이 좁아집니다. 또는 더 민감한 교대 측정으로 비교하십시오: isotax gate BASE HEAD",
  "verdicts.hardly-tell": () =>
    "라운드를 늘려도 판정하기 어렵습니다. 결과가 허용 한도에 너무 가깝거나 너무 많이 흩어져 있습니다. 다른 허용 한도나 더 조용한 머신을 고르십시오",
  /** `rounds`: how many more. */
  "verdicts.more-rounds": ({ rounds }) =>
    `라운드를 약 ${rounds}회 더 측정하면 알 수 있습니다: --budget과 --rounds를 늘리거나 더 조용한 머신을 쓰십시오`,
};

type ValuesOf<C extends keyof typeof en> = Parameters<(typeof en)[C]>[0];

function besidesText(of: ValuesOf<"verdicts.pass">): string {
  const slow =
    of.slowOf === undefined
      ? ""
      : `. 느린 시작이 있는 라운드: ${of.slowBase} -> ${of.slowHead} / ${of.slowOf}`;
  const failed =
    of.failedOf === undefined
      ? ""
      : `. 실패한 라운드: ${of.failedBase} -> ${of.failedHead} / ${of.failedOf}`;
  return `${slow}${failed}`;
}

function slowText(of: ValuesOf<"verdicts.slow-open">): string {
  const { base, head, n, baseLimitNs, headLimitNs } = of;
  const limits = `${quantity(baseLimitNs, "ns")} -> ${quantity(headLimitNs, "ns")}`;
  return `라운드 ${n}회 중 ${base} -> ${head}회에 있음(${limits}보다 긴 시작)`;
}

function failedText({ base, baseOf, head, headOf }: ValuesOf<"verdicts.fails-more">): string {
  return `head는 라운드 ${headOf}회 중 ${head}회, base는 ${baseOf}회 중 ${base}회 실패했습니다`;
}
