## Напоминания в чате отдела: сначала сколько, потом самое срочное

reminder-today = { $count ->
    [one] ⏰ Сегодня нужно ответить на { $count } сообщение{ $late }.
    [few] ⏰ Сегодня нужно ответить на { $count } сообщения{ $late }.
   *[many] ⏰ Сегодня нужно ответить на { $count } сообщений{ $late }.
}
reminder-soon = { $count ->
    [one] ⏰ Скоро срок: нужно ответить на { $count } сообщение{ $late }.
    [few] ⏰ Скоро срок: нужно ответить на { $count } сообщения{ $late }.
   *[many] ⏰ Скоро срок: нужно ответить на { $count } сообщений{ $late }.
}
reminder-of-them-overdue = , из них просрочено { $count }
reminder-overdue = { $count ->
    [1] ⏰ Просрочено { $count } сообщение: житель ждёт ответа.
    [one] ⏰ Просрочено { $count } сообщение: жители ждут ответа.
    [few] ⏰ Просрочено { $count } сообщения: жители ждут ответа.
   *[many] ⏰ Просрочено { $count } сообщений: жители ждут ответа.
}
reminder-line = 🕒 № { $number }: { $topic } · { $place } — до { $due }{ $who }
reminder-line-overdue = 🔴 № { $number }: { $topic } · { $place } — срок прошёл { $due }{ $who }
reminder-who = , в работе у: { $name }
reminder-more = { $count ->
    [one] … и ещё { $count } сообщение
    [few] … и ещё { $count } сообщения
   *[many] … и ещё { $count } сообщений
}
# The person is called by the messenger: each name stands right after the sign.
reminder-yours = 👤 { $name }, у вас: { $numbers }
reminder-done = ✅ Сделано: { $numbers }
reminder-put-off = 💤 Отложено до утра рабочего дня: { $numbers }
reminder-and-more = { $numbers } и ещё { $count }
reminder-outdated = ⏰ Здесь было прежнее напоминание. Новое — ниже.
reminder-tomorrow = Напомню утром, { $day }: № { $number }

button-reminder-accept = Отвечаю · { $number }
button-reminder-answer = Ответить · { $number }
button-reminder-extend = Продлить · { $number }
button-reminder-transfer = Передать · { $number }
button-reminder-tomorrow = Напомнить завтра · { $number }

## Срок прошёл: что узнаёт житель

late-told = 🕒 Ответ на ваше сообщение № { $number } задерживается: обещали до { $due }.
late-told-solve = 🕒 Решение по вашему сообщению № { $number } задерживается: обещали до { $due }.
late-desk-reminded = Мы напомнили тем, кто отвечает.
late-head-told = Мы сказали об этом руководству.
late-next-head = Теперь ждём до { $until }. Если не сделают и тогда, об этом узнает глава поселения.
late-next-coordinator = Теперь ждём до { $until }. Если не сделают и тогда, об этом узнает куратор района.
late-went-to-head = 🕒 По вашему сообщению № { $number } всё ещё тихо. Мы рассказали об этом главе поселения. Ответ придёт сюда.
late-went-to-coordinator = 🕒 По вашему сообщению № { $number } всё ещё тихо. Мы рассказали об этом куратору района. Ответ придёт сюда.
late-sorry = Простите, что заставляем ждать. Ответ придёт сюда же.

## Срок прошёл: что узнают глава и куратор

escalation-title = ⏰ Просрочено: № { $number }. Рабочего времени прошло: { $time }.
escalation-topic = Тема: { $topic }
escalation-desk = Отвечают: { $desk }
escalation-no-chat = У них пока нет чата: напомнить некому.
escalation-dates =
    Пришло: { DATED($at) }
    Обещали до: { DATED($due) }
escalation-nobody = Пока никто не взял.
escalation-answered = Жителю ответили: «{ $text }»
escalation-asked = У жителя спросили: «{ $text }»
escalation-extended = Жителю объяснили задержку: «{ $text }»
escalation-silent = Жителю пока ничего не ответили.
escalation-many = { $count ->
    [one] ⏰ Просрочено { $count } сообщение. Самые давние:
    [few] ⏰ Просрочены { $count } сообщения. Самые давние:
   *[many] ⏰ Просрочено { $count } сообщений. Самые давние:
}
