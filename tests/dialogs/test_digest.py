"""The digest as a head reads it: what waits first, then the figures, and all on one screen of a phone."""

from dataclasses import replace

from bot.appeals.appeal import Place
from bot.appeals.record import Record
from bot.dialogs.digest import digest_message
from bot.dialogs.digest_district import district_message
from bot.dialogs.message import Message
from bot.figures.digest import digest
from bot.figures.district_digest import district_digest
from bot.figures.period import Period, read_month, read_week
from bot.words import Words
from tests.figures.records import AFTER, DAY, DISTRICT, MONDAY, WEEK, ZONE, answered, clock, record, weeks_of

ONE_SCREEN = 1200
NAME = "Речное сельское поселение"


def read(message: Message) -> str:
    words = Words("ru", ZONE)
    return "\n\n".join(one if isinstance(one, str) else words(one) for one in message.paragraphs)


def head(*records: Record, period: Period = WEEK, thanks: tuple[str, ...] = (), name: str = NAME) -> str:
    return read(digest_message(digest(records, period, ZONE, clock, AFTER, thanks, (2, 5)), name, DISTRICT))


def test_a_head_reads_first_what_waits() -> None:
    text = head(record(17), record(18, urgent="wire"), answered(19, rating="good"), thanks=("Спасибо за мост!",))
    assert text.split("\n") == [
        "📊 Речное сельское поселение за неделю 16–22 ноября",
        "",
        "⚠️ Посмотрите в первую очередь:",
        "🚨 № 26-00018 · Ямы и разбитая дорога, Плёс — срок прошёл 18 ноября",
        "№ 26-00017 · Ямы и разбитая дорога, Плёс — срок прошёл 18 ноября",
        "",
        "Пришло 3 сообщения (неделей раньше — 0).",
        "Впервые ответили на 1 сообщение.",
        "Закрыли 1: решено 1 (100 %). В работе — 2.",
        "В срок — 33 %.",
        "Первый ответ — за 5 ч рабочего времени.",
        "Решение — за 5 ч.",
        "",
        "Жители: довольны 1, нейтрально 0, не согласны 0, пока молчат 0.",
        "О чём пишут: Ямы и разбитая дорога — 3.",
        "По ответам в срок вы на 2-м месте из 5.",
        "",
        "💚 Вас благодарят:",
        "«Спасибо за мост!»",
    ]


def test_a_week_is_compared_with_the_one_before() -> None:
    earlier = answered(1, hours=30, filed_at=MONDAY - 7 * DAY)
    text = head(earlier, answered(2, hours=2))
    assert "за 2 ч рабочего времени, быстрее, чем неделей раньше: тогда 15 ч, обычно 15 ч." in text
    assert "дольше, чем неделей раньше: тогда 2 ч" in head(replace_hours(earlier, 2), answered(2, hours=30))


def replace_hours(one: Record, hours: int) -> Record:
    return answered(1, hours=hours, filed_at=one.filed_at)


def test_a_quiet_week_takes_two_lines() -> None:
    lines = ["📊 Речное сельское поселение за неделю 16–22 ноября"]
    assert head().split("\n") == [*lines, "Тихая неделя: никто не писал, и ничего не ждёт ответа."]


def test_periods_are_called_as_people_call_them() -> None:
    assert head(period=read_week("2026-W49")).startswith(f"📊 {NAME} за неделю 30 ноября – 6 декабря")
    assert head(period=read_month("2026-10")).startswith(f"📊 {NAME} за октябрь 2026 года\nТихий месяц")


def test_a_place_that_comes_up_again_is_told_with_its_first_month() -> None:
    place = Place("rechnoe", "Плёс", "Лесная, 3")
    text = head(*(answered(n, place=place, filed_at=MONDAY - days * DAY) for n, days in enumerate((0, 60, 240))))
    assert "🔁 Плёс, Лесная, 3: Ямы и разбитая дорога — третий раз с марта." in text


def test_even_a_heavy_week_with_long_names_fits_one_screen() -> None:
    place = Place("rechnoe", "Новоалександровско-Преображенское", "улица Космонавта Владимира Комарова, дом 118, к. 2")
    records = [replace(one, place=place, topic="housing.common") for one in weeks_of(6, 300)]
    long_name = "Верхнеспасско-Новоалександровское межселенное территориальное сельское поселение"
    for text in (head(*weeks_of(5, 300)), head(*records, thanks=("Спасибо! " * 90, "И вам! " * 90), name=long_name)):
        assert len(text) <= ONE_SCREEN


def test_the_coordinator_reads_who_needs_help() -> None:
    forest = Place("lesnoe", "Бор")
    records = [record(serial, place=forest, desk="lesnoe") for serial in (1, 2, 3)]
    records.append(answered(4, filed_at=MONDAY + 5 * DAY, hours=1))
    told = district_digest(records, ["lesnoe", "rechnoe"], WEEK, ZONE, clock, AFTER)
    text = read(district_message(told, DISTRICT))
    assert text.startswith("📊 Лесной район за неделю 16–22 ноября\n\n⚠️ Посмотрите в первую очередь:")
    assert "🔕 Ещё ни разу не ответили: Лесное." in text
    assert "Лесное: пришло 3, закрыто 0, просрочено 3, в срок 0 %\nРечное: пришло 1, закрыто 1" in text
    assert "🔥 Пишут чаще всего: Бор, Дороги — 3." in text
    assert "Отвечали в выходные: Речное — 1." in text
    assert len(text) <= ONE_SCREEN


def test_under_the_digest_each_case_has_its_button() -> None:
    records = [record(serial, urgent="wire" * (serial == 3)) for serial in (1, 2, 3, 4)]
    told = digest(records, WEEK, ZONE, clock, AFTER)
    (row,) = digest_message(told, NAME, DISTRICT).buttons
    assert [one.data for one in row] == ["h:case:26-00003", "h:case:26-00001", "h:case:26-00002"]
    assert [Words("ru", ZONE)(one.label) for one in row] == ["№ 26-00003", "№ 26-00001", "№ 26-00002"]
    assert digest_message(digest((), WEEK, ZONE, clock, AFTER), NAME, DISTRICT).buttons == ()


def test_the_month_after_a_week_says_how_it_was_and_not_what_waits() -> None:
    told = digest([record(1), answered(2)], WEEK, ZONE, clock, AFTER)
    shown = digest_message(told, NAME, DISTRICT, waits=False)
    assert ("№ 26-00001" in read(shown), shown.buttons) == (False, ())
    assert "Пришло 2 сообщения" in read(shown)
