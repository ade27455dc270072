/** Answers what a delivery would take over the link that the reader types. */
import type { AskedLinks } from "../asked-links.ts";
import { answerText } from "../link-answers.ts";

export function enhanceAsking(asked: readonly AskedLinks[] = []): void {
  for (const one of asked) {
    const form = [...document.querySelectorAll<HTMLElement>("[data-workload]")].find(
      ({ dataset }) => dataset["workload"] === one.id,
    );
    if (form === undefined) continue;
    form.hidden = false;
    const answer = () => showAnswers(form, one);
    form.addEventListener("input", answer);
    answer();
  }
}

function showAnswers(form: HTMLElement, { models, absent }: AskedLinks): void {
  const input = (name: string) =>
    form.querySelector<HTMLInputElement | HTMLSelectElement>(`[name="${name}"]`);
  const [mbit, rttMs, time] = ["mbit", "rttMs", "time"].map((name) =>
    Number(input(name)?.value || Number.NaN),
  );
  const tables = form.parentElement?.querySelectorAll<HTMLElement>("[data-asked]") ?? [];
  const isLink = Number.isFinite(mbit) && Number(mbit) > 0 && Number(rttMs) >= 0;
  const caption = form.parentElement?.querySelector("[data-asked]")?.closest("table")?.caption;
  const chosen = input("time")?.querySelector("option:checked")?.textContent ?? "";
  if (caption) caption.textContent = isLink ? `${mbit} Mbit/s, ${rttMs} ms, ${chosen}` : chosen;
  for (const cell of tables) {
    const model = models.find(
      (one) => one.time === time && one.at.join(" ") === cell.dataset["asked"],
    );
    const link = { mbit: Number(mbit), rttMs: Number(rttMs) };
    const answer = model === undefined ? absent : answerText(link, model);
    cell.textContent = isLink ? answer : "";
  }
}
