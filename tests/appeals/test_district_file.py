"""A district file is read as it is written; a wrong one is refused with the line and what to write."""

from datetime import date, time
from pathlib import Path

import pytest

from bot.appeals.district import Desk, Locality, Point, Terms
from bot.appeals.district_file import DistrictFileError, load_district, read_district
from bot.appeals.durations import Duration
from bot.appeals.read_rules import LOCALES
from bot.appeals.routing import desk_for
from tests.appeals.small_district import SMALL, complaints, line_of, small, spoilt

FIRST = 'first_answer = "P2D"'


def test_the_file_becomes_a_district() -> None:
    district = small()
    assert (district.name, str(district.time_zone), district.locale) == ("Лесной район", "Europe/Moscow", "ru")
    assert (district.hours.opens, district.hours.closes) == (time(8, 30), time(17, 30))
    assert district.hours.weekdays == {0, 1, 2, 3, 4}
    assert district.hours.days_off == {date(2026, 9, 18)}
    assert (district.terms, district.silence_days, district.consent_version) == (
        Terms(first_answer=Duration(days=2)),
        10,
        "1",
    )
    assert district.links.emergency == "112"


def test_villages_in_the_short_list_are_whole_localities() -> None:
    assert small().settlement("lesnoe").localities == (
        Locality("Бор", "деревня", "lesnoe"),
        Locality("Ельники", "село", "lesnoe"),
    )


def test_a_locality_keeps_all_that_is_said_about_it() -> None:
    assert small().settlement("rechnoe").localities == (
        Locality("Плёс", "село", "rechnoe", ("Плес",), Point(55.25, 32.5), ("Центральная", "Набережная")),
    )


def test_desks_are_for_a_settlement_or_for_topics() -> None:
    district = small()
    assert district.desk("lesnoe") == Desk("lesnoe", "Лесное поселение", "lesnoe", phone="8 (48166) 4-00-00")
    assert district.desk("roads") == Desk(
        "roads", "Дороги", None, frozenset({"roads", "transport.public"}), frozenset({"lesnoe"})
    )


def test_a_head_without_a_name_is_called_by_the_post() -> None:
    district = small()
    assert [one.head for one in district.settlements] == ["Глава поселения", "Глава Речного"]


# What is right, what stands there instead, where the mistake is found, what is said about it.
MISTAKES = [
    ('name = "Лесной район"\n', "", "# Район", "нет названия района. Напишите строку: name ="),
    ('"Europe/Moscow"', '"Europe/Moskow"', "Moskow", "Возможно, вы имели в виду «Europe/Moscow»"),
    ('"Europe/Moscow"', '"../../etc/passwd"', "passwd", "а такого не бывает. Напишите, например: time_zone"),
    ('"Europe/Moscow"', "3", "time_zone", "«time_zone» должно быть в кавычках"),
    ('time_zone = "Europe/Moscow"', 'time_zone = "Europe/Moscow"\nlocale = "tt"', "tt", 'Напишите: locale = "ru"'),
    ('policy = "https://example.org/policy"', "", "[links]", "нет ссылки на политику"),
    ('"https://example.org/policy"', '"example.org/policy"', "policy", "не похоже на ссылку"),
    ('"https://www.gosuslugi.ru/"', '"javascript:alert(1)"', "javascript", "не похоже на ссылку"),
    ('"08:30"', '"8.30"', "8.30", 'Напишите, например: opens = "09:00"'),
    ('"08:30"', '"18:00"', "closes", "начало 18:00 должно быть раньше конца 17:30"),
    ('["пн", "вт", "ср", "чт", "пт"]', '[\n"пн",\n"втр"]', "втр", "Дни пишут так: пн, вт, ср, чт, пт, сб, вс"),
    ('["пн", "вт", "ср", "чт", "пт"]', "[]", "weekdays", "нет ни одного рабочего дня"),
    ("[2026-09-18]", '[\n2026-09-18,\n"завтра"]', "завтра", "days_off = [2026-09-19]"),
    ("[2026-09-18]", "2026-09-18", "days_off", "должно быть списком дат"),
    (FIRST, 'first_answer = "два дня"', "first_answer", 'first_answer = "P1D" (P1D — рабочий день'),
    (FIRST, 'first_answer = "PT0H"', "first_answer", "столько времени не пройдёт"),
    (FIRST, 'first_answer = "P999D"', "first_answer", "длиннее года"),
    (FIRST, "first_answer = 2", "first_answer", "«first_answer» должно быть в кавычках"),
    (FIRST, 'first_answr = "P2D"', "first_answr", "Возможно, вы имели в виду «first_answer»"),
    (FIRST, 'counted = "часы"', "counted", 'counted = "plain", если круглые сутки'),
    (FIRST, "answer_days = 3", "answer_days", 'Вместо строки answer_days напишите: first_answer = "P3D"'),
    (FIRST, "urgent_hours = 6", "urgent_hours", 'Вместо строки urgent_hours напишите: urgent_answer = "PT6H"'),
    ('closes = "17:30"', 'closes = "17:30"\nlunch = "13:00"', "lunch", 'обед пишут так: lunch = ["13:00", "14:00"]'),
    ('closes = "17:30"', 'closes = "17:30"\nlunch = ["17:00", "18:00"]', "lunch", "внутри рабочего дня"),
    (FIRST, "[consent]\nversion = 2", "version", 'Напишите, например: version = "1"'),
    ('kind = "сельское поселение"\nhead', "head", '[[settlement]]\ncode = "rechnoe"', "не сказано, какое оно"),
    ('head = "Глава Речного"', "head = 5", "head", "«head» должно быть в кавычках"),
    ('head = "Глава Речного"', 'had = "Глава"', "had", "Возможно, вы имели в виду «head»"),
    ('"Плёс"', '""', 'name = ""', "у населённого пункта № 1 по порядку пустая строка «name»"),
    ('villages = ["Бор", "село Ельники"]', "", '[[settlement]]\ncode = "lesnoe"', "нет ни одного населённого пункта"),
    ('["Бор", "село Ельники"]', '"Бор"', "villages", "«villages» должно быть списком"),
    ('["Бор", "село Ельники"]', '["Бор",\n7]', "7]", "каждое слово пишут в кавычках"),
    ('["Бор", "село Ельники"]', '["Ёлки",\n"елки"]', "елки", "уже есть в строке 22"),
    ('name = "Плёс"', 'name = "Плёс"\nvillages = ["Яр"]', "Яр", "поднимите её выше раздела [[settlement.locality]]"),
    ("[55.25, 32.5]", "[32.5, 55.25]", "point", "Напишите, например: point = [55.25, 32.5]"),
    ("[55.25, 32.5]", "[55.25, nan]", "point", "не в России"),
    ("[55.25, 32.5]", '"55.25, 32.5"', "point", "координаты пишут так: point = [55.2000, 32.4167]"),
    ("[55.25, 32.5]", "[true, 32.5]", "point", "координаты пишут так"),
    ('  "Набережная",\n', "  12,\n", "12,\n", "в списке «streets» каждое слово пишут в кавычках"),
    ('settlement = "rechnoe"', 'settlement = "recnoe"', "recnoe", "Возможно, вы имели в виду «rechnoe»"),
    ('settlement = "rechnoe"', 'settlement = "lesnoe" ', '"lesnoe" ', "за него уже отвечает «Лесное поселение»"),
    ('settlement = "rechnoe"', "", '[[desk]]\ncode = "rechnoe"', "не сказано, за что он отвечает"),
    ('settlement = "rechnoe"', 'settlement = "rechnoe"\ntopics = ["yard"]', "yard", "оставьте либо settlement"),
    ('code = "roads"', 'code = "Дороги"', 'code = "Дороги"', 'Напишите, например: code = "dorogi"'),
    ('code = "roads"', 'code = "rechnoe" ', '"rechnoe" ', "код «rechnoe» уже занят в строке 47"),
    ('  "roads",', '  "roadz",', "roadz", "Возможно, вы имели в виду «roads»"),
    ('  "transport.public",', '  "transport.bus",', "transport.bus", "указана тема «transport.bus», которой нет"),
    ('settlements = ["lesnoe"]', 'settlements = ["lesnoy"]', "lesnoy", "Возможно, вы имели в виду «lesnoe»"),
    ('"8 (48166) 4-00-00"', "84816640000", "phone", "«phone» должно быть в кавычках"),
    ('"8 (48166) 4-00-00"', '"спросите Машу"', "Машу", "не похоже на телефон"),
    ("[links]", "[[links]]", "[[links]]", "пишут в одинарных скобках и один раз: [links]"),
    ("[links]", "[linls]", "[linls]", "неизвестное слово «linls». Возможно, вы имели в виду «links»"),
]


@pytest.mark.parametrize(("right", "wrong", "place", "words"), MISTAKES, ids=[one[1][:30] for one in MISTAKES])
def test_a_mistake_is_told_with_its_line_and_what_to_write(right: str, wrong: str, place: str, words: str) -> None:
    text = spoilt(right, wrong)
    where = f"district.toml, строка {line_of(text, place)}: "
    assert [one for one in complaints(text) if one.startswith(where) and words in one], "\n".join(complaints(text))


def test_the_message_is_a_sentence_for_the_person_who_writes_the_file() -> None:
    text = spoilt('code = "rechnoe"\nname = "Речное"\n', 'name = "Речное"\n')
    assert complaints(text) == [
        'district.toml, строка 24: у поселения «Речное» нет кода. Напишите строку: code = "rechnoe"'
    ]


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    text = SMALL.replace('"08:30"', '"утром"').replace('"roads",', '"rods",').replace("https://example.org", "сайт")
    assert [one.split(":")[0] for one in complaints(text)] == [
        "district.toml, строка 6",
        "district.toml, строка 10",
        "district.toml, строка 55",
    ]


def test_every_settlement_needs_a_desk_of_its_own() -> None:
    text = spoilt('[[desk]]\ncode = "rechnoe"\nname = "Речное поселение"\nsettlement = "rechnoe"\n', "")
    [complaint] = complaints(text)
    assert complaint.startswith("district.toml, строка 24: за поселение «Речное» никто не отвечает.")
    assert 'settlement = "rechnoe"' in complaint


def test_two_departments_cannot_take_the_same_topic_from_one_settlement() -> None:
    text = SMALL + '\n[[desk]]\ncode = "paths"\nname = "Тропы"\ntopics = ["roads"]\n'
    [complaint] = complaints(text)
    line = line_of(text, 'topics = ["roads"]')
    assert f"строка {line}: у отдела «Тропы» лишняя тема: за «roads» в поселении «lesnoe»" in complaint
    assert "уже отвечает «Дороги»" in complaint
    assert read_district(text + 'settlements = ["rechnoe"]\n').desk("paths").settlements == {"rechnoe"}


def test_a_file_without_settlements_says_what_is_missing() -> None:
    text = SMALL[: SMALL.index("[[settlement]]")]
    assert "district.toml, строка 1: в файле нет ни одного поселения. Напишите раздел [[settlement]]" in "\n".join(
        complaints(text)
    )


def test_a_section_in_single_brackets_is_shown_with_double_ones() -> None:
    text = SMALL[: SMALL.index("[[settlement]]")] + '[settlement]\ncode = "lesnoe"\n'
    line = line_of(text, "[settlement]")
    told = f"district.toml, строка {line}: раздел «settlement» пишут в двойных скобках: [[settlement]]"
    assert told in complaints(text)


def test_a_locality_without_name_is_counted_within_its_own_settlement() -> None:
    text = SMALL.replace('villages = ["Бор", "село Ельники"]', '[[settlement.locality]]\nname = "Бор"')
    text = text.replace('name = "Плёс"\n', "")
    [complaint] = complaints(text)
    header = line_of(text, 'kind = "село"') - 1
    assert complaint.startswith(f"district.toml, строка {header}: у населённого пункта № 1 по порядку нет названия")


TOPICS = '\n[topics."roads.pothole"]\nname = "Ямы"\nfirst_answer = "P5D"\n'


def test_a_topic_can_be_renamed_given_other_days_added_and_switched_off() -> None:
    added = (
        '[topics."roads.bridge"]\nname = "Мосты"\n[topics."nature.lake"]\nname = "Озёра"\ncategory_name = "Природа"\n'
    )
    topics = read_district(SMALL + TOPICS + added + '[topics."housing.lift"]\noff = true\n').topics
    assert (topics["roads.pothole"].name, topics["roads.pothole"].first_answer) == ("Ямы", Duration(days=5))
    assert topics["roads.pothole"].solution == Duration(days=5)
    assert topics["roads.pothole"].owner == "roads"
    assert topics["roads.bridge"].category_name == topics["roads.pothole"].category_name
    assert topics["nature.lake"].category_name == "Природа"
    assert "housing.lift" not in topics
    families = [topic.category for topic in topics.values()]
    assert len(set(families)) == sum(one != other for one, other in zip(families, [None, *families], strict=False))


def test_two_topics_can_become_one() -> None:
    topics = read_district(SMALL + TOPICS + '[topics."roads.unpaved"]\ninto = "roads.pothole"\n').topics
    assert "roads.unpaved" not in topics
    assert topics["roads.pothole"].absorbed == ("roads.unpaved",)
    assert topics["roads.pothole"].name == "Ямы"


@pytest.mark.parametrize(
    ("section", "place", "words"),
    [
        ('[topics."roads.potholes"]\nfirst_answer = "P2D"\n', "[topics", "Возможно, вы имели в виду «roads.pothole»"),
        ('[topics."nature.lake"]\nname = "Озёра"\n', "[topics", "новая группа «nature» без названия"),
        ("[topics.roads.pothole]\noff = true\n", "[topics", 'например: [topics."roads.pothole"]'),
        ('[topics."other.other"]\noff = true\n', "off = true", "её выключить нельзя"),
        ('[topics."other.other"]\ninto = "roads.snow"\n', "into = ", "её объединить нельзя"),
        ('[topics."roads.snow"]\ninto = "roads.ice"\n', "into = ", "объединить не с чем: нет темы «roads.ice»"),
        ('[topics."roads.snow"]\ninto = "roads.snow"\n', "into = ", "объединить не с чем"),
        ('[topics."roads.pothole"]\noff = "да"\n', '"да"', "бывает только true (да) или false (нет)"),
        (f'[topics."roads.pothole"]\nname = "{"я" * 39}"\n', "яя", "не поместится на кнопку: сократите до 38"),
        ('[topics."roads.pothole"]\nsolution = "1,5 дня"\n', "1,5", "срок «1,5 дня» не понять"),
        (
            '[topics."transport.public"]\noff = true\n',
            '"transport.public",',
            "указана тема «transport.public», которой",
        ),
    ],
)
def test_a_wrong_topic_is_told_with_its_line(section: str, place: str, words: str) -> None:
    text = f"{SMALL}\n{section}"
    told = f"строка {line_of(text, place)}: "
    assert [one for one in complaints(text) if told in one and words in one], "\n".join(complaints(text))


NOTATION = [
    ('"Лесной район"', "Лесной район", "слова справа от знака «=» пишут в кавычках"),
    ('"Лесной район"', "«Лесной район»", "кавычки должны быть прямые"),
    ('"Лесной район"', "“Лесной район”", "кавычки должны быть прямые"),
    ('"Лесной район"', '"Лесной район', "не хватает закрывающей кавычки"),
    ('"Лесной район"', "", "после знака «=» ничего не написано"),
    ('name = "Лесной', 'название = "Лесной', "слово слева от знака «=» пишут латиницей"),
    ("[2026-09-18]", "[18.09.2026]", "дату пишут так: 2026-12-31"),
    ('"08:30"', "08:30", "время пишут в кавычках"),
    ('"8 (48166) 4-00-00"', "8 (48166) 4-00-00", "телефон пишут в кавычках"),
    ('["Бор", "село Ельники"]', '["Бор" "село Ельники"]', "не хватает запятой"),
    ('closes = "17:30"', 'opens = "17:30"', "это уже написано выше"),
    ("[deadlines]", "[hours]", "такой раздел уже есть выше"),
    ("[deadlines]", "[deadlines", "не хватает закрывающей скобки ]"),
    (FIRST, "first_answer = 02", "без нуля впереди"),
    (FIRST, "first_answer", "нужен знак «=»"),
]


@pytest.mark.parametrize(("right", "wrong", "words"), NOTATION, ids=[one[1] for one in NOTATION])
def test_a_slip_of_the_notation_is_explained_in_plain_words(right: str, wrong: str, words: str) -> None:
    [complaint] = complaints(spoilt(right, wrong))
    line = SMALL[: SMALL.index(right)].count("\n") + 1
    assert complaint.startswith(f"district.toml, строка {line}: строка написана не по правилам: ")
    assert words in complaint


def test_a_file_from_windows_is_read(tmp_path: Path) -> None:
    path = tmp_path / "район.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    assert load_district(path) == small()


def test_lines_are_right_in_a_file_from_windows(tmp_path: Path) -> None:
    path = tmp_path / "район.toml"
    path.write_bytes(spoilt('"roads",', '"rods",').replace("\n", "\r\n").encode())
    with pytest.raises(DistrictFileError, match=r"^район\.toml, строка 55: "):
        load_district(path)


def test_a_file_in_the_old_encoding_is_refused_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "district.toml"
    path.write_bytes(SMALL.encode("cp1251"))
    with pytest.raises(DistrictFileError, match=r"^district\.toml: .*кодировку UTF-8"):
        load_district(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DistrictFileError, match=r"^нет\.toml: файл не открывается"):
        load_district(tmp_path / "нет.toml")


def test_every_locale_that_is_accepted_has_words() -> None:
    root = Path(__file__).parents[2]
    assert set(LOCALES) <= {one.name for one in (root / "locales").iterdir() if one.is_dir()}


def test_a_department_takes_what_such_departments_usually_do() -> None:
    """Whoever does not list the topics gets the product's own list by the code of the department."""
    district = read_district(SMALL + '\n[[desk]]\ncode = "education"\nname = "Отдел образования"\n')
    assert district.desk("education").topics == {"education.school"}
    assert desk_for(district, "education.school", "lesnoe").code == "education"
