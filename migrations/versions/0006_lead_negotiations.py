"""Lead negotiations through stages, rounds and groups."""

from datetime import date

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Take the database one step forward: what was asked in notices counts as held."""
    op.create_table('consultation',
    sa.Column('id', KEY, nullable=False),
    sa.Column('negotiation_id', KEY, nullable=False),
    sa.Column('stage', sa.String(40), nullable=False),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.Column('reference', sa.String(length=60), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['negotiation_id'], ['negotiation.id'], name=op.f('fk_consultation_negotiation_id_negotiation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consultation')),
    sa.UniqueConstraint('negotiation_id', 'kind', 'reference', name=op.f('uq_consultation_negotiation_id_kind_reference'))
    )
    op.create_table('focal_point',
    sa.Column('id', KEY, nullable=False),
    sa.Column('agency_id', KEY, nullable=False),
    sa.Column('theme_id', KEY, nullable=False),
    sa.Column('person_id', KEY, nullable=False),
    sa.Column('deputy_id', KEY, nullable=True),
    sa.Column('mailbox', sa.String(length=254), nullable=False),
    sa.Column('languages', sa.String(length=20), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('handover', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_focal_point_agency_id_agency')),
    sa.ForeignKeyConstraint(['deputy_id'], ['person.id'], name=op.f('fk_focal_point_deputy_id_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_focal_point_person_id_person')),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_focal_point_theme_id_theme')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_focal_point')),
    sa.UniqueConstraint('agency_id', 'theme_id', 'starts_on', name=op.f('uq_focal_point_agency_id_theme_id_starts_on'))
    )
    with op.batch_alter_table('focal_point', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_focal_point_deputy_id'), ['deputy_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_focal_point_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_focal_point_theme_id'), ['theme_id'], unique=False)

    op.create_table('negotiation_move',
    sa.Column('id', KEY, nullable=False),
    sa.Column('negotiation_id', KEY, nullable=False),
    sa.Column('number', KEY, nullable=False),
    sa.Column('before', sa.String(length=40), nullable=False),
    sa.Column('after', sa.String(length=40), nullable=False),
    sa.Column('waiver', JSON, nullable=True),
    sa.Column('reason', JSON, nullable=True),
    sa.Column('by_id', KEY, nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_negotiation_move_by_id_person')),
    sa.ForeignKeyConstraint(['negotiation_id'], ['negotiation.id'], name=op.f('fk_negotiation_move_negotiation_id_negotiation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_negotiation_move')),
    sa.UniqueConstraint('negotiation_id', 'number', name=op.f('uq_negotiation_move_negotiation_id_number'))
    )
    with op.batch_alter_table('negotiation_move', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_negotiation_move_by_id'), ['by_id'], unique=False)

    op.create_table('group_place',
    sa.Column('id', KEY, nullable=False),
    sa.Column('group_id', KEY, nullable=False),
    sa.Column('person_id', KEY, nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['group_id'], ['negotiating_group.id'], name=op.f('fk_group_place_group_id_negotiating_group')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_group_place_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_group_place'))
    )
    with op.batch_alter_table('group_place', schema=None) as batch_op:
        batch_op.create_index('ix_group_place_days', ['starts_on', 'ends_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_group_place_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_group_place_person_id'), ['person_id'], unique=False)

    with op.batch_alter_table('agency', schema=None) as batch_op:
        batch_op.add_column(sa.Column('mailbox', sa.String(length=254), nullable=True))

    with op.batch_alter_table('negotiating_group', schema=None) as batch_op:
        batch_op.add_column(sa.Column('negotiation_id', KEY, nullable=True))
        batch_op.add_column(sa.Column('valid_until', sa.Date(), nullable=True))
        batch_op.alter_column('code',
               existing_type=sa.VARCHAR(length=20),
               type_=sa.String(length=40),
               existing_nullable=False)
        batch_op.drop_constraint(batch_op.f('uq_negotiating_group_theme_id'), type_='unique')
        batch_op.create_index(batch_op.f('ix_negotiating_group_negotiation_id'), ['negotiation_id'], unique=False)
        batch_op.create_index('uq_negotiating_group_permanent', ['theme_id'], unique=True, sqlite_where=sa.text('negotiation_id IS NULL'), postgresql_where=sa.text('negotiation_id IS NULL'))
        batch_op.create_unique_constraint(batch_op.f('uq_negotiating_group_theme_id_negotiation_id'), ['theme_id', 'negotiation_id'])
        batch_op.create_foreign_key(batch_op.f('fk_negotiating_group_negotiation_id_negotiation'), 'negotiation', ['negotiation_id'], ['id'])

    with op.batch_alter_table('negotiation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('leader_id', KEY, nullable=True))
        batch_op.add_column(sa.Column('deputy_id', KEY, nullable=True))
        batch_op.add_column(sa.Column('partners', JSON, nullable=True))
        batch_op.add_column(sa.Column('negotiated_as', JSON, nullable=True))
        batch_op.add_column(sa.Column('remark', JSON, nullable=True))
        batch_op.add_column(sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f('ix_negotiation_deputy_id'), ['deputy_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_negotiation_leader_id'), ['leader_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_negotiation_leader_id_person'), 'person', ['leader_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_negotiation_deputy_id_person'), 'person', ['deputy_id'], ['id'])

    _give_each_negotiation_a_lead()
    with op.batch_alter_table('negotiation', schema=None) as batch_op:
        batch_op.alter_column('lead_id', existing_type=KEY, nullable=False)
        batch_op.alter_column('partners', existing_type=JSON, nullable=False)
    _count_what_was_asked()
    _seat_those_who_negotiate()


def _give_each_negotiation_a_lead() -> None:
    """Let a negotiation that names none be led by the body of its first docket, or the first body."""
    bind = op.get_bind()
    bind.execute(sa.text(
        "UPDATE negotiation SET lead_id = (SELECT agency_id FROM docket WHERE docket.id ="
        " (SELECT min(d.id) FROM docket d WHERE d.negotiation_id = negotiation.id))"
        " WHERE lead_id IS NULL"
    ))
    bind.execute(sa.text(
        "UPDATE negotiation SET lead_id = (SELECT min(id) FROM agency) WHERE lead_id IS NULL"
    ))
    bind.execute(sa.text("UPDATE negotiation SET partners = '[]'"))


STAGES = {
    "pre_negotiation": ("exploratory", "preparation", "mandate"),
    "during": ("negotiation", "suspended"),
    "pre_outcome": ("conclusion",),
    "review": ("legal_review", "signature"),
    "ratification": ("ratification",),
}
"""The stations of each stage; all others belong to the sixth."""


def _count_what_was_asked() -> None:
    """Note every published notice that took comments as a consultation in its negotiation."""
    stage = " ".join(
        f"WHEN negotiation.stage IN ({', '.join(repr(x) for x in stations)}) THEN '{stage}'"
        for stage, stations in STAGES.items()
    )
    op.get_bind().execute(sa.text(
        "INSERT INTO consultation (negotiation_id, stage, kind, reference, at)"
        f" SELECT negotiation.id, coalesce(docket.stage, CASE {stage} ELSE 'implementation' END),"
        " 'notice', notice.number, notice.published_at"
        " FROM notice JOIN docket ON docket.id = notice.docket_id"
        " JOIN negotiation ON negotiation.id = docket.negotiation_id"
        " WHERE notice.state = 'published' AND notice.closes_on IS NOT NULL"
        " AND notice.published_at IS NOT NULL ORDER BY notice.published_at, notice.id"
    ))


def _seat_those_who_negotiate() -> None:
    """Let the time of everyone in a group begin today: since when they sit there is not known."""
    for person in ("lead_id", "substitute_id"):
        op.get_bind().execute(
            sa.text(
                "INSERT INTO group_place (group_id, person_id, starts_on)"
                f" SELECT id, {person}, :today FROM negotiating_group WHERE {person} IS NOT NULL"
            ).bindparams(sa.bindparam("today", date.today(), sa.Date())),
        )


def downgrade() -> None:
    """Take the database one step back: groups of single negotiations go, permanent ones stay."""
    with op.batch_alter_table('group_place', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_group_place_person_id'))
        batch_op.drop_index(batch_op.f('ix_group_place_group_id'))
        batch_op.drop_index('ix_group_place_days')

    op.drop_table('group_place')
    bind = op.get_bind()
    bind.execute(sa.text("DELETE FROM negotiating_group WHERE negotiation_id IS NOT NULL"))
    bind.execute(sa.text("DELETE FROM duty WHERE role = 'focal_point'"))
    with op.batch_alter_table('negotiation', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_negotiation_deputy_id_person'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_negotiation_leader_id_person'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_negotiation_leader_id'))
        batch_op.drop_index(batch_op.f('ix_negotiation_deputy_id'))
        batch_op.alter_column('lead_id',
               existing_type=KEY,
               nullable=True)
        batch_op.drop_column('decided_at')
        batch_op.drop_column('remark')
        batch_op.drop_column('negotiated_as')
        batch_op.drop_column('partners')
        batch_op.drop_column('deputy_id')
        batch_op.drop_column('leader_id')

    with op.batch_alter_table('negotiating_group', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_negotiating_group_negotiation_id_negotiation'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('uq_negotiating_group_theme_id_negotiation_id'), type_='unique')
        batch_op.drop_index('uq_negotiating_group_permanent', sqlite_where=sa.text('negotiation_id IS NULL'), postgresql_where=sa.text('negotiation_id IS NULL'))
        batch_op.drop_index(batch_op.f('ix_negotiating_group_negotiation_id'))
        batch_op.create_unique_constraint(batch_op.f('uq_negotiating_group_theme_id'), ['theme_id'])
        batch_op.alter_column('code',
               existing_type=sa.String(length=40),
               type_=sa.VARCHAR(length=20),
               existing_nullable=False)
        batch_op.drop_column('valid_until')
        batch_op.drop_column('negotiation_id')

    with op.batch_alter_table('agency', schema=None) as batch_op:
        batch_op.drop_column('mailbox')

    with op.batch_alter_table('negotiation_move', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_negotiation_move_by_id'))

    op.drop_table('negotiation_move')
    with op.batch_alter_table('focal_point', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_focal_point_theme_id'))
        batch_op.drop_index(batch_op.f('ix_focal_point_person_id'))
        batch_op.drop_index(batch_op.f('ix_focal_point_deputy_id'))

    op.drop_table('focal_point')
    op.drop_table('consultation')
