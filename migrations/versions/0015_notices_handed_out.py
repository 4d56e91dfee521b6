"""Keep the originals of documents that come in, and the prints of what was published."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Take the database one step forward."""
    op.create_table('notice_original',
    sa.Column('id', KEY, nullable=False),
    sa.Column('notice_id', KEY, nullable=False),
    sa.Column('xml', sa.Text(), nullable=False),
    sa.Column('unknown', JSON, nullable=False),
    sa.ForeignKeyConstraint(['notice_id'], ['notice.id'], name=op.f('fk_notice_original_notice_id_notice')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_original')),
    sa.UniqueConstraint('notice_id', name=op.f('uq_notice_original_notice_id'))
    )
    op.create_table('notice_print',
    sa.Column('id', KEY, nullable=False),
    sa.Column('text_id', KEY, nullable=False),
    sa.Column('attachment_id', KEY, nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['attachment_id'], ['attachment.id'], name=op.f('fk_notice_print_attachment_id_attachment')),
    sa.ForeignKeyConstraint(['text_id'], ['notice_text.id'], name=op.f('fk_notice_print_text_id_notice_text')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_print')),
    sa.UniqueConstraint('text_id', name=op.f('uq_notice_print_text_id'))
    )
    with op.batch_alter_table('notice_print', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notice_print_attachment_id'), ['attachment_id'], unique=False)



def downgrade() -> None:
    """Take the database one step back."""
    with op.batch_alter_table('notice_print', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notice_print_attachment_id'))

    op.drop_table('notice_print')
    op.drop_table('notice_original')
