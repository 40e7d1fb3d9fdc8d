#!/bin/bash
# The inside of boot.sh: builds the walls, then becomes systemd. Descriptor 3 is where results go.
# Must not: be called by anything but boot.sh.
set -euo pipefail
machine=$1 package=$2 here=$3
[ $$ -eq 1 ] || { echo 'only as the first process of its namespaces' >&2; exit 77; }

mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs "$machine"
mkdir "$machine"/{upper,work,root}
root=$machine/root
mount -t overlay -o "lowerdir=/,upperdir=$machine/upper,workdir=$machine/work" overlay "$root" || exit 77

for folder in tmp var/tmp run dev dev/shm; do
  mkdir -p "$root/$folder"
  mount -t tmpfs -o mode=1777 tmpfs "$root/$folder"
  [ "$folder" != dev ] || mkdir "$root/dev/shm" "$root/dev/pts"
done
chmod 755 "$root/run" "$root/dev"
for device in 'null 3' 'zero 5' 'full 7' 'random 8' 'urandom 9'; do
  mknod -m 666 "$root/dev/${device% *}" c 1 "${device#* }"
done
mknod -m 666 "$root/dev/tty" c 5 0
mount -t proc proc "$root/proc"
mount --bind -o ro "$root/proc/sys" "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t tmpfs -o mode=755 tmpfs "$root/sys/fs/cgroup"
mkdir "$root/sys/fs/cgroup/systemd"
# Limits of memory and processes are the kernel's to keep, and may be bound elsewhere: only the naming of processes.
mount -t cgroup -o none,name=systemd cgroup "$root/sys/fs/cgroup/systemd" || exit 77
ip link set lo up 2>/dev/null || ifconfig lo 127.0.0.1 up

mkdir -p "$root/run/trial" "$root/run/machine-units"
cp "$package" "$root/run/trial/package.tar.gz"
cp "$package.sha256" "$root/run/trial/" 2>/dev/null || true
cp "$here"/boot-*.sh "$here"/boot-*.mjs "$root/run/trial/"
units=$root/run/machine-units
for target in sysinit basic shutdown network-online multi-user nss-lookup time-sync; do
  printf '[Unit]\nDescription=%s\nDefaultDependencies=no\n' "$target" >"$units/$target.target"
done
cat >"$units/trial.service" <<UNIT
[Service]
Type=oneshot
ExecStart=/bin/bash /run/trial/boot-trial.sh
StandardOutput=append:/run/trial/out
StandardError=append:/run/trial/err
UNIT
cat >"$units/trial.target" <<UNIT
[Unit]
DefaultDependencies=no
Wants=trial.service
UNIT

# Results leave by a pipe that is not part of the machine.
mkfifo "$root/run/trial/results"
(cat "$root/run/trial/results" >&3) &
cd "$root"
mkdir -p mnt
pivot_root . mnt
umount -l /mnt
# As systemd has it on a machine; without it, what it hands to a service (credentials) does not arrive.
mount --make-rshared /
export container=trial SYSTEMD_UNIT_PATH=/run/machine-units:/etc/systemd/system
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
exec setpriv --bounding-set=-sys_time,-sys_module,-sys_boot,-sys_rawio,-syslog \
  /lib/systemd/systemd --system --unit=trial.target --log-target=console --log-level=notice --show-status=no
