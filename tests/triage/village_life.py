"""A small district of villages, after the real Духовщинский район, with two villages of one name."""

from zoneinfo import ZoneInfo

from bot.appeals.district import District, Links, Locality, Point, Settlement, WorkingHours
from bot.appeals.topics import Topic
from bot.triage.topic import packaged_words


def district() -> District:
    return District(
        name="Духовщинский район",
        time_zone=ZoneInfo("Europe/Moscow"),
        locale="ru",
        links=Links(policy="", portal=""),
        hours=WorkingHours(),
        settlements=SETTLEMENTS,
        desks=(),
        topics={code: Topic(code, code, code) for code in (*packaged_words(), "other.other")},
    )


def _settlement(code: str, name: str, *localities: Locality) -> Settlement:
    kind = "городское поселение" if code in ("dukhovshchina", "ozerny") else "сельское поселение"
    return Settlement(code, name, kind, "Глава поселения", localities)


def _villages(settlement: str, names: str) -> list[Locality]:
    return [Locality(name, "деревня", settlement) for name in names.split()]


_SHOP, _SCHOOL, _MEDIC, _CULTURE = "магазин", "школа", "ФАП", "дом культуры"

SETTLEMENTS = (
    _settlement(
        "dukhovshchina",
        "Духовщинское",
        Locality(
            "Духовщина",
            "город",
            "dukhovshchina",
            aliases=("райцентр",),
            point=Point(55.2000, 32.4167),
            streets=(
                "Советская",
                "Смирнова",
                "Исаковского",
                "Луначарского",
                "Бугаева",
                "Цуранова",
                "Максима Горького",
                "Берзарина",
            ),
            landmarks=("Сбербанк", "почта", "автостанция", "школа имени Козлова", "стадион «Дружба»"),
        ),
    ),
    _settlement(
        "ozerny",
        "Озерненское",
        Locality(
            "Озёрный",
            "пгт",
            "ozerny",
            aliases=("посёлок ГРЭС",),
            point=Point(55.5750, 32.4083),
            streets=("Кольцевая", "Строителей", "Советская"),
            landmarks=("ГРЭС", "Сбербанк", "почта", _SCHOOL, _CULTURE, "водохранилище"),
        ),
        *_villages("ozerny", "Горки Табор Вишнёвка"),
    ),
    _settlement(
        "bulgakovo",
        "Булгаковское",
        Locality(
            "Булгаково",
            "деревня",
            "bulgakovo",
            streets=("Центральная", "Школьная"),
            landmarks=(_SHOP, _SCHOOL, _MEDIC, _CULTURE, "администрация поселения"),
        ),
        Locality("Зимец", "деревня", "bulgakovo", point=Point(55.2178, 32.3942), streets=("Центральная", "Садовая")),
        Locality(
            "Ерыши",
            "деревня",
            "bulgakovo",
            aliases=("станция Ерыши",),
            point=Point(55.2900, 32.2100),
            streets=("Центральная",),
            landmarks=(_SHOP, "почта", _MEDIC, _CULTURE),
        ),
        Locality("Береснёво", "деревня", "bulgakovo", streets=("Центральная", "Мира"), landmarks=(_SHOP, _SCHOOL)),
        Locality("Басино", "деревня", "bulgakovo", landmarks=("Благовещенская церковь",)),
        *_villages("bulgakovo", "Вердино Петрищево Плотки Введенье Загусинье Елисеевичи Пожары"),
    ),
    _settlement(
        "prechistoe",
        "Пречистенское",
        Locality(
            "Пречистое",
            "село",
            "prechistoe",
            point=Point(55.5133, 32.3175),
            streets=("Советская", "Центральная", "Смирнова"),
            landmarks=(_SHOP, "почта", _SCHOOL, _CULTURE, "вокзал", "администрация поселения"),
        ),
        Locality("Добрино", "деревня", "prechistoe", streets=("Центральная",), landmarks=(_SHOP, _MEDIC, "клуб")),
        Locality("Воронцово", "деревня", "prechistoe", streets=("Центральная",), landmarks=(_SCHOOL, _SHOP)),
        *_villages("prechistoe", "Берлезово Велисто Горки"),
    ),
    _settlement(
        "tretyakovo",
        "Третьяковское",
        Locality(
            "Третьяково",
            "деревня",
            "tretyakovo",
            streets=("Центральная",),
            landmarks=(_SHOP, _SCHOOL, _MEDIC, _CULTURE, "администрация поселения"),
        ),
        Locality("Троицкое", "деревня", "tretyakovo", landmarks=(_SHOP, "клуб")),
        Locality("Спас-Углы", "село", "tretyakovo", aliases=("Спасуглы", "Углы"), landmarks=(_SHOP, "церковь")),
        Locality("Бабино", "деревня", "tretyakovo", streets=("Советская",), landmarks=(_SHOP, _MEDIC)),
        *_villages("tretyakovo", "Шиловичи Залужье"),
    ),
)
