using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceRouter.Platform.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class LedgerIncidents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_handoff_log_asked",
                table: "handoff_log");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "walked_until",
                table: "ledger_checks",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "asked_territory",
                table: "handoffs",
                type: "text",
                nullable: true);

            // Known from the asking: the row only kept the territory of now.
            migrationBuilder.Sql("UPDATE handoffs SET asked_territory = l.facts::json ->> 'territory' FROM handoff_log l WHERE l.handoff_id = handoffs.id AND l.move = 'Ask'");

            migrationBuilder.CreateTable(
                name: "ledger_incidents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    cause = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    handoff_ids = table.Column<string>(type: "text", maxLength: 400, nullable: false),
                    receipts = table.Column<string>(type: "text", maxLength: 400, nullable: false),
                    figures = table.Column<string>(type: "text", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closed_by = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_incidents", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_handoff_log_at1",
                table: "handoff_log",
                column: "at",
                filter: "move = 'Ask'");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_incidents_open",
                table: "ledger_incidents",
                column: "cause",
                unique: true,
                filter: "closed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_incidents_opened_at",
                table: "ledger_incidents",
                column: "opened_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ledger_incidents");

            migrationBuilder.DropIndex(
                name: "ix_handoff_log_at1",
                table: "handoff_log");

            migrationBuilder.DropColumn(
                name: "walked_until",
                table: "ledger_checks");

            migrationBuilder.DropColumn(
                name: "asked_territory",
                table: "handoffs");

            migrationBuilder.CreateIndex(
                name: "ix_handoff_log_asked",
                table: "handoff_log",
                column: "handoff_id",
                filter: "move = 'Ask'");
        }
    }
}
