"""A worker process that is killed in the middle of a message: `python killed_worker.py URL`.

Each message appends its number to the sender's row in `customers.document`, in the transaction that acknowledges it.
"""

from __future__ import annotations

import asyncio
import random
import sys

from bot.store.database import Database
from bot.store.hub import Hub
from bot.store.kernel import Claim, Kernel, Worker
from bot.store.models import CustomerRow

LEASE = 1.0


async def main(url: str) -> None:
    db = Database(url)

    async def handler(claim: Claim) -> None:
        await asyncio.sleep(random.uniform(0.0, 0.02))
        async with claim.commit() as session:
            row = await session.get_one(CustomerRow, claim.key)
            seen = [*row.document.get("seen", []), *(task.payload["n"] for task in claim.tasks)]
            row.document = {**row.document, "seen": seen}
            await session.flush()
            await asyncio.sleep(random.uniform(0.0, 0.02))  # killed here: inside the transaction

    kernel = Kernel(db, lease=LEASE, max_burst=2)
    print("ready", flush=True)
    await Worker(kernel, Hub(db), "inbox", handler, concurrency=4, poll=0.05).run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
