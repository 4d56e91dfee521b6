"""Keep beside the original of a document what it is: a rule, a proposed rule or a notice."""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the database one step forward."""
    with op.batch_alter_table('notice_original', schema=None) as batch_op:
        batch_op.add_column(sa.Column('root', sa.String(length=10), nullable=True))
    original = sa.table('notice_original', sa.column('root'), sa.column('xml'))
    op.execute(original.update().values(root='NOTICE'))
    for root in ('RULE', 'PRORULE'):
        begins = original.c.xml.like(f'<{root}%')
        op.execute(original.update().where(begins).values(root=root))
    with op.batch_alter_table('notice_original', schema=None) as batch_op:
        batch_op.alter_column('root', existing_type=sa.String(length=10), nullable=False)


def downgrade() -> None:
    """Take the database one step back."""
    with op.batch_alter_table('notice_original', schema=None) as batch_op:
        batch_op.drop_column('root')
