"""Take requests for information, their steps and files, and answers for everyone."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Take the database one step forward."""
    op.create_table('information_request',
    sa.Column('id', KEY, nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('locale', sa.String(length=2), nullable=False),
    sa.Column('wanted', sa.String(40), nullable=False),
    sa.Column('channel', sa.String(40), nullable=False),
    sa.Column('theme_id', KEY, nullable=True),
    sa.Column('agency_id', KEY, nullable=False),
    sa.Column('person_id', KEY, nullable=True),
    sa.Column('handler_id', KEY, nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('acknowledged_on', sa.Date(), nullable=True),
    sa.Column('extended_on', sa.Date(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('idempotency_key', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_information_request_agency_id_agency')),
    sa.ForeignKeyConstraint(['handler_id'], ['person.id'], name=op.f('fk_information_request_handler_id_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_information_request_person_id_person')),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_information_request_theme_id_theme')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_information_request')),
    sa.UniqueConstraint('idempotency_key', name=op.f('uq_information_request_idempotency_key')),
    sa.UniqueConstraint('number', name=op.f('uq_information_request_number'))
    )
    with op.batch_alter_table('information_request', schema=None) as batch_op:
        batch_op.create_index('ix_information_request_closed', ['agency_id', 'closed_on', 'id'], unique=False)
        batch_op.create_index('ix_information_request_due', ['agency_id', 'state', 'due_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_information_request_handler_id'), ['handler_id'], unique=False)
        batch_op.create_index('ix_information_request_person', ['person_id', 'asked_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_information_request_theme_id'), ['theme_id'], unique=False)

    op.create_table('information_answer',
    sa.Column('id', KEY, nullable=False),
    sa.Column('request_id', KEY, nullable=False),
    sa.Column('title', JSON, nullable=False),
    sa.Column('question', JSON, nullable=False),
    sa.Column('answer', JSON, nullable=False),
    sa.Column('theme_id', KEY, nullable=True),
    sa.Column('agency_id', KEY, nullable=False),
    sa.Column('answered_on', sa.Date(), nullable=False),
    sa.Column('published_on', sa.Date(), nullable=False),
    sa.Column('by_id', KEY, nullable=True),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_information_answer_agency_id_agency')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_information_answer_by_id_person')),
    sa.ForeignKeyConstraint(['request_id'], ['information_request.id'], name=op.f('fk_information_answer_request_id_information_request')),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_information_answer_theme_id_theme')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_information_answer')),
    sa.UniqueConstraint('request_id', name=op.f('uq_information_answer_request_id'))
    )
    with op.batch_alter_table('information_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_information_answer_agency_id'), ['agency_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_information_answer_by_id'), ['by_id'], unique=False)
        batch_op.create_index('ix_information_answer_published', ['published_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_information_answer_theme_id'), ['theme_id'], unique=False)

    op.create_table('information_asker',
    sa.Column('id', KEY, nullable=False),
    sa.Column('request_id', KEY, nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('locale', sa.String(length=2), nullable=False),
    sa.Column('token', sa.String(length=64), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['request_id'], ['information_request.id'], name=op.f('fk_information_asker_request_id_information_request')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_information_asker')),
    sa.UniqueConstraint('request_id', name=op.f('uq_information_asker_request_id')),
    sa.UniqueConstraint('token', name=op.f('uq_information_asker_token'))
    )
    with op.batch_alter_table('information_asker', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_information_asker_email'), ['email'], unique=False)

    op.create_table('information_step',
    sa.Column('id', KEY, nullable=False),
    sa.Column('request_id', KEY, nullable=False),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', KEY, nullable=True),
    sa.Column('agency_id', KEY, nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('ground', sa.String(40), nullable=True),
    sa.Column('body', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_information_step_agency_id_agency')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_information_step_by_id_person')),
    sa.ForeignKeyConstraint(['request_id'], ['information_request.id'], name=op.f('fk_information_step_request_id_information_request')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_information_step'))
    )
    with op.batch_alter_table('information_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_information_step_agency_id'), ['agency_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_information_step_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_information_step_request_id'), ['request_id'], unique=False)

    op.create_table('information_file',
    sa.Column('id', KEY, nullable=False),
    sa.Column('step_id', KEY, nullable=False),
    sa.Column('attachment_id', KEY, nullable=False),
    sa.Column('public', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['attachment_id'], ['attachment.id'], name=op.f('fk_information_file_attachment_id_attachment')),
    sa.ForeignKeyConstraint(['step_id'], ['information_step.id'], name=op.f('fk_information_file_step_id_information_step')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_information_file'))
    )
    with op.batch_alter_table('information_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_information_file_attachment_id'), ['attachment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_information_file_step_id'), ['step_id'], unique=False)



def downgrade() -> None:
    """Take the database one step back."""
    with op.batch_alter_table('information_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_information_file_step_id'))
        batch_op.drop_index(batch_op.f('ix_information_file_attachment_id'))

    op.drop_table('information_file')
    with op.batch_alter_table('information_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_information_step_request_id'))
        batch_op.drop_index(batch_op.f('ix_information_step_by_id'))
        batch_op.drop_index(batch_op.f('ix_information_step_agency_id'))

    op.drop_table('information_step')
    with op.batch_alter_table('information_asker', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_information_asker_email'))

    op.drop_table('information_asker')
    with op.batch_alter_table('information_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_information_answer_theme_id'))
        batch_op.drop_index('ix_information_answer_published')
        batch_op.drop_index(batch_op.f('ix_information_answer_by_id'))
        batch_op.drop_index(batch_op.f('ix_information_answer_agency_id'))

    op.drop_table('information_answer')
    with op.batch_alter_table('information_request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_information_request_theme_id'))
        batch_op.drop_index('ix_information_request_person')
        batch_op.drop_index(batch_op.f('ix_information_request_handler_id'))
        batch_op.drop_index('ix_information_request_due')
        batch_op.drop_index('ix_information_request_closed')

    op.drop_table('information_request')
