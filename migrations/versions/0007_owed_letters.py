"""Let a letter be owed by a row that the worker writes out."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Take the database one step forward."""
    op.create_table('outbox_owed',
    sa.Column('id', KEY, nullable=False),
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('facts', JSON, nullable=False),
    sa.Column('tries', KEY, nullable=False),
    sa.Column('next_try_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_owed')),
    sa.UniqueConstraint('key', name=op.f('uq_outbox_owed_key'))
    )
    with op.batch_alter_table('outbox_owed', schema=None) as batch_op:
        batch_op.create_index('ix_outbox_owed_due', ['next_try_at', 'id'], unique=False)



def downgrade() -> None:
    """Take the database one step back: letters still owed go, so let the worker run out first."""
    with op.batch_alter_table('outbox_owed', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_owed_due')

    op.drop_table('outbox_owed')
