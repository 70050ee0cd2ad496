"""The task kernel: one keyed table for inbox, outbox and timers.

Tasks of one key run one after another in the order in which they were stored; keys run side by side. A worker
leases a key; its work is stored only while the lease is its own (fencing), together with the acknowledgement.
"""

from bot.store.kernel.claims import Claim, Kernel, Task
from bot.store.kernel.letters import dead_letters, retry_dead
from bot.store.kernel.tasks import cancel, enqueue
from bot.store.kernel.worker import Worker

__all__ = ["Claim", "Kernel", "Task", "Worker", "cancel", "dead_letters", "enqueue", "retry_dead"]
