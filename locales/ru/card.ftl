## Состояния: их видят и житель, и сотрудники

status-new = новое
status-reopened = снова в работе
status-in-work = в работе
status-asked = ждём уточнения
status-answered = ответ дан
status-closed = закрыто
status-declined = отклонено
status-withdrawn = отозвано

mark-new = 🆕
mark-reopened = 🔁
mark-in-work = 🛠
mark-asked = ❓
mark-answered = ✉️
mark-closed = ✅
mark-declined = 🚫
mark-withdrawn = ↩️

## Карточка

card-title = { $mark } № { $number } · { $status }
card-topic = Тема: { $topic }
card-kind-question = ❔ Вопрос
card-kind-suggestion = 💡 Предложение
card-place = 📍 { $place }
card-map = На карте: { $url }
card-text = «{ $text }»
card-photos = { $count ->
    [one] { $count } фотография
    [few] { $count } фотографии
   *[many] { $count } фотографий
}
card-photos-of = Фото к сообщению № { $number }
card-author = Пишет: { $name }
card-due = 🕒 Ответить до { $due }
card-solve = 🏁 Решить до { $due }
card-paused = ⏸ Ждём ответа жителя с { $at }: срок стоит.
card-accepted = В работе у: { $name }
card-repeated = { $count ->
    [one] Об этом написал уже { $count } человек
    [few] Об этом написали уже { $count } человека
   *[many] Об этом написали уже { $count } человек
}
card-additions = { $count ->
    [one] Житель дополнил: { $count } раз, слова — в «Истории»
    [few] Житель дополнил: { $count } раза, слова — в «Истории»
   *[many] Житель дополнил: { $count } раз, слова — в «Истории»
}
card-reopened = { $count ->
    [one] «Не решено»: { $count } раз
    [few] «Не решено»: { $count } раза
   *[many] «Не решено»: { $count } раз
}
card-question = Спросили жителя: «{ $question }»
card-moved = Сообщение передали: { $desk }. Теперь отвечают там.

card-result-solved = Итог: решено
card-result-explained = Итог: разъяснено

card-closing-declined = Закрыто: не взяли в работу
card-closing-withdrawn = Закрыто: житель больше не ждёт ответа
card-closing-no-answer = Закрыто: нет ответа от автора
card-closing-satisfied = Закрыто: житель доволен
card-closing-neutral = Закрыто: житель оценил нейтрально

card-undelivered-blocked = ⚠️ До жителя не дошло: бот у него заблокирован. Как только житель напишет снова, отправлю сам. Если срочно, свяжитесь по-другому.
card-undelivered-kicked = ⚠️ До жителя не дошло: бота убрали из переписки. Как только житель напишет снова, отправлю сам. Если срочно, свяжитесь по-другому.
card-undelivered-no-chat = ⚠️ До жителя не дошло: его переписки с ботом больше нет. Как только житель напишет снова, отправлю сам. Если срочно, свяжитесь по-другому.
card-undelivered-failed = ⚠️ До жителя не дошло: мессенджер не принял. Ответьте ещё раз, покороче или без фото. Не поможет — скажите тому, кто настраивал «Отклик».
card-undelivered-erased = ⚠️ Жителю это не отправить: житель удалил свои данные. Доведите дело до конца и закройте.

## История

history-title = История сообщения № { $number }
history-details = Житель разрешил показать вам: { $details }
history-hidden = { $count ->
    [one] Более ранних записей: { $count }
   *[other] Более ранних записей: { $count }
}
history-line = { DATED($at) } · { $what } · { $who }
history-text = «{ $text }»
history-desk = → { $desk }
history-until = → до { $day }
history-topic = → { $topic }
history-clock = сам «Отклик»
history-nameless = без имени

action-file = новое сообщение
action-accept = взято в работу
action-answer = ответ жителю
action-ask = вопрос жителю
action-reply = ответ на вопрос
action-add = дополнение
action-solve = решено
action-explain = разъяснено
action-transfer = передано
action-retopic = тема изменена
action-extend = срок продлён
action-decline = отклонено
action-note = заметка
action-withdraw = отозвано
action-rate = оценка ответа
action-reopen = не решено, снова в работе
action-expire = закрыто: нет ответа от автора
action-join = «Я тоже»
action-leave = больше не ждёт ответа
action-merge = объединено с другим сообщением

## Картинка «до и после»

collage-before = ДО · { DATED($day) }
collage-after = ПОСЛЕ · { DATED($day) }
collage-title = № { $number } · { $place }
