## The browser page: what stands on it, apart from what the bot says.

page-title = Напишите в администрацию
page-no-script = Этой странице нужен JavaScript. Если включить его нельзя, напишите нам в мессенджере или позвоните в администрацию.
page-bot = Отклик
page-you = Вы
page-resident = Житель
page-chat = Переписка
page-hello = Здравствуйте!
page-hello-how = Расскажите своими словами, что случилось и где. Можно приложить фото и отметить место на карте. Сообщение сразу увидят те, кто за это отвечает, а ответ придёт сюда.

## Menu

page-menu = Меню
page-menu-start = Как это работает
page-menu-start-command = /start
page-menu-my = Мои сообщения
page-menu-my-command = /мои
page-menu-help = Помощь
page-menu-help-command = /помощь
page-menu-cancel = Начать заново
page-menu-cancel-command = /отмена
page-menu-data = Мои данные
page-menu-data-command = /мои_данные

## The chat

page-placeholder = Ваше сообщение
page-send = Отправить
page-attach = Фото
page-place = Моё место
page-place-sent = 📍 Моё место
page-place-waiting = Узнаём, где вы…
page-place-failed = Не получилось узнать, где вы. Разрешите доступ к местоположению или напишите адрес словами.
page-previews = Выбранные фотографии
page-chosen-photos = Фотографий
page-remove-photo = Убрать фото
page-not-a-photo = 📎 Файл, который не удалось открыть как фото
page-photo = Фото
page-open-photo = Показать крупно
page-close = Закрыть
page-reply = Ответить
page-replying = Ответ:
page-edit = Изменить
page-editing = Правка:
page-drop-context = Отменить ответ или правку
page-earlier = Показать, что было раньше
page-newer = Новое
page-today = Сегодня
page-yesterday = Вчера
page-unread = новых
page-sending = Отправляется…
page-not-sent = Не отправлено
page-resend = Повторить
page-remove = Убрать
page-lost-connection = Связь прервалась. Восстановим сами, ничего не пропадёт.

## Officials' chat

page-desk-title = Чат сотрудников
page-desk-invite = Позвать коллегу
page-desk-invite-how = Перешлите коллеге эту ссылку. По ней откроется этот же чат, поэтому посторонним её не показывайте. Сохраните её и для себя: она пригодится на другом устройстве.
page-desk-link = Ссылка на этот чат
page-desk-you = Вы здесь
page-desk-empty = Чат открыт. Сейчас бот подскажет, что делать дальше.
page-copy = Скопировать ссылку
page-copied = Ссылка скопирована
page-copy-failed = Не получилось скопировать. Выделите ссылку и скопируйте её сами.
page-join-new = Чат для сотрудников администрации
page-join-new-how = Сюда будут приходить сообщения жителей. Отвечать на них можно прямо здесь, вместе с коллегами.
page-join-invited = Коллеги зовут вас в свой чат
page-join-invited-how = Здесь отвечают на сообщения жителей. Представьтесь и заходите.
page-join-other = На этом устройстве уже открыт другой чат. Прежде чем зайти в новый, сохраните ссылку на него, иначе к нему будет не вернуться:
page-join-name = Как вас зовут?
page-join-name-why = Имя увидят только коллеги. Жителям отвечает администрация.
page-join-no-name = Напишите, пожалуйста, как к вам обращаться.
page-join-enter = Войти в чат

## The demo

page-demo-title = Попробуйте «Отклик»
page-demo-intro = Слева вы житель, справа — администрация. Напишите слева: «У магазина в Бабино яма, колесо пробил», а потом ответьте справа на появившуюся карточку. Всё здесь понарошку.
page-demo-empty = Пока тихо.
page-demo-new = новый житель
page-demo-guest = Житель
page-demo-photo-before = 📷 фото «до»
page-demo-photo-after = 📷 фото «после»
page-demo-examples =
    У магазина в Бабино яма, колесо пробил
    В Ерышах второй день нет воды
    Когда починят фонарь у школы в Пречистом?
    Спасибо за новую детскую площадку в Озёрном!

## What went wrong

page-error-session = Страница устарела. Обновите её, пожалуйста: переписка сохранится.
page-error-no-chat = Этот чат вам не открыт.
page-error-no-desk = По этой ссылке чата нет. Проверьте, целиком ли она скопирована, или попросите коллег прислать её ещё раз.
page-error-no-page = Такой страницы здесь нет.
page-error-no-line = Этого сообщения в чате уже нет.
page-error-no-photo = Этого фото в вашей переписке нет.
page-error-not-yours = Изменить можно только своё сообщение.
page-error-foreign = Запрос пришёл с чужой страницы, поэтому мы его не приняли.
page-error-too-often = Слишком быстро. Подождите несколько секунд и попробуйте ещё раз.
page-error-form = Страница прислала что-то непонятное. Обновите её и попробуйте ещё раз.
page-error-empty = Напишите несколько слов или приложите фото.
page-error-long = Сообщение слишком длинное: помещается до 20 000 знаков. Разделите его, пожалуйста, на части.
page-error-too-much = Столько за один раз не отправить. Приложите меньше фотографий или сначала уменьшите их.
page-error-many-photos = За один раз можно отправить до 10 фотографий. Остальные пришлите следующим сообщением.
page-error-too-large = Это фото больше 25 МБ. Выберите, пожалуйста, другое.
page-error-offline = нет связи с сервером
page-error-server = сервер не ответил как надо. Попробуйте ещё раз.
page-to-start = На главную
