#!/bin/sh
# One night's copy: the database and the photos in one file, the settings in another; the oldest ones go.
# Called by otklik-backup.timer in /etc/otklik, as the user otklik: backup.sh FOLDER [HOW_MANY_ARE_KEPT]
set -eu
umask 077
folder=$1 kept=${2:-14}
program=${OTKLIK:-/opt/otklik/current/.venv/bin/otklik}

mkdir -p "$folder"
"$program" db backup --out "$folder"
settings=$folder/settings-$(date +%Y-%m-%d-%H%M%S).tar.gz
# Whatever the district's files are called; the folder «var» leads to the data, which have been copied already.
tar -cz --exclude=./var -f "$settings.part" .
mv "$settings.part" "$settings"
echo "Настройки и файл района: $settings"

for kind in otklik settings; do
    # shellcheck disable=SC2012 # our own names, without blanks
    ls -1t "$folder/$kind"-* | tail -n "+$((kept + 1))" | while read -r old; do
        rm -f "$old"
        echo "Старая копия удалена: $old"
    done
done
