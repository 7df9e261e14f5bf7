using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceRouter.Platform.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class SteeringAndJobs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "receipts",
                table: "ledger_checks",
                type: "TEXT",
                maxLength: 400,
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "daily_figures",
                columns: table => new
                {
                    day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    territory = table.Column<string>(type: "TEXT", nullable: false),
                    channel = table.Column<string>(type: "TEXT", nullable: false),
                    language = table.Column<string>(type: "TEXT", nullable: false),
                    conversations = table.Column<long>(type: "INTEGER", nullable: false),
                    asked = table.Column<long>(type: "INTEGER", nullable: false),
                    served = table.Column<long>(type: "INTEGER", nullable: false),
                    withdrawn = table.Column<long>(type: "INTEGER", nullable: false),
                    unreachable = table.Column<long>(type: "INTEGER", nullable: false),
                    answered = table.Column<long>(type: "INTEGER", nullable: false),
                    wait_p50 = table.Column<double>(type: "REAL", nullable: true),
                    wait_p90 = table.Column<double>(type: "REAL", nullable: true),
                    ratings = table.Column<long>(type: "INTEGER", nullable: false),
                    score_sum = table.Column<long>(type: "INTEGER", nullable: false),
                    solved = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_daily_figures", x => new { x.day, x.territory, x.channel, x.language });
                });

            migrationBuilder.CreateIndex(
                name: "ix_offers_made_at",
                table: "offers",
                column: "made_at");

            migrationBuilder.CreateIndex(
                name: "ix_handoffs_asked_at",
                table: "handoffs",
                column: "asked_at");

            migrationBuilder.CreateIndex(
                name: "ix_handoffs_conversation_id",
                table: "handoffs",
                column: "conversation_id");

            migrationBuilder.CreateIndex(
                name: "ix_handoff_log_asked",
                table: "handoff_log",
                column: "handoff_id",
                filter: "move = 'Ask'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "daily_figures");

            migrationBuilder.DropIndex(
                name: "ix_offers_made_at",
                table: "offers");

            migrationBuilder.DropIndex(
                name: "ix_handoffs_asked_at",
                table: "handoffs");

            migrationBuilder.DropIndex(
                name: "ix_handoffs_conversation_id",
                table: "handoffs");

            migrationBuilder.DropIndex(
                name: "ix_handoff_log_asked",
                table: "handoff_log");

            migrationBuilder.DropColumn(
                name: "receipts",
                table: "ledger_checks");
        }
    }
}
