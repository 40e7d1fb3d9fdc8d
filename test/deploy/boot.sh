#!/bin/bash
# A machine of its own with a real systemd, made of namespaces: installs a package in it, runs the service under
# its whole sandbox, and prints what became of it, one `name=value` a line.
# Usage: boot.sh PACKAGE (as root; exit 77 = this machine does not allow it).
# Guarantees: whatever happens inside is written to memory and gone afterwards: the root is an overlay over this
# machine's, and /tmp, /var/tmp, /run, /dev are its own; the kernel's settings and clock cannot be touched; it has no
# network but its own loopback; systemd knows no units but those that are put there, so nothing of this machine's
# is started or cleaned up.
# Must not: be run without these walls: systemd's own units empty /tmp.
set -euo pipefail
package=$(readlink -f "$1")
here=$(cd "$(dirname "$0")" && pwd)

[ "$(id -u)" -eq 0 ] || { echo 'not root' >&2; exit 77; }
[ -x /lib/systemd/systemd ] || { echo 'no systemd' >&2; exit 77; }
machine=$(mktemp -d /tmp/dongbo-machine-XXXXXX)
# The folder is a mount point only inside; outside it stays empty.
# Where processes are named by a tree that is there already, ours get a branch of their own.
branch=
# shellcheck disable=SC2317 # called by the trap
leave() {
  rm -f "$machine.results"
  rmdir "$machine"
  [ -z "$branch" ] || find "$branch" -depth -type d -exec rmdir {} \; 2>/dev/null || true
}
trap leave EXIT
unshare --pid --mount --ipc --uts --cgroup --net --fork true 2>/dev/null || { echo 'no namespaces' >&2; exit 77; }

if [ -e /sys/fs/cgroup/systemd/cgroup.procs ]; then
  branch=/sys/fs/cgroup/systemd/$(basename "$machine")
  mkdir "$branch"
fi
# What was told last ends it: killed with the one that waits for it (--kill-child), the whole machine goes.
mkfifo "$machine.results"
(
  [ -z "$branch" ] || echo "$BASHPID" >"$branch/cgroup.procs"
  exec timeout --kill-after=2 "${BOOT_SECONDS:-120}" \
    unshare --pid --mount --ipc --uts --cgroup --net --fork --kill-child=KILL \
    bash "$here/boot-inside.sh" "$machine" "$package" "$here" 3>"$machine.results" >&2
) &
walls=$!
while read -r line; do
  printf '%s\n' "$line"
  [ "$line" != end=yes ] || break
done <"$machine.results"
kill -TERM "$walls" 2>/dev/null || :
status=0
wait "$walls" || status=$?
# 77: the walls could not be built. Else what became of the service stands in the results.
[ "$status" -ne 77 ] || exit 77
