## Итоги недели и месяца: глава читает их за полминуты, сначала то, что ждёт его.

# «16 ноября»; «с» и «до» не меняют падежа.
digest-day =
    { $monthday } { $month ->
        [1] января
        [2] февраля
        [3] марта
        [4] апреля
        [5] мая
        [6] июня
        [7] июля
        [8] августа
        [9] сентября
        [10] октября
        [11] ноября
       *[12] декабря
    }
# «с марта»
digest-since =
    { $month ->
        [1] с января
        [2] с февраля
        [3] с марта
        [4] с апреля
        [5] с мая
        [6] с июня
        [7] с июля
        [8] с августа
        [9] с сентября
        [10] с октября
        [11] с ноября
       *[12] с декабря
    }
digest-week = за неделю { $monthday }–{ $last }
digest-week-across = за неделю { $first } – { $last }
digest-month =
    за { $month ->
        [1] январь
        [2] февраль
        [3] март
        [4] апрель
        [5] май
        [6] июнь
        [7] июль
        [8] август
        [9] сентябрь
        [10] октябрь
        [11] ноябрь
       *[12] декабрь
    } { $year } года

digest-title = 📊 { $title } { $period }
digest-lines =
    { $above }
    { $line }

## Тихо

digest-quiet =
    { $kind ->
        [week] Тихая неделя: никто не писал, и ничего не ждёт ответа.
       *[month] Тихий месяц: никто не писал, и ничего не ждёт ответа.
    }

## Что ждёт главу

digest-worst = ⚠️ Посмотрите в первую очередь:
digest-worst-overdue = № { $number } · { $topic }, { $place } — срок прошёл { $due }
digest-worst-reopened = № { $number } · { $topic }, { $place } — житель не согласен с ответом
digest-worst-urgent = 🚨 { $line }
digest-overdue-all =
    { $count ->
        [one] Всего просрочено { $count } сообщение.
        [few] Всего просрочено { $count } сообщения.
       *[many] Всего просрочено { $count } сообщений.
    }
digest-overdue-none = ✅ Ничего не просрочено.
digest-reopened =
    { $count ->
        [one] Вернули в работу { $count } сообщение: жители не согласны с ответом.
        [few] Вернули в работу { $count } сообщения: жители не согласны с ответом.
       *[many] Вернули в работу { $count } сообщений: жители не согласны с ответом.
    }

# Кнопки под итогами: одно сообщение целиком, в чате главы.
button-digest-case = № { $number }
case-refused = Это сообщение открывается только главе своего поселения и куратору района.
case-photos-before = Фото жителя к сообщению № { $number }
case-photos-after = Фото после работ, № { $number }

## Сколько и как быстро

digest-received =
    { $count ->
        [0] Новых сообщений не было
        [one] Пришло { $count } сообщение
        [few] Пришло { $count } сообщения
       *[many] Пришло { $count } сообщений
    }{ $joined } ({ $kind ->
        [week] неделей раньше — { $was }
       *[month] месяцем раньше — { $was }
    }).
digest-joined =
    { $count ->
        [one] , «Я тоже» — ещё { $count } житель
        [few] , «Я тоже» — ещё { $count } жителя
       *[many] , «Я тоже» — ещё { $count } жителей
    }
digest-answered =
    { $count ->
        [0] Первых ответов не было.
        [one] Впервые ответили на { $count } сообщение.
        [few] Впервые ответили на { $count } сообщения.
       *[many] Впервые ответили на { $count } сообщений.
    }
digest-closed = Закрыли { $count }: решено { $solved } ({ $share } %). В работе — { $open }.
digest-closed-none = Закрытых нет, в работе — { $open }.
digest-on-time = В срок — { $share } %.
digest-on-time-better = В срок — { $share } %, лучше прежнего: было { $was } %.
digest-on-time-worse = В срок — { $share } %, хуже прежнего: было { $was } %.

digest-hours = { $count } ч
digest-minutes = { $count } мин
digest-first-answer = Первый ответ — за { $time } рабочего времени{ $compared }{ $usual }.
digest-solution = Решение — за { $time }{ $compared }{ $usual }.
digest-faster =
    { $kind ->
        [week] , быстрее, чем неделей раньше: тогда { $was }
       *[month] , быстрее, чем месяцем раньше: тогда { $was }
    }
digest-slower =
    { $kind ->
        [week] , дольше, чем неделей раньше: тогда { $was }
       *[month] , дольше, чем месяцем раньше: тогда { $was }
    }
digest-usual = , обычно { $time }

## Что говорят жители

digest-votes = Жители: довольны { $good }, нейтрально { $neutral }, не согласны { $bad }, пока молчат { $silent }.
digest-topics = О чём пишут: { $topics }.
digest-topic = { $topic } — { $count }
digest-joint = { $above }; { $line }
digest-repeat =
    🔁 { $place }: { $topic } — { $times ->
        [2] второй
        [3] третий
        [4] четвёртый
        [5] пятый
        [6] шестой
        [7] седьмой
        [8] восьмой
        [9] девятый
        [10] десятый
       *[other] { $times }-й
    } раз { $since }.
digest-rank = По ответам в срок вы на { $rank }-м месте из { $all }.
digest-thanks = 💚 Вас благодарят:
digest-thanks-words = «{ $text }»

## Район, для куратора

digest-rows = По поселениям:
digest-row = { $title }: пришло { $received }, закрыто { $closed }, просрочено { $overdue }
digest-row-share = { $title }: пришло { $received }, закрыто { $closed }, просрочено { $overdue }, в срок { $share } %
digest-rows-more =
    { $count ->
        [one] И ещё { $count } поселение — на картинке.
        [few] И ещё { $count } поселения — на картинке.
       *[many] И ещё { $count } поселений — на картинке.
    }
digest-spots = 🔥 Пишут чаще всего: { $topics }.
digest-spot = { $place }, { $topic } — { $count }
digest-weekend = Отвечали в выходные: { $desks }.
digest-silent = 🔕 Ещё ни разу не ответили: { $desks }.
digest-desk-count = { $desk } — { $count }

## Картинка

digest-chart-on-time = Закрыто в срок
digest-chart-first-answer = Первый ответ
digest-chart-percent = { $share } %
digest-chart-nothing = —
digest-chart-was =
    { $kind ->
        [week] неделей раньше — { $was }
       *[month] месяцем раньше — { $was }
    }
digest-chart-usual = обычно — { $time }
digest-chart-received = пришло
digest-chart-closed = закрыто
digest-chart-open = в работе
digest-chart-overdue = просрочено
digest-chart-days = Сколько пришло и закрыто
digest-chart-topics =
    { $joined ->
        [0] О чём писали
       *[other] О чём писали, вместе с «Я тоже»
    }
digest-chart-votes = Как оценили ответы
digest-chart-good = довольны
digest-chart-neutral = нейтрально
digest-chart-bad = не согласны
digest-chart-silent = молчат
digest-chart-weekday =
    { $weekday ->
        [0] пн
        [1] вт
        [2] ср
        [3] чт
        [4] пт
        [5] сб
       *[6] вс
    }
digest-chart-dates = { $first }–{ $last }
digest-chart-settlement = Поселение
digest-chart-share = в срок
digest-chart-more =
    { $count ->
        [one] и ещё { $count } поселение
        [few] и ещё { $count } поселения
       *[many] и ещё { $count } поселений
    }
