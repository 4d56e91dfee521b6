"""Open rooms next to a round, and keep restricted papers with who read them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Take the database one step forward."""
    op.create_table('paper',
    sa.Column('id', KEY, nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.Column('clearance', sa.String(40), nullable=False),
    sa.Column('title', JSON, nullable=False),
    sa.Column('locale', sa.String(length=2), nullable=False),
    sa.Column('sealed', sa.Text(), nullable=False),
    sa.Column('public_title', JSON, nullable=True),
    sa.Column('abstract', JSON, nullable=True),
    sa.Column('agency_id', KEY, nullable=False),
    sa.Column('filed_by_id', KEY, nullable=True),
    sa.Column('filed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_paper_agency_id_agency')),
    sa.ForeignKeyConstraint(['filed_by_id'], ['person.id'], name=op.f('fk_paper_filed_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper')),
    sa.UniqueConstraint('number', name=op.f('uq_paper_number'))
    )
    with op.batch_alter_table('paper', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_agency_id'), ['agency_id'], unique=False)
        batch_op.create_index('ix_paper_filed', ['filed_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_paper_filed_by_id'), ['filed_by_id'], unique=False)

    op.create_table('leak_incident',
    sa.Column('id', KEY, nullable=False),
    sa.Column('paper_id', KEY, nullable=False),
    sa.Column('reported_by_id', KEY, nullable=False),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('found', sa.Text(), nullable=False),
    sa.Column('mark', sa.String(length=20), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('closed_by_id', KEY, nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['closed_by_id'], ['person.id'], name=op.f('fk_leak_incident_closed_by_id_person')),
    sa.ForeignKeyConstraint(['paper_id'], ['paper.id'], name=op.f('fk_leak_incident_paper_id_paper')),
    sa.ForeignKeyConstraint(['reported_by_id'], ['person.id'], name=op.f('fk_leak_incident_reported_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_leak_incident'))
    )
    with op.batch_alter_table('leak_incident', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_leak_incident_closed_by_id'), ['closed_by_id'], unique=False)
        batch_op.create_index('ix_leak_incident_paper', ['paper_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_leak_incident_reported_by_id'), ['reported_by_id'], unique=False)

    op.create_table('paper_reading',
    sa.Column('id', KEY, nullable=False),
    sa.Column('paper_id', KEY, nullable=False),
    sa.Column('person_id', KEY, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('manner', sa.String(40), nullable=False),
    sa.Column('mark', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['paper_id'], ['paper.id'], name=op.f('fk_paper_reading_paper_id_paper')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_paper_reading_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_reading')),
    sa.UniqueConstraint('mark', name=op.f('uq_paper_reading_mark'))
    )
    with op.batch_alter_table('paper_reading', schema=None) as batch_op:
        batch_op.create_index('ix_paper_reading_paper', ['paper_id', 'at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_paper_reading_person_id'), ['person_id'], unique=False)

    op.create_table('adjacent_room',
    sa.Column('id', KEY, nullable=False),
    sa.Column('round_id', KEY, nullable=False),
    sa.Column('committee_id', KEY, nullable=False),
    sa.Column('group_id', KEY, nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_by_id', KEY, nullable=True),
    sa.ForeignKeyConstraint(['committee_id'], ['committee.id'], name=op.f('fk_adjacent_room_committee_id_committee')),
    sa.ForeignKeyConstraint(['group_id'], ['negotiating_group.id'], name=op.f('fk_adjacent_room_group_id_negotiating_group')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['person.id'], name=op.f('fk_adjacent_room_opened_by_id_person')),
    sa.ForeignKeyConstraint(['round_id'], ['negotiation_round.id'], name=op.f('fk_adjacent_room_round_id_negotiation_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_adjacent_room')),
    sa.UniqueConstraint('round_id', 'committee_id', name=op.f('uq_adjacent_room_round_id_committee_id'))
    )
    with op.batch_alter_table('adjacent_room', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_adjacent_room_committee_id'), ['committee_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_adjacent_room_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_adjacent_room_opened_by_id'), ['opened_by_id'], unique=False)

    op.create_table('paper_committee',
    sa.Column('id', KEY, nullable=False),
    sa.Column('paper_id', KEY, nullable=False),
    sa.Column('committee_id', KEY, nullable=False),
    sa.ForeignKeyConstraint(['committee_id'], ['committee.id'], name=op.f('fk_paper_committee_committee_id_committee')),
    sa.ForeignKeyConstraint(['paper_id'], ['paper.id'], name=op.f('fk_paper_committee_paper_id_paper')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_committee')),
    sa.UniqueConstraint('paper_id', 'committee_id', name=op.f('uq_paper_committee_paper_id_committee_id'))
    )
    with op.batch_alter_table('paper_committee', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_committee_committee_id'), ['committee_id'], unique=False)

    op.create_table('adjacent_shift',
    sa.Column('id', KEY, nullable=False),
    sa.Column('room_id', KEY, nullable=False),
    sa.Column('person_id', KEY, nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_adjacent_shift_person_id_person')),
    sa.ForeignKeyConstraint(['room_id'], ['adjacent_room.id'], name=op.f('fk_adjacent_shift_room_id_adjacent_room')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_adjacent_shift'))
    )
    with op.batch_alter_table('adjacent_shift', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_adjacent_shift_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_adjacent_shift_room', ['room_id', 'starts_at', 'id'], unique=False)

    op.create_table('table_question',
    sa.Column('id', KEY, nullable=False),
    sa.Column('room_id', KEY, nullable=False),
    sa.Column('number', KEY, nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('asked_by_id', KEY, nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('escalated_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', KEY, nullable=False),
    sa.Column('verdict', sa.String(40), nullable=True),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('drafted_by_id', KEY, nullable=True),
    sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('released_by_id', KEY, nullable=True),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('use', sa.Text(), nullable=False),
    sa.Column('use_told_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_table_question_asked_by_id_person')),
    sa.ForeignKeyConstraint(['drafted_by_id'], ['person.id'], name=op.f('fk_table_question_drafted_by_id_person')),
    sa.ForeignKeyConstraint(['released_by_id'], ['person.id'], name=op.f('fk_table_question_released_by_id_person')),
    sa.ForeignKeyConstraint(['room_id'], ['adjacent_room.id'], name=op.f('fk_table_question_room_id_adjacent_room')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_table_question')),
    sa.UniqueConstraint('room_id', 'number', name=op.f('uq_table_question_room_id_number'))
    )
    with op.batch_alter_table('table_question', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_table_question_asked_by_id'), ['asked_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_table_question_drafted_by_id'), ['drafted_by_id'], unique=False)
        batch_op.create_index('ix_table_question_due', ['escalated_at', 'due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_table_question_released_by_id'), ['released_by_id'], unique=False)



def downgrade() -> None:
    """Take the database one step back."""
    with op.batch_alter_table('table_question', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_table_question_released_by_id'))
        batch_op.drop_index('ix_table_question_due')
        batch_op.drop_index(batch_op.f('ix_table_question_drafted_by_id'))
        batch_op.drop_index(batch_op.f('ix_table_question_asked_by_id'))

    op.drop_table('table_question')
    with op.batch_alter_table('adjacent_shift', schema=None) as batch_op:
        batch_op.drop_index('ix_adjacent_shift_room')
        batch_op.drop_index(batch_op.f('ix_adjacent_shift_person_id'))

    op.drop_table('adjacent_shift')
    with op.batch_alter_table('paper_committee', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_paper_committee_committee_id'))

    op.drop_table('paper_committee')
    with op.batch_alter_table('adjacent_room', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_adjacent_room_opened_by_id'))
        batch_op.drop_index(batch_op.f('ix_adjacent_room_group_id'))
        batch_op.drop_index(batch_op.f('ix_adjacent_room_committee_id'))

    op.drop_table('adjacent_room')
    with op.batch_alter_table('paper_reading', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_paper_reading_person_id'))
        batch_op.drop_index('ix_paper_reading_paper')

    op.drop_table('paper_reading')
    with op.batch_alter_table('leak_incident', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_leak_incident_reported_by_id'))
        batch_op.drop_index('ix_leak_incident_paper')
        batch_op.drop_index(batch_op.f('ix_leak_incident_closed_by_id'))

    op.drop_table('leak_incident')
    with op.batch_alter_table('paper', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_paper_filed_by_id'))
        batch_op.drop_index('ix_paper_filed')
        batch_op.drop_index(batch_op.f('ix_paper_agency_id'))

    op.drop_table('paper')
