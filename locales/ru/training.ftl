## The training ground: what its clock, its scenes and its panes say.

demo-busy = Подождите: ещё не кончилось то, что уже идёт.
demo-unknown = Такого здесь нет. Обновите страницу, пожалуйста.
demo-stalled = Сцена остановилась на полпути: похоже, кто-то уже играл здесь сам. Нажмите «Начать сначала» и попробуйте ещё раз.
demo-crowd = Написали { $wrote } из { $of }. Карточка у отдела всё та же, одна.

demo-moving-hours = Проходит четыре часа…
demo-moving-day = Проходит сутки…
demo-moving-monday = Неделя идёт к концу…
demo-moved-hours = Прошло четыре часа. Новое — там, где число. Дальше «+1 день».
demo-moved-day = Прошли сутки. Новое — там, где число. Дальше «до понедельника»: о просрочке узнают глава и куратор, а в понедельник им придут итоги недели.
demo-moved-monday = Понедельник, утро: у главы и куратора итоги недели. Теперь попробуйте сами: пишите за жителя, отвечайте за отдел.

## Words of the page's script

demo-page-clock = В показе сейчас
demo-page-hours = +4 часа
demo-page-day = +1 день
demo-page-monday = до понедельника
demo-page-reset = Начать сначала
demo-page-reset-short = Сначала
demo-page-scenes = Сыграть:
demo-page-quiet = Время прошло, нового нет: никто ничего не ждёт. Сыграйте «Запах газа» и подвиньте время ещё раз.
demo-page-again = Эта сцена уже сыграна. Увидеть её ещё раз можно через «Начать сначала».
demo-page-hint = Нажмите «Яма с фото» и смотрите: житель пишет, отдел отвечает. Всё здесь понарошку.
demo-page-close = Убрать подсказку
demo-page-look = Вид переписки
demo-page-look-telegram = Telegram
demo-page-look-vk = VK
demo-page-look-site = Сайт
demo-page-guest = вы сами
demo-page-above = сюда бот пишет сам, когда это важно
demo-page-office = чат сотрудников, вы здесь
demo-page-empty-resident = Здесь житель пишет администрации.
demo-page-empty-guest = Напишите сюда что угодно, как написал бы житель.
demo-page-empty-desk = Сюда придут сообщения жителей. Здесь на них и отвечают.
demo-page-empty-head = Сюда придут срочное, просроченное и итоги недели.
