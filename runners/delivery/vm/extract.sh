#!/bin/sh
# Fetches the index of a version's disk and what else the store lacks, and then the disk's chunks that
# the last disk has not. casync checks each chunk against the index, whose own digest was checked.
# $1: the script that fetches files, $2: the store, $3: the URL of the server's folder, $4: the version.
set -e
fetch=$1 store=$2 url=$3 version=$4
sh "$fetch" "$store" "$url" "$version"
set -- "--store=$url/chunks.castr"
[ ! -e "$store/last.raw" ] || set -- "$@" "--seed=$store/last.raw"
rm -f "$store/part"
# What casync keeps for a while is to be in the store, and not on another disk.
TMPDIR=$store casync extract "$@" "$store/$version.caibx" "$store/part" >"$store/extracted"
ln -f "$store/part" "$store/last.raw"
mv "$store/part" "$store/$version.raw"
