#!/bin/sh
# The command `otklik` of a machine where the service is installed: the program with the service's settings and rights.
set -eu
# What is written here, a table of residents' words perhaps, is nobody else's.
umask 077
root=@ROOT@
cd "$root/etc/otklik" 2>/dev/null || {
    echo "Эту команду выполняет администратор. Наберите: sudo otklik $*" >&2
    exit 1
}
program=$root/opt/otklik/current/.venv/bin/otklik
if [ "$(id -u)" = 0 ] && [ -z "$root" ]; then
    exec setpriv --reuid=otklik --regid=otklik --init-groups -- "$program" "$@"
fi
exec "$program" "$@"
