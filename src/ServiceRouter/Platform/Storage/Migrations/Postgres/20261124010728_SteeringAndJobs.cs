using System;
using Microsoft.EntityFrameworkCore.Migrations;
using ServiceRouter.Platform.Jobs;

#nullable disable

namespace ServiceRouter.Platform.Storage.Migrations.Postgres
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
                type: "character varying(400)",
                maxLength: 400,
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "daily_figures",
                columns: table => new
                {
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    territory = table.Column<string>(type: "text", nullable: false),
                    channel = table.Column<string>(type: "text", nullable: false),
                    language = table.Column<string>(type: "text", nullable: false),
                    conversations = table.Column<long>(type: "bigint", nullable: false),
                    asked = table.Column<long>(type: "bigint", nullable: false),
                    served = table.Column<long>(type: "bigint", nullable: false),
                    withdrawn = table.Column<long>(type: "bigint", nullable: false),
                    unreachable = table.Column<long>(type: "bigint", nullable: false),
                    answered = table.Column<long>(type: "bigint", nullable: false),
                    wait_p50 = table.Column<double>(type: "double precision", nullable: true),
                    wait_p90 = table.Column<double>(type: "double precision", nullable: true),
                    ratings = table.Column<long>(type: "bigint", nullable: false),
                    score_sum = table.Column<long>(type: "bigint", nullable: false),
                    solved = table.Column<long>(type: "bigint", nullable: false)
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

            // In the embedded set-up the schedule has a file of its own (docs/adr/0008).
            migrationBuilder.Sql(QuartzTables.Create);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(QuartzTables.Drop);

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
