## Открытые данные: что сотрудник показывает на сайте, и что там читает каждый.

desk-release = Показать на сайте
desk-hide = Убрать с сайта
site-shown = Готово: картинка и ваш ответ теперь на странице района. Проверьте, что там нет лиц, номеров машин и имён. Убрать можно здесь же.
site-hidden = Убрали. Со страницы района пропадёт через несколько минут.
card-on-site = 🌐 Показано на странице района
action-release = картинка показана на сайте
action-hide = картинка убрана с сайта

## Страница

page-open-title = Что просили и что сделано
page-open-for-days = за { $count ->
    [one] { $count } день
    [few] { $count } дня
   *[many] { $count } дней
}
page-open-lead = Здесь видно, о чём жители пишут в администрацию и что из этого уже сделано. Имён, номеров домов и слов жителей тут нет.
page-open-write = Написать в администрацию
page-open-period = За какое время
page-open-updated = Обновлено { $at }. Свежие сообщения появляются здесь через несколько минут.
page-open-now = Коротко
page-open-received = написали
page-open-solved = решено
page-open-in-work = сейчас в работе
page-open-first-answer = обычно до первого ответа
page-open-solution = обычно до решения
page-open-decided = из завершённых решено делом
page-open-few = мало данных
page-open-times-note = Время считаем рабочее, без ночей и выходных. «Обычно» — половина ответов пришла быстрее, половина медленнее.
page-open-topics = О чём пишут
page-open-settlements = Откуда пишут
page-open-topic = Тема
page-open-settlement = Поселение
page-open-rest-topics = Остальные темы
page-open-rest-settlements = Остальные поселения
page-open-small = 1–2
page-open-small-note = Там, где сообщений меньше трёх, числа не показываем или складываем вместе: в деревне по ним легко узнать человека.
page-open-empty = За это время почти никто не писал. Выберите срок побольше или загляните позже.
page-open-before-after = До и после
page-open-before-after-alt = До и после: { $topic }, { $place }
page-open-map = Где решено
page-open-map-note = Точки округлены примерно до ста метров.
page-open-map-alt = Схема района: точки там, где вопрос решён. То же самое списком ниже.
page-open-map-move = Открыть карту покрупнее
page-open-map-none = Пока на карте нечего показать.
page-open-map-here = { $count ->
    [one] Решён { $count } вопрос
    [few] Решено { $count } вопроса
   *[many] Решено { $count } вопросов
}
page-open-done = Что сделано
page-open-done-none = Решённых вопросов за это время пока нет.
page-open-case-solved = решено { DATED($day) }
page-open-case-words = Ответ администрации:
page-open-took-hours = за несколько часов
page-open-took-days = за { $count ->
    [one] { $count } день
    [few] { $count } дня
   *[many] { $count } дней
}
page-open-more = Показать ещё { $count }
page-open-hours = { $count } ч
page-open-minutes = { $count } мин
page-open-days-of-work = { $count ->
    [one] { $count } рабочий день
    [few] { $count } рабочих дня
   *[many] { $count } рабочих дней
}
page-open-near = рядом: { $landmark }
page-open-for-programs = Для программ
page-open-for-programs-text = Те же сведения отдаём в открытом виде: цифры и точки в JSON, сообщения по стандарту Open311.
page-open-link-figures = Цифры в JSON
page-open-link-map = Точки карты
page-open-link-open311 = Open311
page-open-link-openapi = Описание OpenAPI
page-open-share-percent = { $count } %

## Open311

page-open311-contact = { $district }: пишите на страницу { $url }
page-open311-keys = Ключ для отправки сообщений даёт администрация: { $url }
page-open311-describes = { $category }. Сообщение сразу получит тот, кто за это отвечает.
page-open311-status-new = Сообщение принято.
page-open311-status-in-work = Сообщение в работе.
page-open311-status-asked = Уточняем подробности.
page-open311-status-solved = Решено.
page-open311-status-explained = Дан ответ с разъяснением.
page-open311-status-declined = Не взяли в работу.
page-open311-status-merged = Объединено с № { $number }: об этом написали несколько человек.
page-open311-status-closed = Завершено.
page-open311-description = { $topic } — { $place }
page-open311-filed = Сообщение № { $number } принято. Отвечает: { $desk }. Ответим до { $due }.
page-open311-address-line = Место: { $address }
page-open311-no-service = Нет такой темы (service_code): { $what }.
page-open311-no-service-given = Не указана тема (service_code).
page-open311-no-jurisdiction = Здесь нет такого района (jurisdiction_id): { $what }.
page-open311-no-request = Нет сообщения с таким номером: { $what }.
page-open311-no-token = Нет такого токена. Номер сообщения мы сообщаем сразу, токенов не выдаём.
page-open311-no-page = Такого адреса нет.
page-open311-bad-date = Не получается прочитать { $what }: нужна дата с часовым поясом, например 2026-11-01T00:00:00Z.
page-open311-bad-span = Промежуток больше 90 дней. Запросите меньший или несколько подряд.
page-open311-bad-status = В status можно написать open, closed или оба через запятую.
page-open311-bad-number = Не получается прочитать { $what }: нужно целое число.
page-open311-bad-key = Нужен действующий ключ (api_key). Его даёт администрация.
page-open311-too-often = Слишком много запросов сразу. Повторите через несколько секунд.
page-open311-too-long = Описание длиннее 4000 знаков.
page-open311-nothing = Напишите, что случилось (description), или приложите фото.
page-open311-no-place = Не поняли, где это. Пришлите координаты (lat и long) или адрес с деревней (address_string).
page-open311-several-places = Таких мест несколько: { $what }. Уточните адрес или пришлите координаты.
page-open311-outside = Это место не в нашем районе.
page-open311-bad-point = Не получается прочитать координаты lat и long.
page-open311-bad-form = Не получается прочитать запрос. Пришлите поля как в форме (application/x-www-form-urlencoded).
page-open311-bad-photo = Файл «media» не открывается как фотография или слишком велик.
page-open311-too-much = Запрос слишком велик.

export-platform-open311 = Open311
