## Words that no dialog says: Telegram's menu and marks, the demo's panes.

telegram-placeholder = Ваш ответ
telegram-anonymous = Администратор чата

menu-start = Как это работает
menu-my = Мои сообщения
menu-data = Что бот обо мне знает
menu-delete = Удалить мои данные
menu-cancel = Отменить и начать заново
menu-help = Помощь

demo-head = Глава
