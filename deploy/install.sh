#!/bin/sh
# Installs, upgrades, takes back and removes Dongbo on a machine with systemd, from a package, without internet.
#
#   install.sh PACKAGE.tar.gz             installs (again: changes nothing that is there)
#   install.sh --upgrade PACKAGE.tar.gz   installs beside the present release, stops, migrates the ledger, switches,
#                                         starts, waits until it is ready; whatever fails, it goes back, the ledger too
#   install.sh --rollback [--ledger V]    back to the release before; --ledger V: the ledger to its version V first
#   install.sh --credentials              hands every secret of /etc/dongbo/credentials to the service, those of further
#                                         sources too; needed after a new one came
#   install.sh --uninstall                removes program and units; keeps settings, mappings and data
#   --root FOLDER                         into FOLDER instead of this machine; starts nothing
#
# Guarantees: nothing is unpacked whose sums are wrong; settings, mappings and secrets that are there are never
# overwritten; `current` always names a whole release.
# Must not: start a service that was not started before.
set -eu
umask 022

root="" action=install package="" ledger=""
usage() { sed -n '4,12s/^# \{0,1\}//p' "$0"; }
say() { printf '%s\n' "install.sh: $1" "install.sh: $2" >&2; }
fail() {
  say "$1" "$2"
  exit "${3:-1}"
}

while [ $# -gt 0 ]; do
  case $1 in
    --upgrade) action=upgrade ;;
    --rollback) action=rollback ;;
    --credentials) action=credentials ;;
    --uninstall) action=uninstall ;;
    --root | --ledger)
      [ $# -ge 2 ] || { usage >&2; exit 2; }
      if [ "$1" = --root ]; then root=${2%/}; else ledger=$2; fi
      shift
      ;;
    --help) usage; exit 0 ;;
    -*) usage >&2; exit 2 ;;
    *) package=$1 ;;
  esac
  shift
done

opt=$root/opt/dongbo
etc=$root/etc/dongbo
units=$root/etc/systemd/system
current=$opt/current
previous=$opt/previous

if [ -z "$root" ]; then
  [ "$(id -u)" -eq 0 ] || fail 'cần quyền root' 'root is needed' 77
  # Without these the service would never be told as started.
  for program in systemctl systemd-notify systemd-sysusers systemd-tmpfiles; do
    command -v "$program" >/dev/null || fail "máy này thiếu $program (systemd)" "this machine lacks $program (systemd)" 69
  done
fi

# With --root nothing of this machine is touched; DONGBO_INSTALL_HOOK stands in for it in tests.
on_machine() {
  if [ -n "$root" ]; then
    [ -z "${DONGBO_INSTALL_HOOK:-}" ] || "$DONGBO_INSTALL_HOOK" "$@"
  else
    "$@"
  fi
}
# The command of the release in folder $1, with the service's settings and secrets.
program_of() {
  folder=$1
  shift
  on_machine "$folder/deploy/dongbo" "$@"
}

# Where $1 leads, as a link, becomes $2 in one step.
point() {
  ln -s "$2" "$1.new.$$"
  mv -T "$1.new.$$" "$1"
}

# The services that run, or try to; exactly these are started anew, no other.
find_running() {
  running=$(on_machine systemctl list-units --plain --no-legend --state=active,activating,reloading,failed \
    dongbo.service 'dongbo-worker@*.service' 2>/dev/null | cut -d ' ' -f 1)
}
# shellcheck disable=SC2086 # a list of names
halt() { [ -z "$running" ] || on_machine systemctl stop $running; }
# shellcheck disable=SC2086 # a list of names
restart() { [ -z "$running" ] || on_machine systemctl restart $running; }

# One look at /readyz, by the Node.js of the release.
ready_now() {
  on_machine "$current/deploy/ready" "$etc"
}
get_ready() {
  tries=0
  until ready_now; do
    tries=$((tries + 1))
    [ "$tries" -lt "${DONGBO_READY_TRIES:-60}" ] || return 1
    sleep 1
  done
}

# Unpacks $package beside the others; sets $release.
unpack() {
  [ -f "$package" ] || { usage >&2; exit 2; }
  if [ -f "$package.sha256" ]; then
    (cd "$(dirname -- "$package")" && sha256sum --check --quiet --strict "$(basename -- "$package").sha256") >&2 ||
      fail 'gói bị hỏng: sai tổng kiểm' 'the package is damaged: its sum is wrong'
  else
    say "không có $package.sha256: chỉ kiểm tra được bên trong gói" "no $package.sha256: only what is inside can be checked"
  fi
  mkdir -p "$opt/releases"
  draft=$(mktemp -d "$opt/releases/.new-XXXXXX")
  # shellcheck disable=SC2064 # the folder of now
  trap "rm -rf '$draft'" EXIT
  tar --extract --gzip --file="$package" --directory="$draft" --strip-components=1 --no-same-owner ||
    fail 'không giải nén được gói' 'the package cannot be unpacked'
  (cd "$draft" && sha256sum --check --quiet --strict SHA256SUMS) >&2 ||
    fail 'nội dung gói không khớp SHA256SUMS' 'the content of the package is not that of SHA256SUMS'
  version=$(sed -n 's/^  "version": "\([0-9A-Za-z.+-]*\)",$/\1/p' "$draft/package.json")
  [ -n "$version" ] || fail 'gói không có số phiên bản' 'the package has no version'
  on_machine "$draft/bin/dongbo" --help >/dev/null ||
    fail 'gói không chạy được trên máy này' 'the package does not run on this machine' 69
  release=$opt/releases/$version
  if [ -d "$release" ]; then
    cmp -s "$release/SHA256SUMS" "$draft/SHA256SUMS" ||
      fail "phiên bản $version đã cài với nội dung khác" "version $version is installed with another content"
    rm -rf "$draft"
  else
    chmod 755 "$draft"
    mv "$draft" "$release"
  fi
  trap - EXIT
}

# Units and accounts of release $1; they change with `current`, so that a rollback takes them back, too.
place_system() {
  mkdir -p "$units" "$root/etc/sysusers.d" "$root/etc/tmpfiles.d" "$root/usr/local/bin"
  for unit in "$1"/deploy/systemd/*.service "$1"/deploy/systemd/*.timer "$1"/deploy/systemd/*.target; do
    [ -f "$unit" ] && install -m 644 "$unit" "$units/"
  done
  install -m 644 "$1/deploy/sysusers.d/dongbo.conf" "$root/etc/sysusers.d/"
  install -m 644 "$1/deploy/tmpfiles.d/dongbo.conf" "$root/etc/tmpfiles.d/"
  place_credentials
  ln -sfn /opt/dongbo/current/deploy/dongbo "$root/usr/local/bin/dongbo"
  on_machine systemd-sysusers dongbo.conf
  on_machine systemd-tmpfiles --create dongbo.conf
  on_machine systemctl daemon-reload
}

# Secrets that the unit does not name: it names those of the main source. One whose file goes is an empty line, as there.
place_credentials() {
  handed=""
  for file in "$etc"/credentials/*; do
    name=$(basename -- "$file")
    [ -f "$file" ] || continue
    if grep -q "^LoadCredential=$name:" "$units/dongbo.service"; then continue; fi
    case $name in
      *[!a-z0-9-]*) say "bỏ qua $file: tên chỉ gồm a-z, 0-9 và -" "$file is left out: names are of a-z, 0-9 and - alone" ;;
      *) handed="$handed $name" ;;
    esac
  done
  dropin=$units/dongbo.service.d/credentials.conf
  if [ -z "$handed" ]; then
    rm -f "$dropin"
    return
  fi
  mkdir -p "$units/dongbo.service.d"
  {
    echo '# Written by install.sh --credentials from the files of /etc/dongbo/credentials.'
    echo '[Service]'
    for name in $handed; do
      printf '%s\n' "LoadCredential=$name:/etc/dongbo/credentials/$name" "SetCredential=$name:\\n"
    done
  } >"$dropin.new"
  chmod 644 "$dropin.new"
  mv "$dropin.new" "$dropin"
}

# Settings and mappings, where there are none. Presets and formulas stay in the release: so each release brings its own.
place_settings() {
  mkdir -p "$etc/mappings/source.d" "$etc/credentials"
  chmod 700 "$etc/credentials"
  if [ ! -e "$etc/dongbo.env" ]; then
    # An empty line would switch off what comes as a credential.
    sed 's/^\([A-Z][A-Z_]*=\)$/#\1/' "$1/.env.example" >"$etc/dongbo.env.new"
    chmod 640 "$etc/dongbo.env.new"
    [ -n "$root" ] || chown root:dongbo "$etc/dongbo.env.new"
    mv "$etc/dongbo.env.new" "$etc/dongbo.env"
  fi
  for file in "$1"/mappings/* "$1"/mappings/source.d/*; do
    [ -f "$file" ] || continue
    name=${file#"$1"/mappings/}
    [ "$name" != score.yaml ] || continue
    [ -e "$etc/mappings/$name" ] || install -m 660 "$file" "$etc/mappings/$name"
    [ -n "$root" ] || chgrp dongbo "$etc/mappings/$name"
  done
}

switch_to() {
  [ -L "$current" ] && [ "$(readlink "$current")" != "$1" ] && point "$previous" "$(readlink "$current")"
  point "$current" "$1"
}

case $action in
  install)
    unpack
    if [ -L "$current" ] && [ "$(readlink "$current")" != "releases/$version" ]; then
      fail "đã cài $(basename "$(readlink "$current")"); nâng cấp bằng --upgrade" "$(basename "$(readlink "$current")") is installed; use --upgrade"
    fi
    switch_to "releases/$version"
    place_system "$release"
    place_settings "$release"
    say "đã cài $version. Tiếp theo: điền $etc/dongbo.env và $etc/credentials/, chạy \`dongbo migrate\`, rồi: systemctl enable --now dongbo.target dongbo.service" \
      "$version is installed. Next: fill in $etc/dongbo.env and $etc/credentials/, run \`dongbo migrate\`, then: systemctl enable --now dongbo.target dongbo.service"
    ;;
  upgrade)
    [ -L "$current" ] || fail 'chưa cài; chạy install.sh không có --upgrade' 'nothing is installed; leave out --upgrade'
    before=$(readlink "$current")
    before_that=$(readlink "$previous" 2>/dev/null || :)
    unpack
    [ "$before" != "releases/$version" ] || { say "$version đang chạy rồi" "$version is in use already"; exit 0; }
    say 'trước khi nâng cấp nên sao lưu sổ (bản sao lưu là đường lui chắc chắn nhất)' 'back up the ledger before an upgrade (the surest way back)'
    was_ready=no
    find_running
    if [ -n "$running" ] && ready_now; then was_ready=yes; fi
    ledger="" step_vi='bị ngắt giữa chừng' step_en='it was interrupted'
    go_back() {
      trap - EXIT
      trap '' INT TERM HUP
      halt || :
      # Only the newer program knows the way down; an older one refuses a newer ledger.
      if [ -n "$ledger" ] && ! program_of "$release" migrate --to "$ledger" --yes >&2; then
        switch_to "releases/$version"
        restart || :
        fail "$step_vi; không đưa được sổ về $ledger nên vẫn ở $version: sửa lỗi nêu trên rồi systemctl restart dongbo, hoặc --rollback --ledger $ledger" \
          "$step_en; the ledger could not be taken back to $ledger, so $version stays: mend the fault above, then systemctl restart dongbo, or --rollback --ledger $ledger" 70
      fi
      point "$current" "$before"
      if [ -n "$before_that" ]; then point "$previous" "$before_that"; else rm -f "$previous"; fi
      place_system "$opt/$before" && restart ||
        fail "$step_vi; đã quay về $(basename "$before") nhưng dịch vụ không khởi động được: systemctl status dongbo" \
          "$step_en; went back to $(basename "$before"), but the service does not start: systemctl status dongbo" 70
      fail "$step_vi; đã quay về $(basename "$before")" "$step_en; went back to $(basename "$before")"
    }
    # Whatever ends the script from here on, a signal too, ends in the release before.
    trap go_back EXIT
    trap 'exit 130' INT TERM HUP
    doing() { step_vi=$1 step_en=$2; }
    doing 'dịch vụ không dừng được' 'the service does not stop'
    halt
    doing 'bản đang dùng không đọc được sổ' 'the present release cannot read the ledger'
    known=$(program_of "$opt/$before" migrate --json)
    version_before=$(printf '%s\n' "$known" | sed -n 's/.*"version": *"\([^"]*\)".*/\1/p')
    [ -n "$version_before" ] || exit 1
    doing 'không nâng cấp được sổ' 'the ledger could not be migrated'
    ledger=$version_before
    program_of "$release" migrate >&2
    doing 'không đặt được tệp của bản mới' 'the files of the new release could not be put in place'
    switch_to "releases/$version"
    place_system "$release"
    place_settings "$release"
    doing 'dịch vụ không khởi động được' 'the service does not start'
    restart
    # One that was not ready before, because the portal is away, need not be now.
    doing 'dịch vụ không sẵn sàng' 'the service does not get ready'
    if [ "$was_ready" = yes ]; then get_ready; fi
    trap - EXIT INT TERM HUP
    say "đã nâng cấp từ $(basename "$before") lên $version" "upgraded from $(basename "$before") to $version"
    ;;
  rollback)
    [ -L "$previous" ] || fail 'không có bản trước' 'there is no release before'
    target=$(readlink "$previous")
    [ "$target" != "$(readlink "$current")" ] || fail 'không có bản trước' 'there is no release before'
    [ -d "$opt/$target" ] || fail "thiếu $opt/$target" "$opt/$target is missing"
    find_running
    stay() {
      restart || :
      fail "$1; vẫn ở $(basename "$(readlink "$current")")" "$2; $(basename "$(readlink "$current")") stays" 1
    }
    halt || stay 'dịch vụ không dừng được' 'the service does not stop'
    # Only the newer program knows the way down.
    if [ -n "$ledger" ]; then
      program_of "$current" migrate --to "$ledger" --yes >&2 ||
        stay "không đưa được sổ về $ledger" "the ledger could not be taken back to $ledger"
    fi
    program_of "$opt/$target" migrate >&2 ||
      stay 'bản trước không dùng được sổ; nếu sổ mới hơn (DB-SVC-005) thì thêm --ledger và phiên bản nêu trên' \
        'the release before cannot use the ledger; where that is newer (DB-SVC-005), add --ledger and the version named above'
    switch_to "$target"
    place_system "$opt/$target"
    restart || fail "đã quay về $(basename "$target") nhưng dịch vụ không khởi động được: systemctl status dongbo" \
      "went back to $(basename "$target"), but the service does not start: systemctl status dongbo" 70
    say "đã quay về $(basename "$target")" "went back to $(basename "$target")"
    ;;
  credentials)
    [ -f "$units/dongbo.service" ] || fail 'chưa cài' 'nothing is installed'
    place_credentials
    on_machine systemctl daemon-reload
    say "dịch vụ được trao thêm:${handed:- (không có)}. Tiếp theo: systemctl restart dongbo.service" \
      "handed to the service besides:${handed:- (nothing)}. Next: systemctl restart dongbo.service"
    ;;
  uninstall)
    on_machine systemctl disable --now dongbo-backup.timer dongbo.target dongbo.service 2>/dev/null || :
    # A pattern stops those that run, but disables none.
    on_machine systemctl stop 'dongbo*' 2>/dev/null || :
    rm -f "$units"/*.wants/dongbo-worker@*.service
    [ ! -d "$units/dongbo.target.wants" ] || rmdir --ignore-fail-on-non-empty "$units/dongbo.target.wants"
    for unit in "$current"/deploy/systemd/*.service "$current"/deploy/systemd/*.timer "$current"/deploy/systemd/*.target; do
      [ -f "$unit" ] && rm -f "$units/$(basename -- "$unit")"
    done
    rm -f "$units/dongbo.service.d/credentials.conf"
    [ ! -d "$units/dongbo.service.d" ] || rmdir --ignore-fail-on-non-empty "$units/dongbo.service.d"
    rm -f "$root/etc/sysusers.d/dongbo.conf" "$root/etc/tmpfiles.d/dongbo.conf" "$root/usr/local/bin/dongbo"
    rm -rf "$opt"
    on_machine systemctl daemon-reload
    say "đã gỡ; còn giữ $etc và /var/lib/dongbo" "removed; $etc and /var/lib/dongbo are kept"
    ;;
esac
