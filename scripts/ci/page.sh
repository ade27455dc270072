#!/bin/sh
# Makes a folder for GitHub Pages, or another web server, of a run: page.sh RUN-FOLDER PAGE-FOLDER
# The report is one file that needs no network; the raw samples lie beside it.
set -eu
run=$1 page=$2
mkdir -p "$page"
cp "$run/report.html" "$page/index.html"
for file in run.json records.ndjson summary.json summary.csv samples.csv summary.md; do
  cp "$run/$file" "$page/$file"
done
