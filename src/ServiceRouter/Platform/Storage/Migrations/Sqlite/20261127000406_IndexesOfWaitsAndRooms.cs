using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceRouter.Platform.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class IndexesOfWaitsAndRooms : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_handoffs_accepted",
                table: "handoffs",
                column: "accepted_at",
                filter: "accepted_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_counsellor_lines_room_id",
                table: "counsellor_lines",
                column: "room_id",
                filter: "room_id IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_handoffs_accepted",
                table: "handoffs");

            migrationBuilder.DropIndex(
                name: "ix_counsellor_lines_room_id",
                table: "counsellor_lines");
        }
    }
}
