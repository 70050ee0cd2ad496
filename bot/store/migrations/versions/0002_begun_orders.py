"""Orders of a shop elsewhere on which a turn acts"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "begun_orders",
        sa.Column("order_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("deeds", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_begun_orders")),
    )
    with op.batch_alter_table("begun_orders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_begun_orders_conversation_id"), ["conversation_id"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("begun_orders", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_begun_orders_conversation_id"))
    op.drop_table("begun_orders")
