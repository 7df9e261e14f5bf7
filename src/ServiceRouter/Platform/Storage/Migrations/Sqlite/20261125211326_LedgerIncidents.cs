using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceRouter.Platform.Storage.Migrations.Sqlite
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

            migrationBuilder.AddColumn<long>(
                name: "walked_until",
                table: "ledger_checks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "asked_territory",
                table: "handoffs",
                type: "TEXT",
                nullable: true);

            // Known from the asking: the row only kept the territory of now.
            migrationBuilder.Sql("UPDATE handoffs SET asked_territory = (SELECT json_extract(l.facts, '$.territory') FROM handoff_log l WHERE l.handoff_id = handoffs.id AND l.move = 'Ask')");

            migrationBuilder.CreateTable(
                name: "ledger_incidents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: false),
                    cause = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    handoff_ids = table.Column<string>(type: "text", maxLength: 400, nullable: false),
                    receipts = table.Column<string>(type: "text", maxLength: 400, nullable: false),
                    figures = table.Column<string>(type: "TEXT", nullable: false),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    closed_by = table.Column<string>(type: "TEXT", nullable: true)
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
