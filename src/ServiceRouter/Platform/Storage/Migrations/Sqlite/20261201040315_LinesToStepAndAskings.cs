using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceRouter.Platform.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class LinesToStepAndAskings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_second_lines_to_step",
                table: "second_lines",
                column: "changed_at",
                filter: "state <> 'Over' OR to_end");

            migrationBuilder.CreateIndex(
                name: "ix_handoff_log_askings",
                table: "handoff_log",
                column: "handoff_id",
                filter: "move = 'Ask' AND actor <> 'exercise'");

            migrationBuilder.CreateIndex(
                name: "ix_counsellor_lines_to_step",
                table: "counsellor_lines",
                column: "changed_at",
                filter: "state <> 'Over' OR counsellor_to_end OR citizen_to_move");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_second_lines_to_step",
                table: "second_lines");

            migrationBuilder.DropIndex(
                name: "ix_handoff_log_askings",
                table: "handoff_log");

            migrationBuilder.DropIndex(
                name: "ix_counsellor_lines_to_step",
                table: "counsellor_lines");
        }
    }
}
