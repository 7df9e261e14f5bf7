using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceRouter.Platform.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class CounsellorLines : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "phone",
                table: "counsellors",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "counsellor_lines",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    handoff_id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    counsellor_id = table.Column<string>(type: "text", nullable: false),
                    handoff_version = table.Column<int>(type: "integer", nullable: false),
                    address = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    call_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    citizen_call_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    conference_id = table.Column<string>(type: "text", nullable: true),
                    on_hold = table.Column<bool>(type: "boolean", nullable: false),
                    ending = table.Column<string>(type: "text", nullable: true),
                    counsellor_to_end = table.Column<bool>(type: "boolean", nullable: false),
                    citizen_to_move = table.Column<bool>(type: "boolean", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_counsellor_lines", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_counsellor_lines_citizen_call_id",
                table: "counsellor_lines",
                column: "citizen_call_id");

            migrationBuilder.CreateIndex(
                name: "ix_counsellor_lines_handoff_id_handoff_version",
                table: "counsellor_lines",
                columns: new[] { "handoff_id", "handoff_version" });

            migrationBuilder.CreateIndex(
                name: "ix_counsellor_lines_state",
                table: "counsellor_lines",
                column: "state");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "counsellor_lines");

            migrationBuilder.DropColumn(
                name: "phone",
                table: "counsellors");
        }
    }
}
