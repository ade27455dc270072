/** Counts in Korean. There are no plurals. */

const THINGS = { round: "라운드", run: "실행" };

/** `라운드 30회`, `실행 8회` */
export function counted(count: number, thing: keyof typeof THINGS): string {
  return `${THINGS[thing]} ${count}회`;
}
