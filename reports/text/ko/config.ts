/** Configuration files: what is wrong with them. */
import { didYouMean } from "./parts.ts";
import type { Room } from "./room.ts";
import { 을를, 이가 } from "./words/particles.ts";

export const config: Room<"config"> = {
  "config.absent": ({ file }) => `${이가(file)} 없습니다`,
  "config.name-it": ({ name, folder }) =>
    `설정이 들어 있는 파일을 지정하거나 ${folder}에 ${을를(name)} 두십시오`,
  "config.unreadable": ({ file, why }) => `${을를(file)} 읽을 수 없습니다: ${why}`,
  "config.correct-it": () => "파일을 고치십시오. default export가 설정이어야 합니다",
  "config.no-default-export": ({ file }) => `${file}에 default export가 없습니다`,
  "config.export-default": () => "export default defineConfig({ ... })",

  "config.mistakes": ({ file, mistakes }) =>
    `${file}:\n${mistakes.map((line) => `    ${line}`).join("\n")}`,
  "config.see-keys": () =>
    "키의 목록은 docs/gate.md에, JSON Schema는 docs/schema/config.schema.json에 있습니다",
  "config.unknown-key": ({ key, near }) => `${key}: 알 수 없는 키${didYouMean(near)}`,
  "config.mistake": ({ key, why }) => `${key}: ${why}`,
  "config.mistake-in-whole": ({ why }) => `(전체): ${why}`,

  "config.expected-share": () => '비율이어야 합니다. 예: "5%"',
  "config.expected-share-or-ignore": () => '비율(예: "5%")이나 "ignore"여야 합니다',
  "config.no-share": ({ number }) =>
    `1 이상의 수는 비율이 아닙니다. 백분율이면 "${number}%"라고 쓰십시오`,
  "config.expected-time": () => '시간이어야 합니다. 예: "90s", "10m"',
  "config.expected-amount": () => '양이어야 합니다. 예: "50us", "4KiB"',

  "config.margin-of-no-metric": ({ cells }) =>
    `gate.margins["${cells}"]: "workload/metric" 형식이어야 합니다`,
  "config.margin-of-unknown": (of) =>
    `gate.margins["${of.cells}"]: 알 수 없는 워크로드 "${of.workload}"${didYouMean(of.near)}`,
  "config.see-workloads": () =>
    "워크로드의 목록은 docs/workloads.md에 있습니다. disk.fio/*처럼 *은 무엇이든 나타냅니다",
};
