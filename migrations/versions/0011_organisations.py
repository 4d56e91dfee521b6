"""Give organisations a register, people with roles, letters of authority, accreditation."""

from datetime import date

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Take the database one step forward."""
    op.create_table('hs_chapter',
    sa.Column('id', KEY, nullable=False),
    sa.Column('code', sa.String(length=2), nullable=False),
    sa.Column('name', JSON, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hs_chapter')),
    sa.UniqueConstraint('code', name=op.f('uq_hs_chapter_code'))
    )
    op.create_table('organisation_kind',
    sa.Column('id', KEY, nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('rank', KEY, nullable=False),
    sa.Column('group', sa.String(40), nullable=False),
    sa.Column('size', sa.String(40), nullable=True),
    sa.Column('in_chamber', sa.Boolean(), nullable=True),
    sa.Column('name', JSON, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation_kind')),
    sa.UniqueConstraint('code', name=op.f('uq_organisation_kind_code'))
    )
    op.create_table('sector',
    sa.Column('id', KEY, nullable=False),
    sa.Column('code', sa.String(length=1), nullable=False),
    sa.Column('name', JSON, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sector')),
    sa.UniqueConstraint('code', name=op.f('uq_sector_code'))
    )
    op.create_table('accreditation',
    sa.Column('id', KEY, nullable=False),
    sa.Column('organisation_id', KEY, nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('statutes_id', KEY, nullable=False),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('requested_by_id', KEY, nullable=False),
    sa.Column('checks', JSON, nullable=False),
    sa.Column('reason', sa.String(40), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', KEY, nullable=True),
    sa.Column('appeal', sa.Text(), nullable=False),
    sa.Column('appealed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('reminded', KEY, nullable=True),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_accreditation_decided_by_id_person')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_accreditation_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['requested_by_id'], ['person.id'], name=op.f('fk_accreditation_requested_by_id_person')),
    sa.ForeignKeyConstraint(['statutes_id'], ['attachment.id'], name=op.f('fk_accreditation_statutes_id_attachment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_accreditation'))
    )
    with op.batch_alter_table('accreditation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_accreditation_decided_by_id'), ['decided_by_id'], unique=False)
        batch_op.create_index('ix_accreditation_organisation', ['organisation_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_accreditation_requested_by_id'), ['requested_by_id'], unique=False)
        batch_op.create_index('ix_accreditation_state', ['state', 'ends_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_accreditation_statutes_id'), ['statutes_id'], unique=False)
        batch_op.create_index('uq_accreditation_waiting', ['organisation_id'], unique=True, sqlite_where=sa.text("state IN ('requested', 'appealed')"), postgresql_where=sa.text("state IN ('requested', 'appealed')"))

    op.create_table('join_request',
    sa.Column('id', KEY, nullable=False),
    sa.Column('person_id', KEY, nullable=False),
    sa.Column('organisation_id', KEY, nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by_id', KEY, nullable=True),
    sa.Column('accepted', sa.Boolean(), nullable=True),
    sa.ForeignKeyConstraint(['answered_by_id'], ['person.id'], name=op.f('fk_join_request_answered_by_id_person')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_join_request_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_join_request_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_join_request'))
    )
    with op.batch_alter_table('join_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_join_request_answered_by_id'), ['answered_by_id'], unique=False)
        batch_op.create_index('ix_join_request_organisation', ['organisation_id', 'answered_at'], unique=False)
        batch_op.create_index('uq_join_request_open', ['person_id', 'organisation_id'], unique=True, sqlite_where=sa.text('answered_at IS NULL'), postgresql_where=sa.text('answered_at IS NULL'))

    op.create_table('member_invitation',
    sa.Column('id', KEY, nullable=False),
    sa.Column('organisation_id', KEY, nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('role', sa.String(40), nullable=False),
    sa.Column('token', sa.String(length=64), nullable=False),
    sa.Column('invited_by_id', KEY, nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['invited_by_id'], ['person.id'], name=op.f('fk_member_invitation_invited_by_id_person')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_member_invitation_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_member_invitation')),
    sa.UniqueConstraint('token', name=op.f('uq_member_invitation_token'))
    )
    with op.batch_alter_table('member_invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_member_invitation_invited_by_id'), ['invited_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_member_invitation_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('organisation_chapter',
    sa.Column('organisation_id', KEY, nullable=False),
    sa.Column('chapter_id', KEY, nullable=False),
    sa.ForeignKeyConstraint(['chapter_id'], ['hs_chapter.id'], name=op.f('fk_organisation_chapter_chapter_id_hs_chapter')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_organisation_chapter_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('organisation_id', 'chapter_id', name=op.f('pk_organisation_chapter'))
    )
    with op.batch_alter_table('organisation_chapter', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisation_chapter_chapter_id'), ['chapter_id'], unique=False)

    op.create_table('organisation_sector',
    sa.Column('organisation_id', KEY, nullable=False),
    sa.Column('sector_id', KEY, nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_organisation_sector_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['sector_id'], ['sector.id'], name=op.f('fk_organisation_sector_sector_id_sector')),
    sa.PrimaryKeyConstraint('organisation_id', 'sector_id', name=op.f('pk_organisation_sector'))
    )
    with op.batch_alter_table('organisation_sector', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisation_sector_sector_id'), ['sector_id'], unique=False)

    op.create_table('authority',
    sa.Column('id', KEY, nullable=False),
    sa.Column('giver_id', KEY, nullable=False),
    sa.Column('holder_id', KEY, nullable=False),
    sa.Column('letter_id', KEY, nullable=False),
    sa.Column('scope', sa.String(40), nullable=False),
    sa.Column('theme_id', KEY, nullable=True),
    sa.Column('docket_id', KEY, nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('given_by_id', KEY, nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['docket_id'], ['docket.id'], name=op.f('fk_authority_docket_id_docket')),
    sa.ForeignKeyConstraint(['given_by_id'], ['person.id'], name=op.f('fk_authority_given_by_id_person')),
    sa.ForeignKeyConstraint(['giver_id'], ['organisation.id'], name=op.f('fk_authority_giver_id_organisation')),
    sa.ForeignKeyConstraint(['holder_id'], ['organisation.id'], name=op.f('fk_authority_holder_id_organisation')),
    sa.ForeignKeyConstraint(['letter_id'], ['attachment.id'], name=op.f('fk_authority_letter_id_attachment')),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_authority_theme_id_theme')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_authority'))
    )
    with op.batch_alter_table('authority', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_authority_docket_id'), ['docket_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_authority_given_by_id'), ['given_by_id'], unique=False)
        batch_op.create_index('ix_authority_giver', ['giver_id', 'ends_on'], unique=False)
        batch_op.create_index('ix_authority_holder', ['holder_id', 'ends_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_authority_letter_id'), ['letter_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_authority_theme_id'), ['theme_id'], unique=False)

    with op.batch_alter_table('comment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('agent_id', KEY, nullable=True))
        batch_op.add_column(sa.Column('members', KEY, nullable=True))
        batch_op.add_column(sa.Column('adoption', sa.String(40), nullable=True))
        batch_op.create_index(batch_op.f('ix_comment_agent_id'), ['agent_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_comment_agent_id_organisation'), 'organisation', ['agent_id'], ['id'])

    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('folded_kk', sa.String(length=300), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('folded_ru', sa.String(length=300), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('folded_en', sa.String(length=300), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('size', sa.String(40), nullable=True))
        batch_op.add_column(sa.Column('languages', JSON, nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('homepage', sa.String(length=300), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('registered_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('last_active_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('employees', KEY, nullable=True))
        batch_op.add_column(sa.Column('adoption', sa.String(40), nullable=True))
        batch_op.add_column(sa.Column('mandate_on', sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f('ix_organisation_folded_en'), ['folded_en'], unique=False)
        batch_op.create_index(batch_op.f('ix_organisation_folded_kk'), ['folded_kk'], unique=False)
        batch_op.create_index(batch_op.f('ix_organisation_folded_ru'), ['folded_ru'], unique=False)

    with op.batch_alter_table('region', schema=None) as batch_op:
        batch_op.add_column(sa.Column('current', sa.Boolean(), nullable=False, server_default=sa.true()))

    _carry_over(op.get_bind())
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.drop_column('chapters')
        for name in ('folded_kk', 'folded_ru', 'folded_en', 'homepage', 'languages'):
            batch_op.alter_column(name, server_default=None)
    with op.batch_alter_table('region', schema=None) as batch_op:
        batch_op.alter_column('current', server_default=None)


def _carry_over(bind: sa.Connection) -> None:
    """Fold the names, give chapters rows of their own, and note who filed when."""
    organisation = sa.table(
        'organisation', sa.column('id'), sa.column('name', JSON), sa.column('chapters', JSON),
        sa.column('folded_kk'), sa.column('folded_ru'), sa.column('folded_en'),
        sa.column('last_active_on', sa.Date()),
    )
    chapter = sa.table('hs_chapter', sa.column('id'), sa.column('code'), sa.column('name', JSON))
    link = sa.table(
        'organisation_chapter', sa.column('organisation_id'), sa.column('chapter_id')
    )
    comment = sa.table(
        'comment', sa.column('organisation_id'), sa.column('filed_at', sa.DateTime(timezone=True))
    )
    filed = sa.select(comment.c.organisation_id, sa.func.max(comment.c.filed_at))
    latest = dict(
        bind.execute(
            filed.where(comment.c.organisation_id.is_not(None)).group_by(comment.c.organisation_id)
        ).all()
    )
    rows = bind.execute(
        sa.select(organisation.c.id, organisation.c.name, organisation.c.chapters)
    ).all()
    keys: dict[str, int] = {}
    for code in sorted({code for row in rows for code in row.chapters or ()}):
        # The loading of reference data gives it its own name.
        bind.execute(chapter.insert().values(code=code, name={'source': 'ru', 'ru': code}))
        keys[code] = bind.execute(sa.select(chapter.c.id).where(chapter.c.code == code)).scalar_one()
    for row in rows:
        at = latest.get(row.id)
        bind.execute(
            organisation.update().where(organisation.c.id == row.id).values(
                **{f'folded_{x}': _folded(row.name, x) for x in ('kk', 'ru', 'en')},
                last_active_on=date.fromisoformat(str(at)[:10]) if at else None,
            )
        )
        for code in set(row.chapters or ()):
            bind.execute(link.insert().values(organisation_id=row.id, chapter_id=keys[code]))


def _folded(name: dict[str, str], locale: str) -> str:
    texts = [name.get(x, '') for x in (locale, name['source'], 'kk', 'ru', 'en')]
    told = next((text for text in texts if text), '')
    words = ''.join(c if c.isalnum() else ' ' for c in told.casefold()).split()
    return ' '.join(words)[:300]


def downgrade() -> None:
    """Take the database one step back."""
    with op.batch_alter_table('region', schema=None) as batch_op:
        batch_op.drop_column('current')

    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('chapters', JSON, nullable=False, server_default='[]'))
    _carry_back(op.get_bind())
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.alter_column('chapters', server_default=None)
        batch_op.drop_index(batch_op.f('ix_organisation_folded_ru'))
        batch_op.drop_index(batch_op.f('ix_organisation_folded_kk'))
        batch_op.drop_index(batch_op.f('ix_organisation_folded_en'))
        batch_op.drop_column('mandate_on')
        batch_op.drop_column('adoption')
        batch_op.drop_column('employees')
        batch_op.drop_column('last_active_on')
        batch_op.drop_column('registered_at')
        batch_op.drop_column('homepage')
        batch_op.drop_column('languages')
        batch_op.drop_column('size')
        batch_op.drop_column('folded_en')
        batch_op.drop_column('folded_ru')
        batch_op.drop_column('folded_kk')

    with op.batch_alter_table('comment', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_comment_agent_id_organisation'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_comment_agent_id'))
        batch_op.drop_column('adoption')
        batch_op.drop_column('members')
        batch_op.drop_column('agent_id')

    op.drop_table('authority')
    op.drop_table('organisation_sector')
    op.drop_table('organisation_chapter')
    op.drop_table('member_invitation')
    op.drop_table('join_request')
    op.drop_table('accreditation')
    op.drop_table('sector')
    op.drop_table('organisation_kind')
    op.drop_table('hs_chapter')


def _carry_back(bind: sa.Connection) -> None:
    """Write the chapters of each organisation into its own row again."""
    found: dict[int, list[str]] = {}
    rows = bind.execute(sa.text(
        "SELECT organisation_chapter.organisation_id AS organisation, hs_chapter.code AS code"
        " FROM organisation_chapter JOIN hs_chapter"
        " ON hs_chapter.id = organisation_chapter.chapter_id ORDER BY hs_chapter.code"
    ))
    for row in rows:
        found.setdefault(row.organisation, []).append(row.code)
    organisation = sa.table('organisation', sa.column('id'), sa.column('chapters', JSON))
    for key, codes in found.items():
        bind.execute(
            organisation.update().where(organisation.c.id == key).values(chapters=codes)
        )
