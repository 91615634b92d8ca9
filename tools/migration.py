"""Write the next migration from the difference between the tables and the newest schema.

`uv run python -m tools.migration 0002 "what changes"`
"""

import asyncio
import sys
import tempfile

from alembic import command
from sqlalchemy import Connection

from storage import schema
from storage.database import open_engine


async def main(revision: str, message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite+aiosqlite:///{folder}/empty.db")
        await schema.upgrade(engine)

        def write(connection: Connection) -> None:
            command.revision(schema._config(connection), message, autogenerate=True, rev_id=revision)

        async with engine.begin() as connection:
            await connection.run_sync(write)
        await engine.dispose()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))
