"""The command line, one command a file: each has `add(commands)`."""

from bot.commands import check, classify, demo, invite, run, same

# In the order in which a person meets them.
ALL = (demo, run, check, invite, classify, same)
