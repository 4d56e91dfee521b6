"""Remember at which step those who owe a promise were reminded of it."""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Take the database one step forward."""
    op.create_table('commitment_reminder',
    sa.Column('id', KEY, nullable=False),
    sa.Column('commitment_id', KEY, nullable=False),
    sa.Column('step', sa.String(40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['commitment_id'], ['commitment.id'], name=op.f('fk_commitment_reminder_commitment_id_commitment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitment_reminder')),
    sa.UniqueConstraint('commitment_id', 'step', name=op.f('uq_commitment_reminder_commitment_id_step'))
    )


def downgrade() -> None:
    """Take the database one step back."""
    op.drop_table('commitment_reminder')
