"""Keep meetings, public hearings, calendars, and contacts outside the portal."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Take the database one step forward."""
    op.create_table('calendar_feed',
    sa.Column('id', KEY, nullable=False),
    sa.Column('person_id', KEY, nullable=False),
    sa.Column('token', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_calendar_feed_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_feed')),
    sa.UniqueConstraint('person_id', name=op.f('uq_calendar_feed_person_id')),
    sa.UniqueConstraint('token', name=op.f('uq_calendar_feed_token'))
    )
    op.create_table('briefing',
    sa.Column('id', KEY, nullable=False),
    sa.Column('round_id', KEY, nullable=False),
    sa.Column('group_id', KEY, nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('text', JSON, nullable=False),
    sa.Column('by_id', KEY, nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_briefing_by_id_person')),
    sa.ForeignKeyConstraint(['group_id'], ['negotiating_group.id'], name=op.f('fk_briefing_group_id_negotiating_group')),
    sa.ForeignKeyConstraint(['round_id'], ['negotiation_round.id'], name=op.f('fk_briefing_round_id_negotiation_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_briefing')),
    sa.UniqueConstraint('round_id', 'group_id', 'on', name=op.f('uq_briefing_round_id_group_id_on'))
    )
    with op.batch_alter_table('briefing', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_briefing_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_briefing_group_id'), ['group_id'], unique=False)

    op.create_table('briefing_question',
    sa.Column('id', KEY, nullable=False),
    sa.Column('round_id', KEY, nullable=False),
    sa.Column('group_id', KEY, nullable=False),
    sa.Column('person_id', KEY, nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('answered_by_id', KEY, nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['answered_by_id'], ['person.id'], name=op.f('fk_briefing_question_answered_by_id_person')),
    sa.ForeignKeyConstraint(['group_id'], ['negotiating_group.id'], name=op.f('fk_briefing_question_group_id_negotiating_group')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_briefing_question_person_id_person')),
    sa.ForeignKeyConstraint(['round_id'], ['negotiation_round.id'], name=op.f('fk_briefing_question_round_id_negotiation_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_briefing_question'))
    )
    with op.batch_alter_table('briefing_question', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_briefing_question_answered_by_id'), ['answered_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_briefing_question_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_briefing_question_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_briefing_question_round', ['round_id', 'group_id', 'id'], unique=False)

    op.create_table('contact',
    sa.Column('id', KEY, nullable=False),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('docket_id', KEY, nullable=False),
    sa.Column('agency_id', KEY, nullable=False),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('organisation_id', KEY, nullable=True),
    sa.Column('party', sa.String(length=200), nullable=False),
    sa.Column('subject', JSON, nullable=False),
    sa.Column('recorded_by_id', KEY, nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('corrects_id', KEY, nullable=True),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_contact_agency_id_agency')),
    sa.ForeignKeyConstraint(['corrects_id'], ['contact.id'], name=op.f('fk_contact_corrects_id_contact')),
    sa.ForeignKeyConstraint(['docket_id'], ['docket.id'], name=op.f('fk_contact_docket_id_docket')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_contact_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_contact_recorded_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact')),
    sa.UniqueConstraint('corrects_id', name=op.f('uq_contact_corrects_id')),
    sa.UniqueConstraint('number', name=op.f('uq_contact_number'))
    )
    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contact_agency_id'), ['agency_id'], unique=False)
        batch_op.create_index('ix_contact_docket', ['docket_id', 'on', 'id'], unique=False)
        batch_op.create_index('ix_contact_on', ['on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contact_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contact_recorded_by_id'), ['recorded_by_id'], unique=False)

    op.create_table('meeting',
    sa.Column('id', KEY, nullable=False),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.Column('title', JSON, nullable=False),
    sa.Column('docket_id', KEY, nullable=True),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('place', JSON, nullable=True),
    sa.Column('link', sa.String(length=500), nullable=False),
    sa.Column('capacity', KEY, nullable=True),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('cancel_reason', JSON, nullable=True),
    sa.Column('called_by_id', KEY, nullable=True),
    sa.Column('called_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sequence', KEY, nullable=False),
    sa.Column('told', KEY, nullable=False),
    sa.ForeignKeyConstraint(['called_by_id'], ['person.id'], name=op.f('fk_meeting_called_by_id_person')),
    sa.ForeignKeyConstraint(['docket_id'], ['docket.id'], name=op.f('fk_meeting_docket_id_docket')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting')),
    sa.UniqueConstraint('number', name=op.f('uq_meeting_number'))
    )
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_called_by_id'), ['called_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_docket_id'), ['docket_id'], unique=False)
        batch_op.create_index('ix_meeting_starts_at', ['starts_at', 'id'], unique=False)
        batch_op.create_index('ix_meeting_told', ['told', 'sequence'], unique=False)

    op.create_table('round_report',
    sa.Column('id', KEY, nullable=False),
    sa.Column('round_id', KEY, nullable=False),
    sa.Column('text', JSON, nullable=False),
    sa.Column('by_id', KEY, nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_round_report_by_id_person')),
    sa.ForeignKeyConstraint(['round_id'], ['negotiation_round.id'], name=op.f('fk_round_report_round_id_negotiation_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round_report')),
    sa.UniqueConstraint('round_id', name=op.f('uq_round_report_round_id'))
    )
    with op.batch_alter_table('round_report', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_round_report_by_id'), ['by_id'], unique=False)

    op.create_table('agenda_item',
    sa.Column('id', KEY, nullable=False),
    sa.Column('meeting_id', KEY, nullable=False),
    sa.Column('number', KEY, nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('title', JSON, nullable=False),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.Column('nature', sa.String(40), nullable=True),
    sa.Column('lead', sa.String(length=200), nullable=False),
    sa.Column('closed', sa.Boolean(), nullable=False),
    sa.Column('paper_id', KEY, nullable=True),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_agenda_item_meeting_id_meeting')),
    sa.ForeignKeyConstraint(['paper_id'], ['attachment.id'], name=op.f('fk_agenda_item_paper_id_attachment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_item')),
    sa.UniqueConstraint('meeting_id', 'number', name=op.f('uq_agenda_item_meeting_id_number'))
    )
    with op.batch_alter_table('agenda_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agenda_item_paper_id'), ['paper_id'], unique=False)

    op.create_table('hearing',
    sa.Column('id', KEY, nullable=False),
    sa.Column('meeting_id', KEY, nullable=False),
    sa.Column('notice_id', KEY, nullable=False),
    sa.Column('requests_until', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_hearing_meeting_id_meeting')),
    sa.ForeignKeyConstraint(['notice_id'], ['notice.id'], name=op.f('fk_hearing_notice_id_notice')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hearing')),
    sa.UniqueConstraint('meeting_id', name=op.f('uq_hearing_meeting_id')),
    sa.UniqueConstraint('notice_id', name=op.f('uq_hearing_notice_id'))
    )
    op.create_table('meeting_committee',
    sa.Column('id', KEY, nullable=False),
    sa.Column('meeting_id', KEY, nullable=False),
    sa.Column('committee_id', KEY, nullable=False),
    sa.ForeignKeyConstraint(['committee_id'], ['committee.id'], name=op.f('fk_meeting_committee_committee_id_committee')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_committee_meeting_id_meeting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_committee')),
    sa.UniqueConstraint('meeting_id', 'committee_id', name=op.f('uq_meeting_committee_meeting_id_committee_id'))
    )
    with op.batch_alter_table('meeting_committee', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_committee_committee_id'), ['committee_id'], unique=False)

    op.create_table('meeting_decision',
    sa.Column('id', KEY, nullable=False),
    sa.Column('meeting_id', KEY, nullable=False),
    sa.Column('number', KEY, nullable=False),
    sa.Column('text', JSON, nullable=False),
    sa.Column('result', JSON, nullable=True),
    sa.Column('organisation_id', KEY, nullable=True),
    sa.Column('agency_id', KEY, nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_meeting_decision_agency_id_agency')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_decision_meeting_id_meeting')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_meeting_decision_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_decision')),
    sa.UniqueConstraint('meeting_id', 'number', name=op.f('uq_meeting_decision_meeting_id_number'))
    )
    with op.batch_alter_table('meeting_decision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_decision_agency_id'), ['agency_id'], unique=False)
        batch_op.create_index('ix_meeting_decision_due', ['due_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_decision_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('minutes',
    sa.Column('id', KEY, nullable=False),
    sa.Column('meeting_id', KEY, nullable=False),
    sa.Column('version', KEY, nullable=False),
    sa.Column('text', JSON, nullable=False),
    sa.Column('correction', JSON, nullable=True),
    sa.Column('drafted_by_id', KEY, nullable=True),
    sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('approved_by_id', KEY, nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['approved_by_id'], ['person.id'], name=op.f('fk_minutes_approved_by_id_person')),
    sa.ForeignKeyConstraint(['drafted_by_id'], ['person.id'], name=op.f('fk_minutes_drafted_by_id_person')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_minutes_meeting_id_meeting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_minutes')),
    sa.UniqueConstraint('meeting_id', 'version', name=op.f('uq_minutes_meeting_id_version'))
    )
    with op.batch_alter_table('minutes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_minutes_approved_by_id'), ['approved_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_minutes_drafted_by_id'), ['drafted_by_id'], unique=False)

    op.create_table('registration',
    sa.Column('id', KEY, nullable=False),
    sa.Column('meeting_id', KEY, nullable=False),
    sa.Column('person_id', KEY, nullable=False),
    sa.Column('waits', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('moved_up_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_registration_meeting_id_meeting')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_registration_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration')),
    sa.UniqueConstraint('meeting_id', 'person_id', name=op.f('uq_registration_meeting_id_person_id'))
    )
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_registration_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_registration_turn', ['meeting_id', 'waits', 'id'], unique=False)

    op.create_table('testimony',
    sa.Column('id', KEY, nullable=False),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('meeting_id', KEY, nullable=False),
    sa.Column('person_id', KEY, nullable=False),
    sa.Column('organisation_id', KEY, nullable=True),
    sa.Column('speaker', sa.String(length=200), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('locale', sa.String(length=2), nullable=False),
    sa.Column('remote', sa.Boolean(), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('slot', KEY, nullable=True),
    sa.Column('reason', JSON, nullable=True),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_testimony_meeting_id_meeting')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_testimony_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_testimony_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_testimony')),
    sa.UniqueConstraint('meeting_id', 'slot', name=op.f('uq_testimony_meeting_id_slot')),
    sa.UniqueConstraint('number', name=op.f('uq_testimony_number'))
    )
    with op.batch_alter_table('testimony', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_testimony_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_testimony_person_id'), ['person_id'], unique=False)

    op.create_table('attendance',
    sa.Column('id', KEY, nullable=False),
    sa.Column('meeting_id', KEY, nullable=False),
    sa.Column('term_id', KEY, nullable=False),
    sa.Column('presence', sa.String(40), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_attendance_meeting_id_meeting')),
    sa.ForeignKeyConstraint(['term_id'], ['term.id'], name=op.f('fk_attendance_term_id_term')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance')),
    sa.UniqueConstraint('meeting_id', 'term_id', name=op.f('uq_attendance_meeting_id_term_id'))
    )
    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attendance_term_id'), ['term_id'], unique=False)

    op.create_table('item_recusal',
    sa.Column('id', KEY, nullable=False),
    sa.Column('item_id', KEY, nullable=False),
    sa.Column('term_id', KEY, nullable=False),
    sa.Column('reason', JSON, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['agenda_item.id'], name=op.f('fk_item_recusal_item_id_agenda_item')),
    sa.ForeignKeyConstraint(['term_id'], ['term.id'], name=op.f('fk_item_recusal_term_id_term')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_item_recusal')),
    sa.UniqueConstraint('item_id', 'term_id', name=op.f('uq_item_recusal_item_id_term_id'))
    )
    with op.batch_alter_table('item_recusal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_item_recusal_term_id'), ['term_id'], unique=False)

    op.create_table('meeting_demand',
    sa.Column('id', KEY, nullable=False),
    sa.Column('committee_id', KEY, nullable=False),
    sa.Column('term_id', KEY, nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('meeting_id', KEY, nullable=True),
    sa.ForeignKeyConstraint(['committee_id'], ['committee.id'], name=op.f('fk_meeting_demand_committee_id_committee')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_demand_meeting_id_meeting')),
    sa.ForeignKeyConstraint(['term_id'], ['term.id'], name=op.f('fk_meeting_demand_term_id_term')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_demand'))
    )
    with op.batch_alter_table('meeting_demand', schema=None) as batch_op:
        batch_op.create_index('ix_meeting_demand_committee', ['committee_id', 'meeting_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_demand_meeting_id'), ['meeting_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_demand_term_id'), ['term_id'], unique=False)



def downgrade() -> None:
    """Take the database one step back."""
    with op.batch_alter_table('meeting_demand', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_meeting_demand_term_id'))
        batch_op.drop_index(batch_op.f('ix_meeting_demand_meeting_id'))
        batch_op.drop_index('ix_meeting_demand_committee')

    op.drop_table('meeting_demand')
    with op.batch_alter_table('item_recusal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_item_recusal_term_id'))

    op.drop_table('item_recusal')
    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attendance_term_id'))

    op.drop_table('attendance')
    with op.batch_alter_table('testimony', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_testimony_person_id'))
        batch_op.drop_index(batch_op.f('ix_testimony_organisation_id'))

    op.drop_table('testimony')
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.drop_index('ix_registration_turn')
        batch_op.drop_index(batch_op.f('ix_registration_person_id'))

    op.drop_table('registration')
    with op.batch_alter_table('minutes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_minutes_drafted_by_id'))
        batch_op.drop_index(batch_op.f('ix_minutes_approved_by_id'))

    op.drop_table('minutes')
    with op.batch_alter_table('meeting_decision', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_meeting_decision_organisation_id'))
        batch_op.drop_index('ix_meeting_decision_due')
        batch_op.drop_index(batch_op.f('ix_meeting_decision_agency_id'))

    op.drop_table('meeting_decision')
    with op.batch_alter_table('meeting_committee', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_meeting_committee_committee_id'))

    op.drop_table('meeting_committee')
    op.drop_table('hearing')
    with op.batch_alter_table('agenda_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_agenda_item_paper_id'))

    op.drop_table('agenda_item')
    with op.batch_alter_table('round_report', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_round_report_by_id'))

    op.drop_table('round_report')
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.drop_index('ix_meeting_told')
        batch_op.drop_index('ix_meeting_starts_at')
        batch_op.drop_index(batch_op.f('ix_meeting_docket_id'))
        batch_op.drop_index(batch_op.f('ix_meeting_called_by_id'))

    op.drop_table('meeting')
    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contact_recorded_by_id'))
        batch_op.drop_index(batch_op.f('ix_contact_organisation_id'))
        batch_op.drop_index('ix_contact_on')
        batch_op.drop_index('ix_contact_docket')
        batch_op.drop_index(batch_op.f('ix_contact_agency_id'))

    op.drop_table('contact')
    with op.batch_alter_table('briefing_question', schema=None) as batch_op:
        batch_op.drop_index('ix_briefing_question_round')
        batch_op.drop_index(batch_op.f('ix_briefing_question_person_id'))
        batch_op.drop_index(batch_op.f('ix_briefing_question_group_id'))
        batch_op.drop_index(batch_op.f('ix_briefing_question_answered_by_id'))

    op.drop_table('briefing_question')
    with op.batch_alter_table('briefing', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_briefing_group_id'))
        batch_op.drop_index(batch_op.f('ix_briefing_by_id'))

    op.drop_table('briefing')
    op.drop_table('calendar_feed')
