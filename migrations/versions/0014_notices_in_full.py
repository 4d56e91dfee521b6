"""Keep notices in full: goods, files, context, relations, issues, plans, and what is frozen.

A migration that makes one of the frozen tables anew on SQLite loses the triggers on it, and
has to make them again; a test compares them with those of the models.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

KEPT = (
    'action', 'agency_id', 'approved_at', 'approved_by_id', 'changed_at', 'chapters',
    'contact_email', 'contact_name', 'contact_phone', 'context_waiver', 'decided_on',
    'decision_status', 'docket_id', 'drafted_by_id', 'first_closing', 'impact_promised_on',
    'inspect_on', 'kind', 'last_page', 'number', 'opens_on', 'page', 'plan_id', 'publish_on',
    'published_at', 'published_on', 'series', 'state', 'submitted_at', 'submitted_by_id',
    'summary', 'title', 'unit', 'volume', 'waiver_reason', 'wanted_closing',
)
"""Columns of a published notice that nothing changes."""

PARTS = {
    'notice_text': 'notice_id',
    'notice_theme': 'notice_id',
    'notice_region': 'notice_id',
    'notice_sector': 'notice_id',
    'question': 'notice_id',
    'notice_part': 'notice_id',
    'notice_line': 'notice_id',
    'notice_file': 'notice_id',
    'notice_relation': 'later_id',
}
"""What is frozen with it."""

REFUSAL = 'what was published never changes'
UNFOUNDED = 'only a later notice changes where a notice stands'
BACKED = (
    "EXISTS (SELECT 1 FROM notice_relation JOIN notice AS later"
    " ON later.id = notice_relation.later_id WHERE notice_relation.earlier_id = OLD.id"
    " AND later.state = 'published'"
    " AND notice_relation.relation IN ('extends', 'reopens', 'withdraws'))"
)
WAS_PUBLISHED = "OLD.state = 'published'"


def upgrade() -> None:
    """Take the database one step forward."""
    op.create_table('register_issue',
    sa.Column('id', KEY, nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('volume', KEY, nullable=False),
    sa.Column('number', KEY, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_issue')),
    sa.UniqueConstraint('day', name=op.f('uq_register_issue_day')),
    sa.UniqueConstraint('volume', 'number', name=op.f('uq_register_issue_volume_number'))
    )
    op.create_table('planned_consultation',
    sa.Column('id', KEY, nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('agency_id', KEY, nullable=False),
    sa.Column('negotiation_id', KEY, nullable=True),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.Column('title', JSON, nullable=False),
    sa.Column('summary', JSON, nullable=False),
    sa.Column('opens_from', sa.Date(), nullable=False),
    sa.Column('opens_by', sa.Date(), nullable=False),
    sa.Column('dropped_on', sa.Date(), nullable=True),
    sa.Column('dropped_because', JSON, nullable=True),
    sa.Column('planned_by_id', KEY, nullable=True),
    sa.Column('planned_on', sa.Date(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_planned_consultation_agency_id_agency')),
    sa.ForeignKeyConstraint(['negotiation_id'], ['negotiation.id'], name=op.f('fk_planned_consultation_negotiation_id_negotiation')),
    sa.ForeignKeyConstraint(['planned_by_id'], ['person.id'], name=op.f('fk_planned_consultation_planned_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_planned_consultation')),
    sa.UniqueConstraint('number', name=op.f('uq_planned_consultation_number'))
    )
    with op.batch_alter_table('planned_consultation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_planned_consultation_agency_id'), ['agency_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_planned_consultation_negotiation_id'), ['negotiation_id'], unique=False)
        batch_op.create_index('ix_planned_consultation_opens', ['opens_from', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_planned_consultation_planned_by_id'), ['planned_by_id'], unique=False)

    op.create_table('planned_theme',
    sa.Column('id', KEY, nullable=False),
    sa.Column('plan_id', KEY, nullable=False),
    sa.Column('theme_id', KEY, nullable=False),
    sa.ForeignKeyConstraint(['plan_id'], ['planned_consultation.id'], name=op.f('fk_planned_theme_plan_id_planned_consultation')),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_planned_theme_theme_id_theme')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_planned_theme')),
    sa.UniqueConstraint('plan_id', 'theme_id', name=op.f('uq_planned_theme_plan_id_theme_id'))
    )
    with op.batch_alter_table('planned_theme', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_planned_theme_theme_id'), ['theme_id'], unique=False)

    op.create_table('extension_request',
    sa.Column('id', KEY, nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('notice_id', KEY, nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('person_id', KEY, nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('organisation', sa.String(length=300), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('locale', sa.String(length=2), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('token', sa.String(length=64), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('answer', JSON, nullable=True),
    sa.Column('decided_by_id', KEY, nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('extension_id', KEY, nullable=True),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_extension_request_decided_by_id_person')),
    sa.ForeignKeyConstraint(['extension_id'], ['notice.id'], name=op.f('fk_extension_request_extension_id_notice')),
    sa.ForeignKeyConstraint(['notice_id'], ['notice.id'], name=op.f('fk_extension_request_notice_id_notice')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_extension_request_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_extension_request')),
    sa.UniqueConstraint('number', name=op.f('uq_extension_request_number')),
    sa.UniqueConstraint('token', name=op.f('uq_extension_request_token'))
    )
    with op.batch_alter_table('extension_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_extension_request_decided_by_id'), ['decided_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_extension_request_extension_id'), ['extension_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_extension_request_notice_id'), ['notice_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_extension_request_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_extension_request_state', ['state', 'due_on', 'id'], unique=False)

    op.create_table('notice_file',
    sa.Column('id', KEY, nullable=False),
    sa.Column('notice_id', KEY, nullable=False),
    sa.Column('number', KEY, nullable=False),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.Column('title', JSON, nullable=False),
    sa.Column('locale', sa.String(length=2), nullable=False),
    sa.Column('attachment_id', KEY, nullable=False),
    sa.Column('accessible_id', KEY, nullable=True),
    sa.Column('source', JSON, nullable=True),
    sa.Column('as_of', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['accessible_id'], ['attachment.id'], name=op.f('fk_notice_file_accessible_id_attachment')),
    sa.ForeignKeyConstraint(['attachment_id'], ['attachment.id'], name=op.f('fk_notice_file_attachment_id_attachment')),
    sa.ForeignKeyConstraint(['notice_id'], ['notice.id'], name=op.f('fk_notice_file_notice_id_notice')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_file')),
    sa.UniqueConstraint('notice_id', 'number', name=op.f('uq_notice_file_notice_id_number'))
    )
    with op.batch_alter_table('notice_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notice_file_accessible_id'), ['accessible_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_notice_file_attachment_id'), ['attachment_id'], unique=False)

    op.create_table('notice_line',
    sa.Column('id', KEY, nullable=False),
    sa.Column('notice_id', KEY, nullable=False),
    sa.Column('rank', KEY, nullable=False),
    sa.Column('year', KEY, nullable=False),
    sa.Column('code', sa.String(length=10), nullable=False),
    sa.Column('goods', JSON, nullable=False),
    sa.Column('duty_now', sa.String(length=60), nullable=False),
    sa.Column('duty_proposed', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['notice_id'], ['notice.id'], name=op.f('fk_notice_line_notice_id_notice')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_line')),
    sa.UniqueConstraint('notice_id', 'rank', name=op.f('uq_notice_line_notice_id_rank'))
    )
    with op.batch_alter_table('notice_line', schema=None) as batch_op:
        batch_op.create_index('ix_notice_line_code', ['code', 'notice_id'], unique=False)

    op.create_table('notice_part',
    sa.Column('id', KEY, nullable=False),
    sa.Column('notice_id', KEY, nullable=False),
    sa.Column('part', sa.String(40), nullable=False),
    sa.Column('text', JSON, nullable=False),
    sa.ForeignKeyConstraint(['notice_id'], ['notice.id'], name=op.f('fk_notice_part_notice_id_notice')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_part')),
    sa.UniqueConstraint('notice_id', 'part', name=op.f('uq_notice_part_notice_id_part'))
    )
    op.create_table('notice_region',
    sa.Column('id', KEY, nullable=False),
    sa.Column('notice_id', KEY, nullable=False),
    sa.Column('region_id', KEY, nullable=False),
    sa.ForeignKeyConstraint(['notice_id'], ['notice.id'], name=op.f('fk_notice_region_notice_id_notice')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_notice_region_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_region')),
    sa.UniqueConstraint('notice_id', 'region_id', name=op.f('uq_notice_region_notice_id_region_id'))
    )
    with op.batch_alter_table('notice_region', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notice_region_region_id'), ['region_id'], unique=False)

    op.create_table('notice_relation',
    sa.Column('id', KEY, nullable=False),
    sa.Column('later_id', KEY, nullable=False),
    sa.Column('earlier_id', KEY, nullable=False),
    sa.Column('relation', sa.String(40), nullable=False),
    sa.ForeignKeyConstraint(['earlier_id'], ['notice.id'], name=op.f('fk_notice_relation_earlier_id_notice')),
    sa.ForeignKeyConstraint(['later_id'], ['notice.id'], name=op.f('fk_notice_relation_later_id_notice')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_relation')),
    sa.UniqueConstraint('later_id', 'earlier_id', name=op.f('uq_notice_relation_later_id_earlier_id'))
    )
    with op.batch_alter_table('notice_relation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notice_relation_earlier_id'), ['earlier_id'], unique=False)

    op.create_table('notice_sector',
    sa.Column('id', KEY, nullable=False),
    sa.Column('notice_id', KEY, nullable=False),
    sa.Column('sector_id', KEY, nullable=False),
    sa.ForeignKeyConstraint(['notice_id'], ['notice.id'], name=op.f('fk_notice_sector_notice_id_notice')),
    sa.ForeignKeyConstraint(['sector_id'], ['sector.id'], name=op.f('fk_notice_sector_sector_id_sector')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_sector')),
    sa.UniqueConstraint('notice_id', 'sector_id', name=op.f('uq_notice_sector_notice_id_sector_id'))
    )
    with op.batch_alter_table('notice_sector', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notice_sector_sector_id'), ['sector_id'], unique=False)

    op.create_table('notice_typing',
    sa.Column('id', KEY, nullable=False),
    sa.Column('notice_id', KEY, nullable=False),
    sa.Column('person_id', KEY, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('typed', JSON, nullable=False),
    sa.ForeignKeyConstraint(['notice_id'], ['notice.id'], name=op.f('fk_notice_typing_notice_id_notice')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_notice_typing_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_typing')),
    sa.UniqueConstraint('notice_id', 'person_id', name=op.f('uq_notice_typing_notice_id_person_id'))
    )
    with op.batch_alter_table('notice_typing', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notice_typing_person_id'), ['person_id'], unique=False)

    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.add_column(sa.Column('context_waiver', JSON, nullable=True))
        batch_op.add_column(sa.Column('decided_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('impact_promised_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('first_closing', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('withdrawn_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('publish_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('inspect_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('plan_id', KEY, nullable=True))
        batch_op.create_index(batch_op.f('ix_notice_plan_id'), ['plan_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_notice_plan_id_planned_consultation'), 'planned_consultation', ['plan_id'], ['id'])

    with op.batch_alter_table('notice_text', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_stale', sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.add_column(sa.Column('form', sa.String(40), nullable=False, server_default='text'))
        batch_op.add_column(sa.Column('options', JSON, nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('unit', JSON, nullable=True))

    with op.batch_alter_table('notice_text', schema=None) as batch_op:
        batch_op.alter_column('is_stale', server_default=None)
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.alter_column('form', server_default=None)
        batch_op.alter_column('options', server_default=None)
    op.execute("UPDATE notice SET first_closing = closes_on")
    number_issues()
    if op.get_bind().dialect.name == 'sqlite':
        freeze_on_sqlite()
    else:
        freeze_on_postgresql()


def number_issues() -> None:
    """Give every day on which the register appeared its number in the volume."""
    bind = op.get_bind()
    days = bind.execute(sa.text(
        "SELECT DISTINCT published_on, volume FROM notice"
        " WHERE state = 'published' AND series = 'RTN' AND published_on IS NOT NULL"
        " AND volume IS NOT NULL ORDER BY published_on"
    )).all()
    last: dict[int, int] = {}
    for day, volume in days:
        last[volume] = last.get(volume, 0) + 1
        bind.execute(
            sa.text("INSERT INTO register_issue (day, volume, number) VALUES (:day, :volume, :number)"),
            {'day': day, 'volume': volume, 'number': last[volume]},
        )
    for volume, number in last.items():
        bind.execute(
            sa.text("INSERT INTO register_sequence (name, last) VALUES (:name, :last)"),
            {'name': f'issue-{volume}', 'last': number},
        )


def freeze_on_sqlite() -> None:
    """Let nothing change of what is published."""
    changed = ' OR '.join(f'NEW.{name} IS NOT OLD.{name}' for name in KEPT)
    moved = 'NEW.closes_on IS NOT OLD.closes_on OR NEW.withdrawn_on IS NOT OLD.withdrawn_on'
    unfounded = f'{WAS_PUBLISHED} AND ({moved}) AND NOT {BACKED}'
    abort('notice_frozen', 'UPDATE ON notice', f'{WAS_PUBLISHED} AND ({changed})', REFUSAL)
    abort('notice_kept', 'DELETE ON notice', WAS_PUBLISHED, REFUSAL)
    abort('notice_standing', 'UPDATE ON notice', unfounded, UNFOUNDED)
    for table, column in PARTS.items():
        for name, verb, rows in (
            ('closed', 'INSERT', ('NEW',)),
            ('frozen', 'UPDATE', ('OLD', 'NEW')),
            ('kept', 'DELETE', ('OLD',)),
        ):
            keys = ', '.join(f'{row}.{column}' for row in rows)
            abort(f'{table}_{name}', f'{verb} ON {table}', published(keys), REFUSAL)


def abort(name: str, when: str, condition: str, refusal: str) -> None:
    """Make a trigger that refuses."""
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {when} WHEN {condition}"
        f" BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    )


def published(keys: str) -> str:
    """Return the condition that one of the notices is published."""
    return f"EXISTS (SELECT 1 FROM notice WHERE id IN ({keys}) AND state = 'published')"


def freeze_on_postgresql() -> None:
    """Let nothing change of what is published."""
    old, new = (f"ROW({', '.join(f'{row}.{name}' for name in KEPT)})" for row in ('OLD', 'NEW'))
    stood, stands = (f'ROW({row}.closes_on, {row}.withdrawn_on)' for row in ('OLD', 'NEW'))
    function('notice_is_frozen', [
        "IF TG_OP = 'DELETE' THEN",
        f"IF {WAS_PUBLISHED} THEN RAISE EXCEPTION '{REFUSAL}'; END IF;",
        "RETURN OLD;",
        "END IF;",
        f"IF {WAS_PUBLISHED} AND {new} IS DISTINCT FROM {old} THEN",
        f"RAISE EXCEPTION '{REFUSAL}';",
        "END IF;",
        f"IF {WAS_PUBLISHED} AND {stands} IS DISTINCT FROM {stood} AND NOT {BACKED} THEN",
        f"RAISE EXCEPTION '{UNFOUNDED}';",
        "END IF;",
        "RETURN NEW;",
    ])
    refused = [
        line
        for other_than, row in (('INSERT', 'OLD'), ('DELETE', 'NEW'))
        for line in (
            f"IF TG_OP <> '{other_than}'"
            f" AND {published(f'(to_jsonb({row}) ->> TG_ARGV[0])::bigint')} THEN",
            f"RAISE EXCEPTION '{REFUSAL}';",
            "END IF;",
        )
    ]
    function('notice_part_is_frozen', [
        *refused, "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;", "RETURN NEW;"
    ])
    trigger('notice', 'UPDATE OR DELETE', 'notice_is_frozen()')
    for table, column in PARTS.items():
        trigger(table, 'INSERT OR UPDATE OR DELETE', f"notice_part_is_frozen('{column}')")


def function(name: str, body: list[str]) -> None:
    """Make a function of the database."""
    lines = '\n'.join(body)
    op.get_bind().exec_driver_sql(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
        f" AS $$\nBEGIN\n{lines}\nEND $$"
    )


def trigger(table: str, verbs: str, calls: str) -> None:
    """Let a function look at every change of a table."""
    op.execute(
        f"CREATE TRIGGER {table}_frozen BEFORE {verbs} ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION {calls}"
    )


def thaw() -> None:
    """Let everything be changed again."""
    on_sqlite = op.get_bind().dialect.name == 'sqlite'
    for table in ('notice', *PARTS):
        names = ['frozen', 'kept', 'standing' if table == 'notice' else 'closed']
        for name in names if on_sqlite else ['frozen']:
            op.execute(f"DROP TRIGGER {table}_{name}" + ('' if on_sqlite else f' ON {table}'))
    if not on_sqlite:
        op.execute("DROP FUNCTION notice_is_frozen()")
        op.execute("DROP FUNCTION notice_part_is_frozen()")


def downgrade() -> None:
    """Take the database one step back. A notice that waited for its day waits for approval again."""
    thaw()
    op.execute("UPDATE notice SET state = 'submitted' WHERE state = 'scheduled'")
    op.execute("UPDATE notice SET kind = 'request_for_comments' WHERE kind = 'information'")
    op.execute("DELETE FROM register_sequence WHERE name LIKE 'issue-%'")
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.drop_column('unit')
        batch_op.drop_column('options')
        batch_op.drop_column('form')

    with op.batch_alter_table('notice_text', schema=None) as batch_op:
        batch_op.drop_column('is_stale')

    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_notice_plan_id_planned_consultation'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_notice_plan_id'))
        batch_op.drop_column('plan_id')
        batch_op.drop_column('inspect_on')
        batch_op.drop_column('publish_on')
        batch_op.drop_column('approved_at')
        batch_op.drop_column('withdrawn_on')
        batch_op.drop_column('first_closing')
        batch_op.drop_column('impact_promised_on')
        batch_op.drop_column('decided_on')
        batch_op.drop_column('context_waiver')

    with op.batch_alter_table('notice_sector', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notice_sector_sector_id'))

    op.drop_table('notice_sector')
    with op.batch_alter_table('notice_typing', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notice_typing_person_id'))

    op.drop_table('notice_typing')
    with op.batch_alter_table('notice_relation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notice_relation_earlier_id'))

    op.drop_table('notice_relation')
    with op.batch_alter_table('notice_region', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notice_region_region_id'))

    op.drop_table('notice_region')
    op.drop_table('notice_part')
    with op.batch_alter_table('notice_line', schema=None) as batch_op:
        batch_op.drop_index('ix_notice_line_code')

    op.drop_table('notice_line')
    with op.batch_alter_table('notice_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notice_file_attachment_id'))
        batch_op.drop_index(batch_op.f('ix_notice_file_accessible_id'))

    op.drop_table('notice_file')
    with op.batch_alter_table('extension_request', schema=None) as batch_op:
        batch_op.drop_index('ix_extension_request_state')
        batch_op.drop_index(batch_op.f('ix_extension_request_person_id'))
        batch_op.drop_index(batch_op.f('ix_extension_request_notice_id'))
        batch_op.drop_index(batch_op.f('ix_extension_request_extension_id'))
        batch_op.drop_index(batch_op.f('ix_extension_request_decided_by_id'))

    op.drop_table('extension_request')
    with op.batch_alter_table('planned_theme', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_planned_theme_theme_id'))

    op.drop_table('planned_theme')
    with op.batch_alter_table('planned_consultation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_planned_consultation_planned_by_id'))
        batch_op.drop_index('ix_planned_consultation_opens')
        batch_op.drop_index(batch_op.f('ix_planned_consultation_negotiation_id'))
        batch_op.drop_index(batch_op.f('ix_planned_consultation_agency_id'))

    op.drop_table('planned_consultation')
    op.drop_table('register_issue')
