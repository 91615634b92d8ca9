"""The command line: whatever is wrong, a sentence that says what to mend."""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence

from bot.appeals.district_file import DistrictFileError
from bot.appeals.lookup import UnclearName
from bot.commands import ALL
from bot.commands.command import Command, Refusal, why
from bot.commands.parser import RussianParser
from bot.hiding import guard_tracebacks
from bot.settings import SettingsError

ABOUT = "«Отклик»: житель пишет в любом мессенджере, сотрудники отвечают в своём чате, и никто не забывает ответить."


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0, or 1 after a sentence that says what to mend."""
    options = _parser().parse_args(arguments)
    command: Command = options.command
    guard_tracebacks()
    try:
        code = asyncio.run(command(options))
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # «otklik check | head»: whoever reads has seen enough. What is left goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (SettingsError, DistrictFileError, UnclearName, Refusal) as error:
        print(error, file=sys.stderr)
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        print(f"Не получилось: {why(error)}{where}. Проверьте путь, права и занятые порты.", file=sys.stderr)
    except KeyboardInterrupt:
        return 0
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = RussianParser(prog="otklik", description=ABOUT)
    commands = parser.add_subparsers(required=True, metavar="КОМАНДА")
    for one in ALL:
        one.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
