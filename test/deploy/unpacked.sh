#!/bin/bash
# A package unpacked in an empty folder, without any network: what it says and does, one `name=value` a line.
# Usage: unpacked.sh PACKAGE FOLDER (within `unshare --net`; FOLDER is empty and stays the caller's).
# Guarantees: uses nothing of the checkout; what it starts ends with it.
set -euo pipefail
package=$1 folder=$2
here=$(cd "$(dirname "$0")" && pwd)
ip link set lo up 2>/dev/null || ifconfig lo 127.0.0.1 up
echo "addresses=$(node -e 'console.log(Object.keys(require("node:os").networkInterfaces()).join())')"
export HOME=$folder/home
mkdir "$HOME"
cd "$folder"
tar -xzf "$package"
release=$(echo "$folder"/dongbo-*)
(cd "$release" && sha256sum --check --quiet --strict SHA256SUMS)
echo "sums=$?"
"$release/bin/dongbo" --help >help
echo "help=$(grep -c resync help)"

started=()
trap 'kill "${started[@]}" 2>/dev/null; wait' EXIT
node "$here/boot-province.mjs" "$release" "$folder/province" "$folder/address" &
started+=($!)
"$release/bin/dongbo" simulate portal --port 8099 >portal.log 2>&1 &
started+=($!)
for _ in $(seq 300); do
  [ -s address ] && (: </dev/tcp/127.0.0.1/8099) 2>/dev/null && break
  sleep 0.1
done
"$release/bin/dongbo" simulate province --url "$(cat address)" --dossiers 30 --json >/dev/null
mkdir work
cat >work/.env <<SETTINGS
SOURCE_URL=$(cat address)
PORTAL_BASE_URL=http://127.0.0.1:8099
PORTAL_USERNAME=tinh-mau
PORTAL_PASSWORD=mat-khau-thu
PORTAL_AGENCY_CODE=H99
FILE_BASE_URL=https://tep.tinh-mau.example/luu-tru/
DATA_DIR=$folder/data
MAPPINGS_DIR=$release/mappings
SETTINGS
cd work
echo "sync=$("$release/bin/dongbo" sync --once --json 2>log || echo "failed $?")"
