## Кабинет в браузере: что говорит бот

office-role-coordinator = куратор района
office-role-head = глава, { $place }
office-role-desk = { $desk }

office-link =
    Кабинет: { $role }
    { $url }
office-link-once = { $minutes ->
    [one] Ссылка сработает один раз и живёт { $minutes } минуту. Нужна ещё — напишите /кабинет снова.
    [few] Ссылка сработает один раз и живёт { $minutes } минуты. Нужна ещё — напишите /кабинет снова.
   *[many] Ссылка сработает один раз и живёт { $minutes } минут. Нужна ещё — напишите /кабинет снова.
}
office-link-group = Эту ссылку видят все в чате, а войдёт по ней только один: кто откроет первым. Остальным — своя ссылка.
office-link-unbound = Кабинет — для сотрудников администрации. Этот чат пока ни к кому не подключён: возьмите код у того, кто настраивал «Отклик».
office-link-no-address = Кабинет пока не открыть: я не знаю адреса нашего сервера. Попросите того, кто настраивал «Отклик», написать его в настройке OTKLIK_PUBLIC_URL и запустить меня снова.

## Вход

office-title = Кабинет
office-skip = К содержанию
office-leave = Выйти
office-sections = Разделы кабинета
office-section-appeals = Сообщения
office-section-map = Карта
office-section-figures = Цифры
office-section-export = Выгрузка
office-section-chats = Чаты
office-section-letters = Не дошло
office-section-rules = Темы и сроки

office-enter-title = Вход в кабинет
office-enter-role = Вы войдёте как: { $role }.
office-enter-name = Как вас подписывать?
office-enter-name-why = Имя увидят коллеги — на карточках и в истории. Жителям отвечает администрация.
office-enter-no-name = Напишите, пожалуйста, как вас подписывать.
office-enter = Войти
office-door-title = Кабинет закрыт
office-door-how = Чтобы войти, напишите в рабочем чате, где есть бот: /кабинет. Он пришлёт ссылку, она сработает один раз.
office-door-shut = Сюда входят по ссылке от бота.
office-door-ended = Вы вышли, или с прошлого входа прошло много времени, или чат отключили от «Отклика». Войдите, пожалуйста, снова.
office-door-unsent = Вы писали это, но оно не отправлено. Скопируйте, чтобы не писать заново:
office-door-unknown = Такой ссылки нет. Проверьте, вся ли она скопировалась.
office-door-used = По этой ссылке уже вошли. Если это были не вы, спросите коллег по чату.
office-door-expired = Эта ссылка уже не действует: она живёт пятнадцать минут.
office-door-unbound = Чат, из которого эта ссылка, больше не подключён к «Отклику».

office-trouble-title = Не получилось
office-trouble-no-page = Такой страницы нет.
office-trouble-no-appeal = Такого сообщения нет, или за него отвечает другая администрация.
office-trouble-no-photo = Такого фото нет.
office-trouble-foreign = Страница устарела, или запрос пришёл с чужого сайта. Ничего не сделано. Откройте страницу заново и повторите.
office-trouble-often = Слишком много действий подряд. Подождите немного и повторите.
office-trouble-large = Файлы слишком большие. Возьмите фото поменьше или не все сразу.
office-trouble-room = На сервере кончилось место для фото, ничего не сделано. Повторите чуть позже или без фото, а тому, кто настраивал «Отклик», скажите об этом.
office-trouble-form = Страница прислала что-то непонятное. Откройте её заново и повторите.
office-trouble-dates = Не получилось понять даты. Выберите первый и последний день, не больше года.
office-to-list = Ко всем сообщениям

## Список

office-lists = Списки
office-tab-open = Открытые
office-tab-overdue = Просроченные
office-tab-urgent = Срочные
office-tab-asked = Ждут жителя
office-tab-answered = Ждут оценки
office-tab-closed = Закрытые
office-tab-all = Все
office-search = Номер, слова или место
office-find = Найти
office-filters = Место, тема и даты
office-apply = Показать
office-settlement = Поселение
office-any-settlement = Все поселения
office-desk = Кто отвечает
office-any-desk = Все
office-topic = Тема
office-any-topic = Все темы
office-from = С какого дня
office-to = По какой день
office-narrowed = Показано не всё: список сужен.
office-clear = Показать все открытые
office-on-map = Показать на карте
office-filed = от { $day }
office-overdue = просрочено
office-urgent = срочно
office-undelivered = не дошло до жителя
office-repeated = { $count ->
    [one] написал { $count } человек
    [few] написали { $count } человека
   *[many] написали { $count } человек
}
office-nothing-open = Открытых сообщений нет. Хороший день!
office-nothing-overdue = Просроченных сообщений нет. Так держать!
office-nothing-found = Ничего не нашлось. Попробуйте другие слова или уберите часть условий.
office-searched-to = Просмотрены сообщения до { $day }, более ранние — нет.
office-search-on = Искать в более ранних
office-earlier = Показать более ранние
office-to-newest = К самым новым
office-done = Сделано: { $what }.
office-done-gone = Сделано: { $what }, № { $number }. Теперь за него отвечают другие, поэтому здесь его больше нет.

## Одно сообщение

office-what = Что написал житель
office-place = Место
office-open-map = открыть карту
office-author = Пишет
office-details = Разрешил показать
office-filed-at = Пришло
office-due-at = Ответить до
office-solve-at = Решить до
office-clock = Срок
office-paused = стоит с { $since }: ждём ответа жителя
office-accepted = В работе у
office-company = Не один
office-back = Возвращали
office-question = Спросили жителя
office-result = Итог
office-result-solved = решено
office-result-explained = разъяснено
office-closing = Чем кончилось
office-before = Фото «до»
office-after = Фото «после»
office-photo = { $what }, { $count }
office-photo-chosen = Выбранное фото { $count }
office-photos-chosen = Уже выбранные фото
office-photos = Фото, если есть
office-photo-lost = Один из файлов не получилось открыть как фото, его не взяли. Слова на месте.
office-photos-many = Столько фото не отправить, остались первые десять. Слова на месте.
office-history = История
office-deeds = Что сделать
office-note = Заметка
office-save = Сохранить
office-show-first = Посмотреть, что увидит житель
office-pick = Выберите
office-how-accept = Житель узнает, что сообщение взяли в работу.
office-how-answer = Ответ уйдёт жителю, сообщение останется в работе.
office-how-solve = Что сделано. С фото «после» получится картинка «до и после».
office-how-explain = Если делать ничего не нужно или нельзя: объясните почему.
office-how-ask = Пока житель не ответит, срок стоит.
office-how-extend = Житель увидит новый срок и объяснение.
office-how-transfer = Житель узнает, кто теперь отвечает. Пояснение увидят только сотрудники.
office-how-retopic = Житель об этом не узнает.
office-how-decline = Житель увидит причину и куда обратиться.
office-how-note = Только для своих, житель не увидит.
office-words-answer = Что ответить жителю
office-words-solve = Что сделано
office-words-explain = Что объяснить
office-words-ask = О чём спросить
office-words-extend = Почему нужно больше времени
office-words-transfer = Почему передаём
office-words-decline = Кто этим занимается и как туда обратиться
office-words-note = Заметка
office-pick-transfer = Кому передать
office-pick-extend = До какого дня
office-pick-retopic = Новая тема
office-pick-decline = Причина
office-will-see = Житель увидит это:
office-own-reason = А это увидят только сотрудники:
office-change = Изменить
office-not-now = Сейчас так сделать нельзя: у сообщения уже другое состояние. Ваши слова на месте, их можно сохранить заметкой.
office-needs-words = Здесь нужны слова.
office-needs-something = Напишите хотя бы несколько слов или приложите фото.
office-choose-desk = Выберите, кому передать.
office-choose-topic = Выберите новую тему.
office-choose-reason = Выберите причину.
office-choose-day = Выберите день позже нынешнего срока.
office-overtaken = Ничего не отправлено: пока вы писали, произошло вот что. Ваши слова на месте. Если они ещё нужны, отправьте снова.

## Карта

office-only-overdue = Только просроченные
office-legend-open = открыто
office-legend-late = есть просроченные
office-legend-rough = точного места нет: показано примерно
office-map-rough = Точное место не указано, показан населённый пункт или поселение.
office-map-more = И ещё
office-map-no-script = Карте нужен JavaScript. Всё то же самое есть в списке ниже.
office-map-list = { $count ->
    [0] Открытых сообщений нет
    [one] { $count } открытое сообщение
    [few] { $count } открытых сообщения
   *[many] { $count } открытых сообщений
}
office-map-nowhere = Без места на карте: { $count }. Они есть в списке.
office-map-table = То же списком
office-map-marker = { $count ->
    [one] { $count } сообщение
    [few] { $count } сообщения
   *[many] { $count } сообщений
}, просрочено: { $overdue }
office-number = Номер

## Цифры

office-figures-span = За какое время
office-weeks = { $count ->
    [one] { $count } неделя
    [few] { $count } недели
   *[many] { $count } недель
}
office-figures-weeks = По неделям
office-figures-topics = О чём пишут
office-figures-places = Откуда пишут
office-figures-places-table = Поселения рядом
office-week = Неделя
office-received = Пришло
office-closed = Закрыто
office-open-now = Открыто сейчас
office-overdue-now = Просрочено сейчас
office-open-end = Открыто в конце
office-overdue-end = Просрочено в конце
office-on-time = Вовремя
office-first-answer = До первого ответа, ч
office-solution = До решения, ч
office-in-table = То же таблицей
office-no-figures = За это время сообщений не было.
office-figures-how = Вовремя — сколько закрыто в срок из всех закрытых и просроченных. Часы рабочие, половина сообщений — быстрее, половина — дольше.

## Выгрузка

office-export-how = Таблица за выбранные дни: одно сообщение — одна строка. Личных данных жителей в ней нет.
office-export-columns = Какие столбцы
office-export-plain = Все данные «Отклика»
office-export-incident = 46 столбцов «Инцидент Менеджмента»
office-export-xlsx = Скачать для Excel
office-export-csv = Скачать CSV
office-export-name = сообщения

## Чаты

office-chats-how = Куда бот приносит сообщения. Новый код для чата даёт тот, кто настраивал «Отклик».
office-chats-trouble = { $count ->
    [one] Без чата — { $count } из тех, кто отвечает. Его сообщения пока видит только куратор.
   *[other] Без чата — { $count } из тех, кто отвечает. Их сообщения пока видит только куратор.
}
office-chats-desks = Кто отвечает
office-chats-heads = Главы
office-chats-coordinator = Куратор
office-chat-live = { $platform }: подключён
office-chat-lost = { $platform }: бота там нет с { $day }
office-chat-none = чата пока нет
office-platform-telegram = Telegram
office-platform-vk = ВКонтакте
office-platform-web = на сайте
office-platform-max = MAX

## Не дошло

office-letters-how = Что бот не смог отправить. «Повторить» ставит в очередь ещё раз.
office-no-letters = Всё дошло.
office-letter-to-resident = Жителю
office-letter-to-chat = В рабочий чат
office-repeat = Повторить
office-repeated-yes = Поставлено в очередь. Если снова не дойдёт, появится здесь опять.
office-repeated-no = Этого здесь уже нет: наверное, кто-то повторил раньше.
office-failed-blocked = бот заблокирован
office-failed-kicked = бота убрали из чата
office-failed-no-chat = такого чата больше нет
office-failed-no-rights = боту нельзя писать в этот чат
office-failed-other = мессенджер не принял

## Темы и сроки

office-rules-how = Как настроено сейчас. Меняет тот, кто настраивал «Отклик», в файле района.
office-rules-terms = Общие сроки
office-rules-topics = Темы
office-rules-desks = Кто отвечает и когда работает
office-rules-own-desk = своё поселение
office-rules-answer = Первый ответ
office-rules-solution = Решение
office-rules-hours = Часы работы
office-rules-weekdays = пн вт ср чт пт сб вс
office-rules-lunch = обед { $time }
office-rules-as-topic = как у темы
office-terms-how = Как считаем
office-terms-plain = подряд, днём и ночью
office-terms-working = по рабочим часам тех, кто отвечает
office-terms-question = Ответ на вопрос
office-terms-urgent-answer = Срочное: первый ответ
office-terms-urgent-solution = Срочное: решение
office-terms-head = Просрочено — глава узнает через
office-terms-coordinator = Просрочено — куратор узнает через
office-terms-silence = Житель молчит — закроется через
office-days = { $count ->
    [one] { $count } день
    [few] { $count } дня
   *[many] { $count } дней
}
office-working-days = { $count ->
    [one] { $count } рабочий день
    [few] { $count } рабочих дня
   *[many] { $count } рабочих дней
}
office-hours = { $count } ч
office-minutes = { $count } мин
office-seconds = { $count } с
