#!/bin/sh
# One night's copy: the database and the photos in one file, the settings in another; the oldest ones go.
# Called by otklik-backup.timer in /etc/otklik, as the user otklik:
#   backup.sh FOLDER [HOW_MANY_NIGHTS_ARE_KEPT [MEGABYTES_THAT_STAY_FREE]]
set -eu
umask 077
folder=$1 kept=${2:-7} reserve=${3:-1000}
program=${OTKLIK:-/opt/otklik/current/.venv/bin/otklik}

# Our own names, without blanks: newest first.
copies() { find "$folder" -maxdepth 1 -name "$1-*" -printf '%T@ %p\n' | sort -rn | cut -d' ' -f2-; }
leave() {
    for kind in otklik settings; do
        copies "$kind" | tail -n "+$(($1 + 1))" | while read -r old; do
            rm -f "$old"
            echo "Старая копия удалена: $old"
        done
    done
}
free() { df -Pm "$folder" | awk 'NR == 2 { print $4 }'; }

mkdir -p "$folder"
newest=$(copies otklik | head -n 1)
size=$([ -z "$newest" ] || du -m "$newest" | cut -f1)
need=$((${size:-0} + reserve))
# Copies must not eat the room that residents' messages need: two stay, the others go first.
number=$(copies otklik | wc -l)
while [ "$number" -gt 2 ] && [ "$(free)" -lt "$need" ]; do
    number=$((number - 1))
    leave "$number"
done
if [ "$(free)" -lt "$need" ]; then
    echo "Для копии мало места: свободно $(free) МБ, нужно $need МБ. Освободите диск или унесите старые копии из $folder." >&2
    exit 1
fi

"$program" db backup --out "$folder"
settings=$folder/settings-$(date +%Y-%m-%d-%H%M%S).tar.gz
# Whatever the district's files are called; the folder «var» leads to the data, which have been copied already.
tar -cz --exclude=./var -f "$settings.part" .
mv "$settings.part" "$settings"
echo "Настройки и файл района: $settings"
leave "$kept"
