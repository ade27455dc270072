/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import { quantity } from "../../format.ts";
import { findRow } from "../../model.ts";
import { spokenLabels } from "../data.ts";
import type { Section, SectionInput } from "./section.ts";

export const section: Section = {
  id: "image",
  title: "Image size",
  body: (of) => <ImageSize {...of} />,
};

function ImageSize({ data, input }: SectionInput) {
  const { rows } = input.analysis;
  if (data.image.length === 0) return <p>Not measured.</p>;
  const labels = spokenLabels(data);
  return (
    <>
      <p>
        Native ships nothing: 0 by definition. Containers ship the root filesystem as compressed
        layers; a VM ships a disk, a kernel and an initramfs. Computed from the files and layers of
        the image; the tools that run it (runtimes, engines, QEMU) are not counted.
      </p>
      {data.image.map((bars) => (
        <figure key={`${bars.workload} ${bars.kind}`}>
          <h3>{bars.title}</h3>
          <div class="chart">
            <canvas
              id={`image-${bars.kind}`}
              role="img"
              aria-label={`${bars.title}: ${data.targets
                .map(({ id }) => {
                  const row = findRow(rows, bars.workload, bars.kind, id);
                  return `${labels.get(id)} ${row === undefined ? "not measured" : quantity(row.summary.median, "bytes")}`;
                })
                .join(", ")}`}
            />
          </div>
        </figure>
      ))}
    </>
  );
}
