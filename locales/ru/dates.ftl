## Даты и время: образцы CLDR (d — число, MMMM — месяц, EEEE — день недели).
## Выбраны так, чтобы читаться после «до» и после двоеточия, не меняя падежа.

# «24 ноября (вторник), 18:00»
pattern-moment = d MMMM (EEEE), HH:mm
# «24 ноября (вторник)»
pattern-day = d MMMM (EEEE)
# «24.11.2026, 18:00»
pattern-moment-dated = dd.MM.y, HH:mm
# «24 ноября 2026»
pattern-day-dated = d MMMM y
