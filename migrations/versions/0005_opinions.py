"""Open the room of opinions, and let a point be a dissent."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Take the database one step forward."""
    op.create_table('opinion',
    sa.Column('id', KEY, nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.Column('docket_id', KEY, nullable=False),
    sa.Column('notice_id', KEY, nullable=False),
    sa.Column('lead_id', KEY, nullable=False),
    sa.Column('begun_by_id', KEY, nullable=True),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('remarks_until', sa.Date(), nullable=True),
    sa.Column('comment_id', KEY, nullable=True),
    sa.Column('filed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by_id', KEY, nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['begun_by_id'], ['person.id'], name=op.f('fk_opinion_begun_by_id_person')),
    sa.ForeignKeyConstraint(['comment_id'], ['comment.id'], name=op.f('fk_opinion_comment_id_comment')),
    sa.ForeignKeyConstraint(['docket_id'], ['docket.id'], name=op.f('fk_opinion_docket_id_docket')),
    sa.ForeignKeyConstraint(['lead_id'], ['committee.id'], name=op.f('fk_opinion_lead_id_committee')),
    sa.ForeignKeyConstraint(['notice_id'], ['notice.id'], name=op.f('fk_opinion_notice_id_notice')),
    sa.ForeignKeyConstraint(['withdrawn_by_id'], ['person.id'], name=op.f('fk_opinion_withdrawn_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opinion')),
    sa.UniqueConstraint('comment_id', name=op.f('uq_opinion_comment_id')),
    sa.UniqueConstraint('number', name=op.f('uq_opinion_number'))
    )
    with op.batch_alter_table('opinion', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opinion_begun_by_id'), ['begun_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opinion_docket_id'), ['docket_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opinion_lead_id'), ['lead_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opinion_notice_id'), ['notice_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opinion_withdrawn_by_id'), ['withdrawn_by_id'], unique=False)

    op.create_table('opinion_party',
    sa.Column('id', KEY, nullable=False),
    sa.Column('opinion_id', KEY, nullable=False),
    sa.Column('committee_id', KEY, nullable=False),
    sa.Column('joining', sa.String(40), nullable=False),
    sa.Column('invited_by_id', KEY, nullable=True),
    sa.Column('invited_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_by_id', KEY, nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['answered_by_id'], ['person.id'], name=op.f('fk_opinion_party_answered_by_id_person')),
    sa.ForeignKeyConstraint(['committee_id'], ['committee.id'], name=op.f('fk_opinion_party_committee_id_committee')),
    sa.ForeignKeyConstraint(['invited_by_id'], ['person.id'], name=op.f('fk_opinion_party_invited_by_id_person')),
    sa.ForeignKeyConstraint(['opinion_id'], ['opinion.id'], name=op.f('fk_opinion_party_opinion_id_opinion')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opinion_party')),
    sa.UniqueConstraint('opinion_id', 'committee_id', name=op.f('uq_opinion_party_opinion_id_committee_id'))
    )
    with op.batch_alter_table('opinion_party', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opinion_party_answered_by_id'), ['answered_by_id'], unique=False)
        batch_op.create_index('ix_opinion_party_committee', ['committee_id', 'joining', 'opinion_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opinion_party_invited_by_id'), ['invited_by_id'], unique=False)

    op.create_table('opinion_recusal',
    sa.Column('id', KEY, nullable=False),
    sa.Column('opinion_id', KEY, nullable=False),
    sa.Column('organisation_id', KEY, nullable=False),
    sa.Column('item', KEY, nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by_id', KEY, nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_opinion_recusal_by_id_person')),
    sa.ForeignKeyConstraint(['opinion_id'], ['opinion.id'], name=op.f('fk_opinion_recusal_opinion_id_opinion')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_opinion_recusal_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opinion_recusal')),
    sa.UniqueConstraint('opinion_id', 'organisation_id', 'item', name=op.f('uq_opinion_recusal_opinion_id_organisation_id_item'))
    )
    with op.batch_alter_table('opinion_recusal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opinion_recusal_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opinion_recusal_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('opinion_version',
    sa.Column('id', KEY, nullable=False),
    sa.Column('opinion_id', KEY, nullable=False),
    sa.Column('number', KEY, nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('locale', sa.String(length=2), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('points', JSON, nullable=False),
    sa.Column('by_id', KEY, nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_opinion_version_by_id_person')),
    sa.ForeignKeyConstraint(['opinion_id'], ['opinion.id'], name=op.f('fk_opinion_version_opinion_id_opinion')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opinion_version')),
    sa.UniqueConstraint('opinion_id', 'number', name=op.f('uq_opinion_version_opinion_id_number'))
    )
    with op.batch_alter_table('opinion_version', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opinion_version_by_id'), ['by_id'], unique=False)

    op.create_table('opinion_poll',
    sa.Column('id', KEY, nullable=False),
    sa.Column('opinion_id', KEY, nullable=False),
    sa.Column('version_id', KEY, nullable=False),
    sa.Column('items', JSON, nullable=False),
    sa.Column('opened_by_id', KEY, nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['opened_by_id'], ['person.id'], name=op.f('fk_opinion_poll_opened_by_id_person')),
    sa.ForeignKeyConstraint(['opinion_id'], ['opinion.id'], name=op.f('fk_opinion_poll_opinion_id_opinion')),
    sa.ForeignKeyConstraint(['version_id'], ['opinion_version.id'], name=op.f('fk_opinion_poll_version_id_opinion_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opinion_poll'))
    )
    with op.batch_alter_table('opinion_poll', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opinion_poll_opened_by_id'), ['opened_by_id'], unique=False)
        batch_op.create_index('ix_opinion_poll_opinion', ['opinion_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opinion_poll_version_id'), ['version_id'], unique=False)

    op.create_table('opinion_remark',
    sa.Column('id', KEY, nullable=False),
    sa.Column('version_id', KEY, nullable=False),
    sa.Column('by_id', KEY, nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_opinion_remark_by_id_person')),
    sa.ForeignKeyConstraint(['version_id'], ['opinion_version.id'], name=op.f('fk_opinion_remark_version_id_opinion_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opinion_remark'))
    )
    with op.batch_alter_table('opinion_remark', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opinion_remark_by_id'), ['by_id'], unique=False)
        batch_op.create_index('ix_opinion_remark_version', ['version_id', 'id'], unique=False)

    op.create_table('opinion_ballot',
    sa.Column('id', KEY, nullable=False),
    sa.Column('poll_id', KEY, nullable=False),
    sa.Column('item', KEY, nullable=False),
    sa.Column('seat_id', KEY, nullable=False),
    sa.Column('person_id', KEY, nullable=True),
    sa.Column('choice', sa.String(40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_opinion_ballot_person_id_person')),
    sa.ForeignKeyConstraint(['poll_id'], ['opinion_poll.id'], name=op.f('fk_opinion_ballot_poll_id_opinion_poll')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_opinion_ballot_seat_id_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opinion_ballot')),
    sa.UniqueConstraint('poll_id', 'item', 'seat_id', name=op.f('uq_opinion_ballot_poll_id_item_seat_id'))
    )
    with op.batch_alter_table('opinion_ballot', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opinion_ballot_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opinion_ballot_seat_id'), ['seat_id'], unique=False)

    op.create_table('opinion_dissent',
    sa.Column('id', KEY, nullable=False),
    sa.Column('poll_id', KEY, nullable=False),
    sa.Column('organisation_id', KEY, nullable=False),
    sa.Column('person_id', KEY, nullable=True),
    sa.Column('ask', sa.String(length=280), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_opinion_dissent_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_opinion_dissent_person_id_person')),
    sa.ForeignKeyConstraint(['poll_id'], ['opinion_poll.id'], name=op.f('fk_opinion_dissent_poll_id_opinion_poll')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opinion_dissent')),
    sa.UniqueConstraint('poll_id', 'organisation_id', name=op.f('uq_opinion_dissent_poll_id_organisation_id'))
    )
    with op.batch_alter_table('opinion_dissent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opinion_dissent_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opinion_dissent_person_id'), ['person_id'], unique=False)

    op.create_table('opinion_elector',
    sa.Column('id', KEY, nullable=False),
    sa.Column('poll_id', KEY, nullable=False),
    sa.Column('committee_id', KEY, nullable=False),
    sa.Column('seat_id', KEY, nullable=False),
    sa.Column('organisation_id', KEY, nullable=False),
    sa.ForeignKeyConstraint(['committee_id'], ['committee.id'], name=op.f('fk_opinion_elector_committee_id_committee')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_opinion_elector_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['poll_id'], ['opinion_poll.id'], name=op.f('fk_opinion_elector_poll_id_opinion_poll')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_opinion_elector_seat_id_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opinion_elector')),
    sa.UniqueConstraint('poll_id', 'seat_id', name=op.f('uq_opinion_elector_poll_id_seat_id'))
    )
    with op.batch_alter_table('opinion_elector', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opinion_elector_committee_id'), ['committee_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opinion_elector_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opinion_elector_seat_id'), ['seat_id'], unique=False)

    with op.batch_alter_table('point', schema=None) as batch_op:
        batch_op.add_column(sa.Column('dissent_of_id', KEY, nullable=True))
        batch_op.create_index(batch_op.f('ix_point_dissent_of_id'), ['dissent_of_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_point_dissent_of_id_organisation'), 'organisation', ['dissent_of_id'], ['id'])



def downgrade() -> None:
    """Take the database one step back."""
    with op.batch_alter_table('point', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_point_dissent_of_id_organisation'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_point_dissent_of_id'))
        batch_op.drop_column('dissent_of_id')

    with op.batch_alter_table('opinion_elector', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_opinion_elector_seat_id'))
        batch_op.drop_index(batch_op.f('ix_opinion_elector_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_opinion_elector_committee_id'))

    op.drop_table('opinion_elector')
    with op.batch_alter_table('opinion_dissent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_opinion_dissent_person_id'))
        batch_op.drop_index(batch_op.f('ix_opinion_dissent_organisation_id'))

    op.drop_table('opinion_dissent')
    with op.batch_alter_table('opinion_ballot', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_opinion_ballot_seat_id'))
        batch_op.drop_index(batch_op.f('ix_opinion_ballot_person_id'))

    op.drop_table('opinion_ballot')
    with op.batch_alter_table('opinion_remark', schema=None) as batch_op:
        batch_op.drop_index('ix_opinion_remark_version')
        batch_op.drop_index(batch_op.f('ix_opinion_remark_by_id'))

    op.drop_table('opinion_remark')
    with op.batch_alter_table('opinion_poll', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_opinion_poll_version_id'))
        batch_op.drop_index('ix_opinion_poll_opinion')
        batch_op.drop_index(batch_op.f('ix_opinion_poll_opened_by_id'))

    op.drop_table('opinion_poll')
    with op.batch_alter_table('opinion_version', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_opinion_version_by_id'))

    op.drop_table('opinion_version')
    with op.batch_alter_table('opinion_recusal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_opinion_recusal_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_opinion_recusal_by_id'))

    op.drop_table('opinion_recusal')
    with op.batch_alter_table('opinion_party', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_opinion_party_invited_by_id'))
        batch_op.drop_index('ix_opinion_party_committee')
        batch_op.drop_index(batch_op.f('ix_opinion_party_answered_by_id'))

    op.drop_table('opinion_party')
    with op.batch_alter_table('opinion', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_opinion_withdrawn_by_id'))
        batch_op.drop_index(batch_op.f('ix_opinion_notice_id'))
        batch_op.drop_index(batch_op.f('ix_opinion_lead_id'))
        batch_op.drop_index(batch_op.f('ix_opinion_docket_id'))
        batch_op.drop_index(batch_op.f('ix_opinion_begun_by_id'))

    op.drop_table('opinion')
