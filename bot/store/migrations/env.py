"""Alembic's entry: runs the revisions on the connection that bot.store.migrate hands over."""

from alembic import context

from bot.store.models import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=False,  # the caller's transaction holds the lock and commits
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
