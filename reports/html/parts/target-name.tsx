/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import type { TargetState } from "../../../bench/schema.ts";
import { isEmulated } from "../../format.ts";
import { t } from "../../text/message.ts";

/** A target's id. It is marked where the target was emulated. */
export function TargetName({ target }: { readonly target: TargetState }) {
  return (
    <>
      {target.id}
      {isEmulated(target) ? (
        <>
          {" "}
          <span class="tag">{t("report.emulated")}</span>
        </>
      ) : null}
    </>
  );
}
