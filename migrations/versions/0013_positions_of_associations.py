"""Find what organisations said in a docket without reading what everyone else did."""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the database one step forward."""
    op.create_index(
        'ix_comment_docket_organisation',
        'comment',
        ['docket_id', 'organisation_id'],
        unique=False,
        sqlite_where=sa.text('organisation_id IS NOT NULL'),
        postgresql_where=sa.text('organisation_id IS NOT NULL'),
    )


def downgrade() -> None:
    """Take the database one step back."""
    op.drop_index('ix_comment_docket_organisation', table_name='comment')
