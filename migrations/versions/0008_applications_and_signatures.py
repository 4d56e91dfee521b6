"""Keep applications for seats, what committees do, and how undertakings were signed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Take the database one step forward: what was signed before stays granted."""
    op.create_table('committee_activity',
    sa.Column('id', KEY, nullable=False),
    sa.Column('committee_id', KEY, nullable=False),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['committee_id'], ['committee.id'], name=op.f('fk_committee_activity_committee_id_committee')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_committee_activity'))
    )
    with op.batch_alter_table('committee_activity', schema=None) as batch_op:
        batch_op.create_index('ix_committee_activity_committee', ['committee_id', 'on'], unique=False)

    op.create_table('seat_application',
    sa.Column('id', KEY, nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('committee_id', KEY, nullable=False),
    sa.Column('category', sa.String(40), nullable=False),
    sa.Column('organisation_id', KEY, nullable=False),
    sa.Column('holder_id', KEY, nullable=True),
    sa.Column('nominated_by_id', KEY, nullable=True),
    sa.Column('case', sa.Text(), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('made_by_id', KEY, nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason_code', sa.String(40), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('decided_by_id', KEY, nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('appeal', sa.Text(), nullable=False),
    sa.Column('appealed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('appeal_reason', sa.Text(), nullable=False),
    sa.Column('appeal_decided_by_id', KEY, nullable=True),
    sa.Column('appeal_decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('term_id', KEY, nullable=True),
    sa.ForeignKeyConstraint(['appeal_decided_by_id'], ['person.id'], name=op.f('fk_seat_application_appeal_decided_by_id_person')),
    sa.ForeignKeyConstraint(['committee_id'], ['committee.id'], name=op.f('fk_seat_application_committee_id_committee')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_seat_application_decided_by_id_person')),
    sa.ForeignKeyConstraint(['holder_id'], ['person.id'], name=op.f('fk_seat_application_holder_id_person')),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_seat_application_made_by_id_person')),
    sa.ForeignKeyConstraint(['nominated_by_id'], ['organisation.id'], name=op.f('fk_seat_application_nominated_by_id_organisation')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_seat_application_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['term_id'], ['term.id'], name=op.f('fk_seat_application_term_id_term')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seat_application')),
    sa.UniqueConstraint('number', name=op.f('uq_seat_application_number'))
    )
    with op.batch_alter_table('seat_application', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_seat_application_appeal_decided_by_id'), ['appeal_decided_by_id'], unique=False)
        batch_op.create_index('ix_seat_application_committee', ['committee_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_seat_application_decided_by_id'), ['decided_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_seat_application_holder_id'), ['holder_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_seat_application_made_by_id'), ['made_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_seat_application_nominated_by_id'), ['nominated_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_seat_application_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index('ix_seat_application_state', ['state', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_seat_application_term_id'), ['term_id'], unique=False)

    with op.batch_alter_table('committee', schema=None) as batch_op:
        batch_op.add_column(sa.Column('plan', JSON, nullable=True))

    with op.batch_alter_table('undertaking', schema=None) as batch_op:
        batch_op.add_column(sa.Column('version', sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column('locale', sa.String(length=2), nullable=True))
        batch_op.add_column(sa.Column('digest', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('granted_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('granted_by_id', KEY, nullable=True))
        batch_op.add_column(sa.Column('ended_by_id', KEY, nullable=True))
        batch_op.add_column(sa.Column('end_reason', sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f('ix_undertaking_ended_by_id'), ['ended_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_undertaking_granted_by_id'), ['granted_by_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_undertaking_granted_by_id_person'), 'person', ['granted_by_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_undertaking_ended_by_id_person'), 'person', ['ended_by_id'], ['id'])

    op.execute(
        "UPDATE undertaking SET version = '', locale = 'kk', digest = '', end_reason = '',"
        " granted_at = signed_at"
    )
    with op.batch_alter_table('undertaking', schema=None) as batch_op:
        batch_op.alter_column('version', existing_type=sa.String(length=20), nullable=False)
        batch_op.alter_column('locale', existing_type=sa.String(length=2), nullable=False)
        batch_op.alter_column('digest', existing_type=sa.String(length=64), nullable=False)
        batch_op.alter_column('end_reason', existing_type=sa.Text(), nullable=False)

    with op.batch_alter_table('outbox_letter', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reply_to', sa.String(length=254), nullable=True))


def downgrade() -> None:
    """Take the database one step back."""
    with op.batch_alter_table('outbox_letter', schema=None) as batch_op:
        batch_op.drop_column('reply_to')

    with op.batch_alter_table('undertaking', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_undertaking_ended_by_id_person'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_undertaking_granted_by_id_person'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_undertaking_granted_by_id'))
        batch_op.drop_index(batch_op.f('ix_undertaking_ended_by_id'))
        batch_op.drop_column('end_reason')
        batch_op.drop_column('ended_by_id')
        batch_op.drop_column('granted_by_id')
        batch_op.drop_column('granted_at')
        batch_op.drop_column('digest')
        batch_op.drop_column('locale')
        batch_op.drop_column('version')

    with op.batch_alter_table('committee', schema=None) as batch_op:
        batch_op.drop_column('plan')

    with op.batch_alter_table('seat_application', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_seat_application_term_id'))
        batch_op.drop_index('ix_seat_application_state')
        batch_op.drop_index(batch_op.f('ix_seat_application_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_seat_application_nominated_by_id'))
        batch_op.drop_index(batch_op.f('ix_seat_application_made_by_id'))
        batch_op.drop_index(batch_op.f('ix_seat_application_holder_id'))
        batch_op.drop_index(batch_op.f('ix_seat_application_decided_by_id'))
        batch_op.drop_index('ix_seat_application_committee')
        batch_op.drop_index(batch_op.f('ix_seat_application_appeal_decided_by_id'))

    op.drop_table('seat_application')
    with op.batch_alter_table('committee_activity', schema=None) as batch_op:
        batch_op.drop_index('ix_committee_activity_committee')

    op.drop_table('committee_activity')
