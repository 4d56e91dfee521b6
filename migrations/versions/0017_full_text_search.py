"""Find notices and dockets by an index of their words.

The index is empty at first: `flask search rebuild` fills it, and `flask setup` does so too.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Take the database one step forward."""
    op.create_table('search_edition',
    sa.Column('id', KEY, nullable=False),
    sa.Column('name', sa.String(length=20), nullable=False),
    sa.Column('analysis', KEY, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_edition')),
    sa.UniqueConstraint('name', name=op.f('uq_search_edition_name'))
    )
    op.create_table('search_item',
    sa.Column('id', KEY, nullable=False),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('known_as', sa.String(length=60), nullable=False),
    sa.Column('paper', sa.String(length=40), nullable=False),
    sa.Column('title', JSON, nullable=False),
    sa.Column('summary', JSON, nullable=True),
    sa.Column('agency', sa.String(length=40), nullable=False),
    sa.Column('negotiation', sa.String(length=40), nullable=True),
    sa.Column('themes', sa.Text(), nullable=False),
    sa.Column('day', KEY, nullable=False),
    sa.Column('opens_on', sa.Date(), nullable=True),
    sa.Column('closes_on', sa.Date(), nullable=True),
    sa.Column('stretches', JSON, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_item')),
    sa.UniqueConstraint('kind', 'number', name=op.f('uq_search_item_kind_number'))
    )
    with op.batch_alter_table('search_item', schema=None) as batch_op:
        batch_op.create_index('ix_search_item_day', ['day', 'id'], unique=False)
        batch_op.create_index('ix_search_item_known_as', ['known_as'], unique=False)

    op.create_table('search_word',
    sa.Column('id', KEY, nullable=False),
    sa.Column('word', sa.String(length=40), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_word')),
    sa.UniqueConstraint('word', name=op.f('uq_search_word_word'))
    )
    op.create_table('search_piece',
    sa.Column('item_id', KEY, nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['search_item.id'], name=op.f('fk_search_piece_item_id_search_item')),
    sa.PrimaryKeyConstraint('item_id', 'number', name=op.f('pk_search_piece')),
    sqlite_with_rowid=False
    )
    op.create_table('search_posting',
    sa.Column('term', sa.String(length=50), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('item_id', KEY, nullable=False),
    sa.Column('impact', sa.Integer(), nullable=False),
    sa.Column('places', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['search_item.id'], name=op.f('fk_search_posting_item_id_search_item')),
    sa.PrimaryKeyConstraint('term', 'day', 'item_id', name=op.f('pk_search_posting')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('search_posting', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_search_posting_item_id'), ['item_id'], unique=False)

    op.create_table('search_word_key',
    sa.Column('key', sa.String(length=42), nullable=False),
    sa.Column('word_id', KEY, nullable=False),
    sa.ForeignKeyConstraint(['word_id'], ['search_word.id'], name=op.f('fk_search_word_key_word_id_search_word')),
    sa.PrimaryKeyConstraint('key', 'word_id', name=op.f('pk_search_word_key')),
    sqlite_with_rowid=False
    )


def downgrade() -> None:
    """Take the database one step back."""
    op.drop_table('search_word_key')
    with op.batch_alter_table('search_posting', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_search_posting_item_id'))

    op.drop_table('search_posting')
    op.drop_table('search_piece')
    op.drop_table('search_word')
    with op.batch_alter_table('search_item', schema=None) as batch_op:
        batch_op.drop_index('ix_search_item_known_as')
        batch_op.drop_index('ix_search_item_day')

    op.drop_table('search_item')
    op.drop_table('search_edition')
