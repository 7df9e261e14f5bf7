using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceRouter.Platform.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "activities",
                columns: table => new
                {
                    conversation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    author = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    author_name = table.Column<string>(type: "TEXT", nullable: true),
                    text = table.Column<string>(type: "TEXT", nullable: true),
                    details = table.Column<string>(type: "TEXT", nullable: true),
                    client_id = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_activities", x => new { x.conversation_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "conversations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    channel = table.Column<string>(type: "TEXT", nullable: false),
                    language = table.Column<string>(type: "TEXT", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false),
                    key_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    postcode = table.Column<string>(type: "TEXT", nullable: true),
                    territory = table.Column<string>(type: "TEXT", nullable: true),
                    call_back_number = table.Column<string>(type: "TEXT", nullable: true),
                    refuses_assistant = table.Column<bool>(type: "INTEGER", nullable: false),
                    voice = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    flow_position = table.Column<string>(type: "TEXT", nullable: true),
                    misses = table.Column<int>(type: "INTEGER", nullable: false),
                    human_offered = table.Column<bool>(type: "INTEGER", nullable: false),
                    told_that_words_are_kept = table.Column<bool>(type: "INTEGER", nullable: false),
                    last_activity = table.Column<int>(type: "INTEGER", nullable: false),
                    last_activity_at = table.Column<long>(type: "INTEGER", nullable: false),
                    words_erased_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_conversations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "counsellors",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    first_name = table.Column<string>(type: "TEXT", nullable: false),
                    last_name = table.Column<string>(type: "TEXT", nullable: false),
                    quality = table.Column<string>(type: "TEXT", nullable: false),
                    alias = table.Column<string>(type: "TEXT", nullable: true),
                    alias_reason = table.Column<string>(type: "TEXT", nullable: true),
                    space_name = table.Column<string>(type: "TEXT", nullable: false),
                    territory = table.Column<string>(type: "TEXT", nullable: false),
                    skills = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    languages = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    presence = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    capacity = table.Column<int>(type: "INTEGER", nullable: false),
                    lease_until = table.Column<long>(type: "INTEGER", nullable: false),
                    missed_offers = table.Column<int>(type: "INTEGER", nullable: false),
                    last_offer_at = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_counsellors", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_events",
                columns: table => new
                {
                    counsellor_id = table.Column<string>(type: "TEXT", nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    handoff_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    json = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_events", x => new { x.counsellor_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "flow_texts",
                columns: table => new
                {
                    flow = table.Column<string>(type: "TEXT", nullable: false),
                    digest = table.Column<string>(type: "TEXT", nullable: false),
                    yaml = table.Column<string>(type: "TEXT", nullable: false),
                    first_seen_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_flow_texts", x => new { x.flow, x.digest });
                });

            migrationBuilder.CreateTable(
                name: "handoff_log",
                columns: table => new
                {
                    handoff_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    move = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    actor = table.Column<string>(type: "TEXT", nullable: false),
                    facts = table.Column<string>(type: "TEXT", nullable: false),
                    previous_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_handoff_log", x => new { x.handoff_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "handoffs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    receipt = table.Column<string>(type: "TEXT", maxLength: 14, nullable: false),
                    conversation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    channel = table.Column<string>(type: "TEXT", nullable: false),
                    language = table.Column<string>(type: "TEXT", nullable: false),
                    territory = table.Column<string>(type: "TEXT", nullable: true),
                    skill = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    rank = table.Column<int>(type: "INTEGER", maxLength: 32, nullable: false),
                    asked_at = table.Column<long>(type: "INTEGER", nullable: false),
                    waiting_since = table.Column<long>(type: "INTEGER", nullable: false),
                    at_head = table.Column<bool>(type: "INTEGER", nullable: false),
                    wanted_counsellor_id = table.Column<string>(type: "TEXT", nullable: true),
                    offer_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    offer_expires_at = table.Column<long>(type: "INTEGER", nullable: true),
                    counsellor_id = table.Column<string>(type: "TEXT", nullable: true),
                    accepted_at = table.Column<long>(type: "INTEGER", nullable: true),
                    first_human_word_at = table.Column<long>(type: "INTEGER", nullable: true),
                    due_at = table.Column<long>(type: "INTEGER", nullable: true),
                    commitment = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    closing_code = table.Column<string>(type: "TEXT", nullable: true),
                    rating_invited_at = table.Column<long>(type: "INTEGER", nullable: true),
                    log_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_handoffs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "inbox",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    consumer = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inbox", x => new { x.message_id, x.consumer });
                });

            migrationBuilder.CreateTable(
                name: "ledger_checks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    asked = table.Column<long>(type: "INTEGER", nullable: false),
                    accounted = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_checks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    handoff_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    counsellor_id = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "offers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    handoff_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    counsellor_id = table.Column<string>(type: "TEXT", nullable: false),
                    made_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    rung = table.Column<string>(type: "TEXT", nullable: false),
                    why = table.Column<string>(type: "TEXT", nullable: false),
                    outcome = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    decline_reason = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    key = table.Column<Guid>(type: "TEXT", nullable: false),
                    type = table.Column<string>(type: "TEXT", nullable: false),
                    body = table.Column<string>(type: "TEXT", nullable: false),
                    written_at = table.Column<long>(type: "INTEGER", nullable: false),
                    claimed_by = table.Column<string>(type: "TEXT", nullable: false),
                    claimed_until = table.Column<long>(type: "INTEGER", nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    last_failure = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox", x => x.sequence);
                });

            migrationBuilder.CreateTable(
                name: "ratings",
                columns: table => new
                {
                    handoff_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    score = table.Column<int>(type: "INTEGER", nullable: false),
                    solved = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    words = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ratings", x => x.handoff_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_activities_conversation_id_client_id",
                table: "activities",
                columns: new[] { "conversation_id", "client_id" },
                unique: true,
                filter: "client_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_conversations_started_at",
                table: "conversations",
                column: "started_at");

            migrationBuilder.CreateIndex(
                name: "ix_desk_events_at",
                table: "desk_events",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_handoff_log_at",
                table: "handoff_log",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_handoffs_counsellor",
                table: "handoffs",
                column: "counsellor_id",
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_handoffs_due",
                table: "handoffs",
                column: "due_at",
                filter: "due_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_handoffs_ended_at",
                table: "handoffs",
                column: "ended_at");

            migrationBuilder.CreateIndex(
                name: "ix_handoffs_offered",
                table: "handoffs",
                column: "offer_expires_at",
                filter: "state = 'Offered'");

            migrationBuilder.CreateIndex(
                name: "ix_handoffs_open_conversation",
                table: "handoffs",
                column: "conversation_id",
                unique: true,
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_handoffs_receipt",
                table: "handoffs",
                column: "receipt",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_handoffs_waiting",
                table: "handoffs",
                column: "asked_at",
                filter: "state = 'Waiting'");

            migrationBuilder.CreateIndex(
                name: "ix_inbox_at",
                table: "inbox",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_checks_at",
                table: "ledger_checks",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_notes_handoff_id",
                table: "notes",
                column: "handoff_id");

            migrationBuilder.CreateIndex(
                name: "ix_offers_handoff_id",
                table: "offers",
                column: "handoff_id");

            migrationBuilder.CreateIndex(
                name: "ix_offers_open_counsellor",
                table: "offers",
                column: "counsellor_id",
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_claimed_until",
                table: "outbox",
                column: "claimed_until");

            migrationBuilder.CreateIndex(
                name: "ix_ratings_at",
                table: "ratings",
                column: "at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "activities");

            migrationBuilder.DropTable(
                name: "conversations");

            migrationBuilder.DropTable(
                name: "counsellors");

            migrationBuilder.DropTable(
                name: "desk_events");

            migrationBuilder.DropTable(
                name: "flow_texts");

            migrationBuilder.DropTable(
                name: "handoff_log");

            migrationBuilder.DropTable(
                name: "handoffs");

            migrationBuilder.DropTable(
                name: "inbox");

            migrationBuilder.DropTable(
                name: "ledger_checks");

            migrationBuilder.DropTable(
                name: "notes");

            migrationBuilder.DropTable(
                name: "offers");

            migrationBuilder.DropTable(
                name: "outbox");

            migrationBuilder.DropTable(
                name: "ratings");
        }
    }
}
