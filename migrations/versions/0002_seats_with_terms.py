"""Give committees seats that are held for terms, and name the rounds of negotiations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


CATEGORIES = {"academia": "academia", "labour": "labour", "ngo": "consumer", "firm": "sme"}
"""For whom a seat is kept, by the group of the organisation that had it; else associations."""


def upgrade() -> None:
    """Take the database one step forward: whoever had a seat begins a term in it."""
    held = _held()
    op.create_table('declaration',
    sa.Column('id', KEY, nullable=False),
    sa.Column('person_id', KEY, nullable=False),
    sa.Column('declared_on', sa.Date(), nullable=False),
    sa.Column('interests', sa.Text(), nullable=False),
    sa.Column('chapters', JSON, nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_declaration_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_declaration'))
    )
    with op.batch_alter_table('declaration', schema=None) as batch_op:
        batch_op.create_index('ix_declaration_person', ['person_id', 'declared_on'], unique=False)

    op.create_table('undertaking',
    sa.Column('id', KEY, nullable=False),
    sa.Column('person_id', KEY, nullable=False),
    sa.Column('clearance', sa.String(40), nullable=False),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_undertaking_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_undertaking'))
    )
    with op.batch_alter_table('undertaking', schema=None) as batch_op:
        batch_op.create_index('ix_undertaking_person', ['person_id', 'expires_on'], unique=False)

    op.create_table('negotiation_round',
    sa.Column('id', KEY, nullable=False),
    sa.Column('negotiation_id', KEY, nullable=False),
    sa.Column('number', KEY, nullable=False),
    sa.Column('place', JSON, nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['negotiation_id'], ['negotiation.id'], name=op.f('fk_negotiation_round_negotiation_id_negotiation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_negotiation_round')),
    sa.UniqueConstraint('negotiation_id', 'number', name=op.f('uq_negotiation_round_negotiation_id_number'))
    )
    op.create_table('term',
    sa.Column('id', KEY, nullable=False),
    sa.Column('seat_id', KEY, nullable=False),
    sa.Column('organisation_id', KEY, nullable=False),
    sa.Column('holder_id', KEY, nullable=True),
    sa.Column('alternate_id', KEY, nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['alternate_id'], ['person.id'], name=op.f('fk_term_alternate_id_person')),
    sa.ForeignKeyConstraint(['holder_id'], ['person.id'], name=op.f('fk_term_holder_id_person')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_term_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_term_seat_id_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_term')),
    sa.UniqueConstraint('seat_id', 'starts_on', name=op.f('uq_term_seat_id_starts_on'))
    )
    with op.batch_alter_table('term', schema=None) as batch_op:
        batch_op.create_index('ix_term_alternate', ['alternate_id', 'ends_on'], unique=False)
        batch_op.create_index('ix_term_holder', ['holder_id', 'ends_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_term_organisation_id'), ['organisation_id'], unique=False)

    with op.batch_alter_table('committee', schema=None) as batch_op:
        batch_op.add_column(sa.Column('negotiation_id', KEY, nullable=True))
        batch_op.add_column(sa.Column('region_id', KEY, nullable=True))
        batch_op.add_column(sa.Column('mandate', JSON, nullable=True))
        batch_op.drop_index(batch_op.f('ix_committee_chair_id'))
        batch_op.drop_constraint(batch_op.f('uq_committee_theme_id'), type_='unique')
        batch_op.create_index(batch_op.f('ix_committee_negotiation_id'), ['negotiation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_committee_region_id'), ['region_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_committee_theme_id'), ['theme_id'], unique=False)
        batch_op.drop_constraint(batch_op.f('fk_committee_chair_id_person'), type_='foreignkey')
        batch_op.create_foreign_key(batch_op.f('fk_committee_region_id_region'), 'region', ['region_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_committee_negotiation_id_negotiation'), 'negotiation', ['negotiation_id'], ['id'])
        batch_op.drop_column('chair_id')

    with op.batch_alter_table('seat', schema=None) as batch_op:
        batch_op.add_column(sa.Column('category', sa.String(40), nullable=True))
        batch_op.add_column(sa.Column('created_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('abolished_on', sa.Date(), nullable=True))
        batch_op.drop_index(batch_op.f('ix_seat_organisation_id'))
        batch_op.drop_constraint(batch_op.f('uq_seat_committee_id_organisation_id'), type_='unique')
        batch_op.create_index('ix_seat_committee', ['committee_id', 'id'], unique=False)
        batch_op.drop_constraint(batch_op.f('fk_seat_organisation_id_organisation'), type_='foreignkey')
        batch_op.drop_column('organisation_id')

    _begin_terms(held)
    with op.batch_alter_table('seat', schema=None) as batch_op:
        batch_op.alter_column('category', existing_type=sa.String(40), nullable=False)
        batch_op.alter_column('created_on', existing_type=sa.Date(), nullable=False)
        batch_op.create_index('uq_seat_one_chair', ['committee_id'], unique=True, sqlite_where=sa.text("role = 'chair' AND abolished_on IS NULL"), postgresql_where=sa.text("role = 'chair' AND abolished_on IS NULL"))


def _held() -> list[sa.Row]:
    """Return every seat with the organisation that has it, and what its term will be made of."""
    return list(op.get_bind().execute(sa.text(
        "SELECT seat.id AS seat, seat.role AS role, organisation.id AS organisation,"
        " organisation.\"group\" AS of_group, committee.chair_id AS chair,"
        " committee.established_on AS since"
        " FROM seat JOIN organisation ON organisation.id = seat.organisation_id"
        " JOIN committee ON committee.id = seat.committee_id ORDER BY seat.id"
    )))


def _begin_terms(held: list[sa.Row]) -> None:
    for row in held:
        chairs = row.role == "chair"
        op.get_bind().execute(
            sa.text("UPDATE seat SET category = :category, created_on = :since WHERE id = :seat"),
            {"category": CATEGORIES.get(row.of_group, "association"), "since": row.since, "seat": row.seat},
        )
        op.get_bind().execute(
            sa.text(
                "INSERT INTO term (seat_id, organisation_id, holder_id, starts_on)"
                " VALUES (:seat, :organisation, :holder, :since)"
            ),
            {
                "seat": row.seat,
                "organisation": row.organisation,
                "holder": row.chair if chairs else None,
                "since": row.since,
            },
        )


def downgrade() -> None:
    """Take the database one step back: each seat goes to whoever had it last."""
    bind = op.get_bind()
    last = list(bind.execute(sa.text(
        "SELECT term.seat_id AS seat, term.organisation_id AS organisation,"
        " term.holder_id AS holder, seat.role AS role, seat.committee_id AS committee"
        " FROM term JOIN seat ON seat.id = term.seat_id ORDER BY term.starts_on, term.id"
    )))
    with op.batch_alter_table('seat', schema=None) as batch_op:
        batch_op.add_column(sa.Column('organisation_id', KEY, nullable=True))
        batch_op.drop_index('uq_seat_one_chair')
        batch_op.drop_index('ix_seat_committee')
        batch_op.drop_column('abolished_on')
        batch_op.drop_column('created_on')
        batch_op.drop_column('category')
    with op.batch_alter_table('committee', schema=None) as batch_op:
        batch_op.add_column(sa.Column('chair_id', KEY, nullable=True))
        batch_op.drop_constraint(batch_op.f('fk_committee_negotiation_id_negotiation'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_committee_region_id_region'), type_='foreignkey')
        batch_op.create_foreign_key(batch_op.f('fk_committee_chair_id_person'), 'person', ['chair_id'], ['id'])
        batch_op.drop_index(batch_op.f('ix_committee_theme_id'))
        batch_op.drop_index(batch_op.f('ix_committee_region_id'))
        batch_op.drop_index(batch_op.f('ix_committee_negotiation_id'))
        batch_op.create_index(batch_op.f('ix_committee_chair_id'), ['chair_id'], unique=False)
        batch_op.drop_column('mandate')
        batch_op.drop_column('region_id')
        batch_op.drop_column('negotiation_id')
    for row in last:
        bind.execute(
            sa.text("UPDATE seat SET organisation_id = :organisation WHERE id = :seat"),
            {"organisation": row.organisation, "seat": row.seat},
        )
        if row.role == "chair":
            bind.execute(
                sa.text("UPDATE committee SET chair_id = :holder WHERE id = :committee"),
                {"holder": row.holder, "committee": row.committee},
            )
    op.drop_table('term')
    _keep_what_the_older_tables_can_hold(bind)
    with op.batch_alter_table('seat', schema=None) as batch_op:
        batch_op.alter_column('organisation_id', existing_type=KEY, nullable=False)
        batch_op.create_foreign_key(batch_op.f('fk_seat_organisation_id_organisation'), 'organisation', ['organisation_id'], ['id'])
        batch_op.create_unique_constraint(batch_op.f('uq_seat_committee_id_organisation_id'), ['committee_id', 'organisation_id'])
        batch_op.create_index(batch_op.f('ix_seat_organisation_id'), ['organisation_id'], unique=False)
    with op.batch_alter_table('committee', schema=None) as batch_op:
        batch_op.create_unique_constraint(batch_op.f('uq_committee_theme_id'), ['theme_id'])
    op.drop_table('negotiation_round')
    op.drop_table('undertaking')
    op.drop_table('declaration')


def _keep_what_the_older_tables_can_hold(bind: sa.Connection) -> None:
    """Drop vacant seats, an organisation's second seat, and a theme's second committee."""
    bind.execute(sa.text(
        "DELETE FROM seat WHERE organisation_id IS NULL OR committee_id NOT IN"
        " (SELECT min(id) FROM committee GROUP BY theme_id)"
    ))
    bind.execute(sa.text(
        "DELETE FROM seat WHERE id NOT IN"
        " (SELECT min(id) FROM seat GROUP BY committee_id, organisation_id)"
    ))
    bind.execute(sa.text(
        "DELETE FROM committee WHERE id NOT IN (SELECT min(id) FROM committee GROUP BY theme_id)"
    ))
