#!/bin/bash
# What is done on the machine of boot.sh: a real installation, a real start under the sandbox, a stall, a stop.
# Must not: be called by anything but boot-inside.sh.
set -u
tell() { printf '%s\n' "$1" >&9; }
exec 9>/run/trial/results
cd /run/trial || exit 1

sh -c 'tar -xzOf package.tar.gz --wildcards "*/deploy/install.sh" >install.sh && sh install.sh package.tar.gz'
status=$?
tell "install=$status"
[ "$status" -eq 0 ] || { tell end=yes; exit 1; }
release=/opt/dongbo/current
node=$release/node/bin/node
[ -x "$node" ] || node=$(command -v node)

install -d -o dongbo -g dongbo /run/province
systemd-run --quiet --uid=dongbo --unit=province "$node" /run/trial/boot-province.mjs "$release" /run/province /run/province/address
systemd-run --quiet --uid=dongbo --unit=portal "$release/bin/dongbo" simulate portal --port 8099
for _ in $(seq 300); do [ -s /run/province/address ] && break; sleep 0.1; done
$release/bin/dongbo simulate province --url "$(cat /run/province/address)" --dossiers 30 --json >/dev/null
tell "province=$?"

cat >>/etc/dongbo/dongbo.env <<'SETTINGS'
PORTAL_BASE_URL=http://127.0.0.1:8099
PORTAL_USERNAME=tinh-mau
PORTAL_AGENCY_CODE=H99
FILE_BASE_URL=https://tep.tinh-mau.example/luu-tru/
SCHEDULE_EXTRACT=* * * * * *
SETTINGS
# Secrets as credentials; the others have no file.
umask 077
cp /run/province/address /etc/dongbo/credentials/source-url
echo mat-khau-thu >/etc/dongbo/credentials/portal-password
mkdir -p /etc/systemd/system/dongbo.service.d
printf '[Service]\nWatchdogSec=6\nRestartSec=100ms\nStandardOutput=append:/run/trial/log\nStandardError=append:/run/trial/log\n' \
  >/etc/systemd/system/dongbo.service.d/trial.conf
systemctl daemon-reload

systemctl start dongbo.service
status=$?
# Some kernels let no namespace but the first make device nodes; everything else is still asked for.
relaxed=none
if [ "$status" -ne 0 ] && [ "$(systemctl show --value -p ExecMainStatus dongbo.service)" = 226 ]; then
  systemctl stop dongbo.service
  relaxed=PrivateDevices
  printf '[Service]\nPrivateDevices=no\n' >/etc/systemd/system/dongbo.service.d/relaxed.conf
  systemctl daemon-reload
  systemctl start dongbo.service
  status=$?
fi
tell "relaxed=$relaxed"
tell "start=$status"
[ "$status" -eq 0 ] || {
  systemctl status --no-pager dongbo.service | sed 's/^/# /' >&9
  tail -n 20 log | sed 's/^/# /' >&9
  tell end=yes
  exit 1
}
show() { systemctl show --value --property="$1" dongbo.service; }
pid=$(show MainPID)
tell "program=$(basename "$(readlink "/proc/$pid/exe")")"
tell "user=$(stat -c %U "/proc/$pid")"
grep -E '^(NoNewPrivs|Seccomp|CapEff|CapBnd):' "/proc/$pid/status" | tr -d '\t' | tr : = >&9
# What it can write to, as it sees the world.
tell "etc=$(nsenter --target "$pid" --mount sh -c 'touch /etc/x /opt/x /usr/x' 2>&1 | grep -c Read-only)"
log() { grep -c "\"msg\":\"$1\"" log; }
for _ in $(seq 300); do systemctl show --value -p StatusText dongbo.service | grep -q 'làm việc' && "$release/deploy/ready" /etc/dongbo && break; sleep 0.1; done
"$release/deploy/ready" /etc/dongbo
tell "ready=$?"
# The command of operators asks systemd by D-Bus, which this machine has not; the figure is the service's own.
for _ in $(seq 600); do
  accepted=$("$node" -e 'fetch("http://127.0.0.1:9464/metrics").then((a) => a.text()).then((t) => console.log([...t.matchAll(/^dongbo_dossiers\{[^}]*state="accepted"[^}]*\} (\d+)/gm)].reduce((n, m) => n + Number(m[1]), 0)))')
  [ "${accepted:-0}" -ge 20 ] && break
  sleep 0.1
done
tell "accepted=$accepted"
tell "status=$(show StatusText)"

# One that falls silent is started anew.
kill -STOP "$pid"
for _ in $(seq 300); do [ "$(show NRestarts)" -ge 1 ] && [ "$(show ActiveState)" = active ] && break; sleep 0.1; done
tell "restarts=$(show NRestarts)"
tell "again=$(show ActiveState)"

systemctl stop dongbo.service
tell "result=$(show Result)"
tell "exit=$(show ExecMainStatus)"
tell "stopped=$(log stopped)"

# A wrong setting is not tried again and again.
echo 'PORTAL_CONCURRENCY=none' >>/etc/dongbo/dongbo.env
systemctl start dongbo.service
tell "faulty=$(show ExecMainStatus) $(show ActiveState)"

# Removed, nothing of it runs or starts again; what belongs to the province stays.
sed -i '$d' /etc/dongbo/dongbo.env
systemctl enable --quiet dongbo.target dongbo.service dongbo-worker@9465.service
systemctl start dongbo.service dongbo-worker@9465.service
tell "running=$(systemctl is-active dongbo.service) $(systemctl is-active dongbo-worker@9465.service)"
sh install.sh --uninstall
tell "uninstall=$?"
tell "processes=$(pgrep -u dongbo -f 'dongbo.* run' | wc -l)"
tell "left=$(find /opt/dongbo /etc/systemd/system /etc/sysusers.d /etc/tmpfiles.d -name '*dongbo*' ! -name dongbo.service.d 2>/dev/null | xargs)"
tell "kept=$(find /etc/dongbo -name dongbo.env -o -name source-url | wc -l)"
tell "end=yes"
