import type { Report } from "../model.ts";

export const htmlReport: Report = { file: "report.html", render: () => "<!doctype html>" };
