/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** A chart that is a picture by itself: on the page, or as a file of its own. */
import type { ComponentChildren } from "preact";

export interface Picture {
  readonly id: string;
  /** The workload and metric of its rows: they lead to all rounds. */
  readonly metric?: string;
  readonly title: string;
  /** What it shows, in words. */
  readonly description: string;
  /** In pixels. It is as wide as there is room. */
  readonly height: number;
  drawing(): ComponentChildren;
}

export function PictureOnPage({ id, metric, title, description, height, drawing }: Picture) {
  return (
    <svg
      id={id}
      class="plot"
      role="img"
      tabindex={0}
      data-metric={metric}
      width="100%"
      height={height}
      aria-labelledby={`${id}-title ${id}-desc`}
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-desc`}>{description}</desc>
      {drawing()}
    </svg>
  );
}
