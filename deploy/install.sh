#!/bin/sh
# Installs «Отклик» on Debian or Ubuntu, or updates what it installed before; run as root from the program's own folder.
set -eu

usage() {
    cat <<'WORDS'
Установка «Отклика» на Debian или Ubuntu. Второй запуск обновляет.

    sudo sh deploy/install.sh            поставить или обновить
    sudo sh deploy/install.sh --dry-run  только показать, что будет сделано
    sudo sh deploy/install.sh --back     вернуть прежнюю версию программы
    sudo sh deploy/install.sh --remove   убрать программу и службу; настройки и данные остаются

Можно добавить:
    --yes            ничего не спрашивать
    --with-base      с --back: вернуть и базу, какой она была перед обновлением
    --no-start       поставить, но не запускать
    --port НОМЕР     порт страницы, если 8080 занят
    --python ПУТЬ    каким Python пользоваться
    --root ПАПКА     поставить в эту папку, будто она корень системы: для пробы
    --venv ПАПКА     взять готовое окружение Python и ничего не скачивать

Куда ставит: программа — /opt/otklik, настройки — /etc/otklik, база, фотографии и копии — /var/lib/otklik,
команда — /usr/local/bin/otklik.
WORDS
}

say() { for line in "$@"; do printf '%s\n' "$line"; done; }
step() { printf '• %s\n' "$*"; }
refuse() {
    printf '\n✗ %s\n' "$1" >&2
    shift
    for line in "$@"; do printf '  %s\n' "$line" >&2; done
    exit 1
}

DRY='' YES='' BACK='' WITH_BASE='' REMOVE='' START=yes PORT='' PYTHON='' ROOT='' VENV=''
needs_value() { [ $# -ge 2 ] || refuse "После $1 нужно значение." "Подсказка: sh deploy/install.sh --help"; }
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help) usage && exit 0 ;;
        --dry-run) DRY=yes ;;
        --yes) YES=yes ;;
        --back) BACK=yes ;;
        --with-base) WITH_BASE=yes ;;
        --remove) REMOVE=yes ;;
        --no-start) START='' ;;
        --port) needs_value "$@" && PORT=$2 && shift ;;
        --python) needs_value "$@" && PYTHON=$2 && shift ;;
        --root) needs_value "$@" && ROOT=${2%/} && shift ;;
        --venv) needs_value "$@" && VENV=$2 && shift ;;
        *) refuse "Не знаю, что такое «$1»." "Подсказка: sh deploy/install.sh --help" ;;
    esac
    shift
done

SOURCE=$(cd "$(dirname "$0")/.." && pwd)
APP=/opt/otklik ETC=/etc/otklik DATA=/var/lib/otklik
UNITS=/etc/systemd/system
ENV_FILE=$ROOT$ETC/.env
NEW='' # the release that is being made
UPDATED='' # whether there was one before
RUNNING='' # the processes, where there are several and they were stopped
# What a release is made of, and what it takes on the disk with all its libraries, in megabytes.
PARTS="bot storage scheduler locales deploy docs pyproject.toml README.md CHANGELOG.md district.toml areas.geojson .env.example"
ROOM_APP=1000 ROOM_DATA=1000

# A trial root is no system: it has no users, and nothing is started in it.
real() { [ -z "$ROOT" ]; }
booted() { real && [ -d /run/systemd/system ]; }
# Does it, or with --dry-run only says it.
run() {
    if [ -n "$DRY" ]; then
        printf '    %s\n' "$*"
    else
        "$@"
    fi
}

# ── What must be there ──────────────────────────────────────────────────────────────────────────────

check_root() {
    [ -n "$DRY" ] || [ -n "$ROOT" ] || [ "$(id -u)" = 0 ] ||
        refuse "Нужны права администратора." "Наберите: sudo sh deploy/install.sh"
    for part in $PARTS; do
        [ -e "$SOURCE/$part" ] || refuse "В папке $SOURCE нет «$part»: похоже, программа скачана не целиком." \
            "Скачайте её ещё раз и запустите deploy/install.sh из новой папки."
    done
}

fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

check_python() {
    if [ -n "$PYTHON" ]; then
        fits "$PYTHON" || refuse "$PYTHON не подходит: нужен Python 3.11 или новее."
        return
    fi
    for one in python3 python3.13 python3.12 python3.11; do
        if command -v "$one" >/dev/null && fits "$one"; then
            PYTHON=$(command -v "$one")
            return
        fi
    done
    found=$(python3 --version 2>/dev/null || echo "никакого Python")
    refuse "Нужен Python 3.11 или новее, а здесь $found." \
        "Debian 12 и новее, Ubuntu 24.04 и новее: apt install python3 python3-venv" \
        "Ubuntu 22.04: add-apt-repository ppa:deadsnakes/ppa && apt install python3.11 python3.11-venv" \
        "Если он стоит в другом месте: sh deploy/install.sh --python /путь/к/python3.11"
}

check_venv() {
    [ -z "$VENV" ] || return 0
    "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null && return 0
    name=$("$PYTHON" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if real && command -v apt-get >/dev/null; then
        step "ставлю $name"
        run env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$name" >/dev/null && return 0
    fi
    refuse "Python есть, но не хватает пакета $name." "Наберите: apt update && apt install -y $name"
}

# $1 — a folder that may not be there yet, $2 — megabytes, $3 — what for
check_room() {
    folder=$1
    while [ ! -d "$folder" ]; do folder=$(dirname "$folder"); done
    free=$(df -Pm "$folder" | awk 'NR == 2 { print $4 }')
    [ "$free" -ge "$2" ] || refuse "Мало места: на диске с $1 свободно $free МБ, а нужно $2 МБ — $3." \
        "Посмотреть, чем занято: du -xh --max-depth=2 / | sort -h | tail"
}

setting() { [ ! -r "$ENV_FILE" ] || sed -n "s/^$1=//p" "$ENV_FILE" | tail -n 1; }

check_port() {
    if booted && systemctl is-active -q otklik.service 'otklik@*' 2>/dev/null; then return 0; fi
    host=$(setting OTKLIK_HTTP_HOST) port=$(setting OTKLIK_HTTP_PORT)
    [ -n "$port" ] || port=${PORT:-8080}
    case $port in *[!0-9]* | '') refuse "«$port» — не номер порта." "Например: sh deploy/install.sh --port 8081" ;; esac
    port_free "${host:-127.0.0.1}" "$port" || refuse "Порт $port занят другой программой." \
        "Кто его занял: ss -ltnp | grep :$port" \
        "Возьмите другой: sh deploy/install.sh --port 8081, а если «Отклик» уже стоит — строка OTKLIK_HTTP_PORT в $ETC/.env"
}

port_free() {
    "$PYTHON" -c '
import socket, sys
host, port = sys.argv[1], int(sys.argv[2])
probe = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
probe.bind((host, port))' "$1" "$2" 2>/dev/null
}

# ── What is made ────────────────────────────────────────────────────────────────────────────────────

make_user() {
    real || return 0
    if ! getent passwd otklik >/dev/null; then
        step "завожу пользователя otklik: от его имени работает служба, войти под ним нельзя"
        run useradd --system --user-group --home-dir "$DATA" --no-create-home --shell /usr/sbin/nologin otklik
    fi
}

# $1 — mode, $2 — owner and group, $3 — the folder
folder() {
    [ -d "$ROOT$3" ] || run mkdir -p "$ROOT$3"
    run chmod "$1" "$ROOT$3"
    ! real || run chown "$2" "$3"
}

make_folders() {
    folder 755 root:root "$APP"
    folder 755 root:root "$APP/releases"
    folder 750 root:otklik "$ETC"
    folder 700 otklik:otklik "$DATA"
    # «var/otklik.db» of the settings' example means this folder, whoever reads it.
    [ -L "$ROOT$ETC/var" ] || run ln -s "$ROOT$DATA" "$ROOT$ETC/var"
}

# A name for this version: the day on which it came, and what its files add up to; the same files keep their name.
release_name() {
    # shellcheck disable=SC2086 # a list of names without spaces
    sum=$(cd "$SOURCE" && find $PARTS -type f ! -path '*/__pycache__/*' -print0 | sort -z | xargs -0 sha256sum |
        sha256sum | cut -c1-8)
    for one in "$ROOT$APP"/releases/*-"$sum"; do
        [ -d "$one" ] && basename "$one" && return
    done
    echo "$(date +%Y%m%d)-$sum"
}

make_release() {
    NEW=$ROOT$APP/releases/$(release_name)
    if [ -e "$NEW/.complete" ]; then
        step "версия $(basename "$NEW") уже стоит"
        return 0
    fi
    step "кладу программу в $NEW"
    run mkdir -p "$NEW"
    if [ -z "$DRY" ]; then
        # shellcheck disable=SC2086 # a list of names without spaces
        (cd "$SOURCE" && tar -c --exclude=__pycache__ $PARTS) | tar -x -C "$NEW" --no-same-owner
    fi
    make_environment
    try_release
    [ -n "$DRY" ] || : >"$NEW/.complete"
}

make_environment() {
    if [ -n "$VENV" ]; then
        [ -x "$VENV/bin/otklik" ] || refuse "В $VENV нет bin/otklik: это не окружение «Отклика»."
        run ln -sfn "$(cd "$VENV" && pwd)" "$NEW/.venv"
        return
    fi
    step "скачиваю библиотеки, около 100 МБ: минута-другая"
    [ -z "$DRY" ] || { printf '    uv sync в %s\n' "$NEW" && return; }
    log=$(mktemp)
    # The versions of all packages stand in pyproject.toml; the one who reads them comes first.
    # Certificates are the system's, as for pip: a proxy that looks into what passes has its own put there.
    if ! { "$PYTHON" -m venv "$ROOT$APP/uv" && "$ROOT$APP/uv/bin/pip" install -q --upgrade "$(uv_wanted)" &&
        UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_SYSTEM_CERTS=true UV_PROJECT_ENVIRONMENT="$NEW/.venv" \
            "$ROOT$APP/uv/bin/uv" sync --quiet --no-dev --compile-bytecode --no-cache \
            --python "$PYTHON" --project "$NEW"; } >"$log" 2>&1; then
        tail -n 5 "$log" >&2
        rm -rf "$NEW" "$log"
        refuse "Библиотеки не скачались. Прежняя версия, если она была, не тронута." \
            "Проверьте, есть ли на сервере интернет. Если он через прокси:" \
            "export https_proxy=http://адрес:порт — и запустите ещё раз (с sudo -E)."
    fi
    rm -f "$log"
}

# A version that cannot even be loaded must not come into the place of one that works.
try_release() {
    [ -z "$DRY" ] || return 0
    log=$(mktemp)
    if ! (cd / && "$NEW/.venv/bin/python" -c 'import bot.__main__, bot.checking, bot.running') 2>"$log"; then
        tail -n 3 "$log" >&2
        rm -rf "$NEW" "$log"
        refuse "Эта версия программы не запускается. Прежняя, если она была, не тронута." \
            "Скачайте программу ещё раз и повторите; не поможет — пришлите разработчикам строки выше."
    fi
    rm -f "$log"
}

uv_wanted() { echo 'uv==0.13.9'; }

# ── The settings ────────────────────────────────────────────────────────────────────────────────────

# Writes a setting over its line in the example, whether that is commented out or not.
set_setting() {
    awk -v name="$1" -v value="$2" 'BEGIN { done = 0 }
        !done && ($0 ~ "^#?" name "=") { print name "=" value; done = 1; next } { print }
        END { if (!done) print name "=" value }' "$ENV_FILE" >"$ENV_FILE.new"
    cat "$ENV_FILE.new" >"$ENV_FILE" && rm "$ENV_FILE.new"
}

# The answer to a question is a secret: it is not shown, and goes through no command line.
asked() {
    printf '%s\n> ' "$1" >&2
    stty -echo 2>/dev/null || :
    read -r answer || answer=''
    stty echo 2>/dev/null || :
    printf '\n' >&2
    printf '%s' "$answer" | tr -d ' \t\r'
}

make_settings() {
    if [ -e "$ENV_FILE" ]; then
        step "настройки $ENV_FILE оставляю как есть"
    else
        step "настройки: $ENV_FILE"
        [ -n "$DRY" ] || first_settings
    fi
    for file in district.toml areas.geojson; do
        [ -e "$ROOT$ETC/$file" ] || run cp "$SOURCE/$file" "$ROOT$ETC/$file"
    done
    ! real || run chown otklik:otklik "$ENV_FILE"
    run chmod 600 "$ENV_FILE"
    run chmod 644 "$ROOT$ETC/district.toml" "$ROOT$ETC/areas.geojson"
}

first_settings() {
    (umask 077 && cp "$SOURCE/.env.example" "$ENV_FILE")
    [ -z "$PORT" ] || set_setting OTKLIK_HTTP_PORT "$PORT"
    if [ -z "$YES" ] && [ -t 0 ]; then
        set_setting OTKLIK_TELEGRAM_TOKEN "$(asked 'Токен бота Telegram от @BotFather (на экране не виден; пусто — без Telegram):')"
        set_setting OTKLIK_VK_TOKEN "$(asked 'Ключ сообщества ВКонтакте (на экране не виден; пусто — без ВКонтакте):')"
    fi
}

# ── The service ─────────────────────────────────────────────────────────────────────────────────────

make_command() {
    step "команда otklik: /usr/local/bin/otklik"
    [ -n "$DRY" ] && return
    mkdir -p "$ROOT/usr/local/bin"
    sed "s|@ROOT@|$ROOT|g" "$SOURCE/deploy/otklik.sh" >"$ROOT/usr/local/bin/otklik"
    chmod 755 "$ROOT/usr/local/bin/otklik"
}

make_units() {
    step "служба: $UNITS/otklik.service, копия каждую ночь: otklik-backup.timer"
    run mkdir -p "$ROOT$UNITS"
    for unit in otklik.service otklik@.service otklik-backup.service otklik-backup.timer; do
        run cp "$SOURCE/deploy/$unit" "$ROOT$UNITS/$unit"
        run chmod 644 "$ROOT$UNITS/$unit"
    done
    ! booted || run systemctl daemon-reload
}

# The program is changed in one step: a name that points at one of the releases.
point_at() {
    if [ "$(readlink "$ROOT$APP/current" 2>/dev/null || :)" != "releases/$(basename "$1")" ]; then
        [ ! -L "$ROOT$APP/current" ] || run ln -sfn "$(readlink "$ROOT$APP/current")" "$ROOT$APP/previous"
        run ln -sfn "releases/$(basename "$1")" "$ROOT$APP/current.new"
        run mv -fT "$ROOT$APP/current.new" "$ROOT$APP/current"
    fi
}

copy_before_update() {
    [ -L "$ROOT$APP/current" ] || return 0
    UPDATED=yes
    [ "$(readlink "$ROOT$APP/current")" != "releases/$(basename "$NEW")" ] || return 0
    booted || return 0
    step "копия перед обновлением: $DATA/backups/nightly"
    run systemctl start otklik-backup.service || refuse "Копия не получилась, поэтому ничего не обновлено." \
        "Что случилось: journalctl -u otklik-backup -n 30"
}

# Which processes there are, those too that could not start; one that does all is called otklik.service.
ours() { systemctl list-units --plain --no-legend --state=active,activating,failed "$1" | awk '{ print $1 }'; }

# Processes one after another: while one starts anew, the others work.
start_all() {
    booted && [ -n "$START" ] || return 0
    running=${RUNNING:-$(ours 'otklik@*.service')}
    if [ -z "$running" ]; then
        run systemctl enable -q otklik.service
        running=otklik.service
    fi
    for unit in $running; do
        step "запускаю $unit"
        # One that has failed too often would be refused, even now that it is mended.
        run systemctl reset-failed "$unit" 2>/dev/null || :
        run systemctl restart "$unit" 2>/dev/null || not_started "$unit"
    done
    run systemctl enable -q --now otklik-backup.timer
}

not_started() {
    journalctl -u "$1" -t otklik -n 5 -o cat --no-pager >&2 2>/dev/null || :
    refuse "$1 не запускается; что случилось, сказано выше." \
        "Настройки: nano $ETC/.env, потом systemctl reset-failed $1; systemctl restart $1" \
        "Вернуть версию, которая работала до этого: sh deploy/install.sh --back"
}

# The newest two stay, and whatever is in use or stands behind «--back»: a version takes 300 MB.
sweep() {
    [ -z "$DRY" ] && [ -d "$ROOT$APP/releases" ] || return 0
    # shellcheck disable=SC2012 # our own names, without blanks
    ls -1t "$ROOT$APP/releases" | tail -n +3 | while read -r old; do
        case "releases/$old" in
            "$(readlink "$ROOT$APP/current")" | "$(readlink "$ROOT$APP/previous" 2>/dev/null || :)") ;;
            *) rm -rf "$ROOT$APP/releases/$old" ;;
        esac
    done
}

go_back() {
    [ -L "$ROOT$APP/previous" ] || refuse "Прежней версии здесь нет." "Что есть: ls $APP/releases"
    old=$ROOT$APP/$(readlink "$ROOT$APP/previous")
    [ -e "$old/.complete" ] || refuse "Прежней версии на диске уже нет." "Что есть: ls $APP/releases"
    ! base_is_newer "$old" || [ -n "$WITH_BASE" ] || refuse_without_base "$old"
    step "возвращаю версию $(basename "$old")"
    SOURCE=$old
    if [ -n "$WITH_BASE" ]; then
        base_back "$old"
    else
        switch_to "$old"
    fi
    start_all
    say "" "Готово. Проверить: otklik check. Снова поставить ту, что была: sh deploy/install.sh --back"
}

switch_to() {
    make_units
    point_at "$1"
}

# Whether the version in use has brought the database where the other one cannot read it.
base_is_newer() {
    for migration in "$ROOT$APP"/current/storage/migrations/versions/[0-9]*.py; do
        [ ! -e "$migration" ] || [ -e "$1/storage/migrations/versions/$(basename "$migration")" ] || return 0
    done
    return 1
}

# The newest copy that the version $1 can read: the one made before the update.
copy_for() {
    find "$ROOT$DATA/backups/nightly" -maxdepth 1 -name 'otklik-*.zip' -printf '%T@ %p\n' 2>/dev/null | sort -rn |
        cut -d' ' -f2- | (cd / && "$1/.venv/bin/python" -c '
import sys
from pathlib import Path
from storage.archive import opened
from storage.schema import revisions
for line in sys.stdin:
    with opened(Path(line.strip())) as copy:
        if copy.revision in revisions():
            print(line.strip())
            break' 2>/dev/null) || :
}

refuse_without_base() {
    copy=$(copy_for "$1")
    refuse "Обновление переделало базу, и прежняя версия её не прочтёт. Ничего не изменено, служба работает как была." \
        "Вернуть прежнюю версию можно вместе с базой: sh deploy/install.sh --back --with-base" \
        "База станет такой, какой была в копии перед обновлением: ${copy:-а её уже нет}." \
        "То, что пришло после неё, останется только в чатах и в новой копии."
}

# The database as it was before the update: what is there now goes into a copy, then out of the way.
base_back() {
    url=$(setting OTKLIK_DATABASE_URL) copy=$(copy_for "$1")
    [ -n "$copy" ] || refuse "Копии, которую прежняя версия прочтёт, в $DATA/backups/nightly нет." "Ничего не изменено."
    case $url in
        '' | sqlite*) base=${url#*:///} && base=${base:-var/otklik.db} ;;
        *) refuse "База в PostgreSQL, её меняет администратор базы. Ничего не изменено." \
            "По шагам: $APP/current/docs/ru/администратору.md, «Вернуться к прежней версии»." ;;
    esac
    case $base in /*) ;; *) base=$ROOT$ETC/$base ;; esac
    ! booted || stop_and_copy
    newer=$(readlink -f "$ROOT$APP/current")
    set_aside "$base" "$base.newer"
    switch_to "$1"
    step "возвращаю базу из копии $(basename "$copy")"
    if ! run "$ROOT/usr/local/bin/otklik" db restore "$copy"; then
        SOURCE=$newer
        set_aside "$base.newer" "$base"
        switch_to "$newer"
        start_all
        refuse "База из копии не вернулась. Всё осталось как было, служба снова запущена."
    fi
    run rm -f "$base.newer" "$base.newer-wal" "$base.newer-shm"
}

# Nothing may come after the copy, so nobody works meanwhile.
stop_and_copy() {
    RUNNING=$(ours 'otklik@*.service')
    # shellcheck disable=SC2086 # names of units
    run systemctl stop otklik.service $RUNNING
    step "сохраняю нынешнюю базу: $DATA/backups/nightly"
    run systemctl start otklik-backup.service && return 0
    start_all
    refuse "Копия не получилась, поэтому ничего не изменено." "Что случилось: journalctl -u otklik-backup -n 30"
}

# A database of SQLite is up to three files.
set_aside() {
    run rm -f "$2" "$2-wal" "$2-shm"
    for tail in '' -wal -shm; do
        [ ! -e "$1$tail" ] || run mv "$1$tail" "$2$tail"
    done
}

# What people wrote is not the script's to delete.
remove() {
    if booted; then
        for unit in $(systemctl list-units --all --plain --no-legend 'otklik*' | awk '{ print $1 }') \
            $(systemctl list-unit-files --no-legend 'otklik*' | awk '{ print $1 }'); do
            case $unit in
                *@.service) ;;
                *) run systemctl disable -q --now "$unit" 2>/dev/null || run systemctl stop "$unit" ;;
            esac
        done
    fi
    step "убираю службу и программу"
    for unit in otklik.service otklik@.service otklik-backup.service otklik-backup.timer; do
        run rm -f "$ROOT$UNITS/$unit"
    done
    run rm -rf "$ROOT$APP" "$ROOT/usr/local/bin/otklik"
    ! booted || run systemctl daemon-reload
    say "" "Настройки остались в $ETC, база, фотографии и копии — в $DATA. Удалить и их, насовсем:" \
        "  rm -rf $ETC $DATA && userdel otklik"
}

next_words() {
    say ""
    if ! real; then
        say "Готово: всё лежит в $ROOT. Попробовать: $ROOT/usr/local/bin/otklik check"
        return
    fi
    if [ -n "$UPDATED" ]; then
        say "Обновлено. Проверить: otklik check. Вернуть прежнюю версию: sh deploy/install.sh --back"
        return
    fi
    say "Готово. Дальше:" \
        "  nano $ETC/.env             вписать токены, если ещё не вписали" \
        "  nano $ETC/district.toml    описать свой район" \
        "  systemctl restart otklik" \
        "  otklik check               что настроено, чего не хватает" \
        "  otklik invite desk roads   код, который подключает чат отдела"
    booted || say "Здесь нет systemd, поэтому служба не запущена. Запустить руками: otklik run"
    say "Всё по порядку: $APP/current/docs/ru/администратору.md"
}

check_root
if [ -n "$BACK$REMOVE" ]; then
    if [ -n "$BACK" ]; then go_back; else remove; fi
    exit 0
fi
check_python
check_venv
check_room "$ROOT$APP" "$ROOM_APP" "программа и её библиотеки"
check_room "$ROOT$DATA" "$ROOM_DATA" "база и фотографии"
check_port
[ -z "$DRY" ] || say "Проба: ничего не меняю, только говорю, что сделал бы."
make_user
make_folders
make_release
make_settings
make_command
make_units
copy_before_update
point_at "$NEW"
start_all
sweep
[ -n "$DRY" ] || next_words
