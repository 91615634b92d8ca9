"""The command line, one command a file: each has `add(commands)`."""

from bot.commands import (
    check,
    classify,
    db,
    demo,
    digest,
    evaluate,
    export,
    invite,
    model,
    open311_key,
    run,
    same,
    train,
)

# In the order in which a person meets them.
ALL = (demo, run, check, invite, digest, export, db, open311_key, classify, same, train, evaluate, model)
