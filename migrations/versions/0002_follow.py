"""Subscribers, what they follow, letters to many, and the slots of the digest."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Take the database one step forward."""
    op.create_table(
        "digest_slot",
        sa.Column("id", KEY, nullable=False),
        sa.Column("frequency", sa.String(40), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_subscriber_id", KEY, nullable=False),
        sa.Column("built_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_slot")),
        sa.UniqueConstraint(
            "frequency", "closes_at", name=op.f("uq_digest_slot_frequency_closes_at")
        ),
    )
    op.create_table(
        "subscription_ask",
        sa.Column("id", KEY, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("topic", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("frequency", sa.String(40), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription_ask")),
        sa.UniqueConstraint("token", name=op.f("uq_subscription_ask_token")),
    )
    with op.batch_alter_table("subscription_ask", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_subscription_ask_asked_at"), ["asked_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_subscription_ask_email"), ["email"], unique=False)

    op.create_table(
        "subscription_fanout",
        sa.Column("id", KEY, nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("cause", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("docket", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("audience", sa.String(40), nullable=False),
        sa.Column("last_id", KEY, nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription_fanout")),
        sa.UniqueConstraint("key", name=op.f("uq_subscription_fanout_key")),
    )
    with op.batch_alter_table("subscription_fanout", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_subscription_fanout_done_at"), ["done_at"], unique=False
        )

    op.create_table(
        "subscriber",
        sa.Column("id", KEY, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_subscriber_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriber")),
        sa.UniqueConstraint("email", name=op.f("uq_subscriber_email")),
        sa.UniqueConstraint("person_id", name=op.f("uq_subscriber_person_id")),
        sa.UniqueConstraint("secret", name=op.f("uq_subscriber_secret")),
    )
    op.create_table(
        "subscription",
        sa.Column("id", KEY, nullable=False),
        sa.Column("subscriber_id", KEY, nullable=False),
        sa.Column("topic", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("frequency", sa.String(40), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscriber.id"],
            name=op.f("fk_subscription_subscriber_id_subscriber"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint(
            "subscriber_id",
            "topic",
            "subject",
            name=op.f("uq_subscription_subscriber_id_topic_subject"),
        ),
    )
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.create_index(
            "ix_subscription_topic", ["topic", "subject", "frequency"], unique=False
        )


def downgrade() -> None:
    """Take the database one step back."""
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.drop_index("ix_subscription_topic")

    op.drop_table("subscription")
    op.drop_table("subscriber")
    with op.batch_alter_table("subscription_fanout", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_subscription_fanout_done_at"))

    op.drop_table("subscription_fanout")
    with op.batch_alter_table("subscription_ask", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_subscription_ask_email"))
        batch_op.drop_index(batch_op.f("ix_subscription_ask_asked_at"))

    op.drop_table("subscription_ask")
    op.drop_table("digest_slot")
