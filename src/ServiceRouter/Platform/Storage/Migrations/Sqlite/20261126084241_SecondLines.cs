using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceRouter.Platform.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class SecondLines : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "room_id",
                table: "counsellor_lines",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "second_lines",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    line_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    handoff_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    counsellor_id = table.Column<string>(type: "TEXT", nullable: false),
                    address = table.Column<string>(type: "TEXT", nullable: false),
                    pool = table.Column<string>(type: "TEXT", nullable: true),
                    state = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    call_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    ending = table.Column<string>(type: "TEXT", nullable: true),
                    to_end = table.Column<bool>(type: "INTEGER", nullable: false),
                    became_line_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_second_lines", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_second_lines_line_id",
                table: "second_lines",
                column: "line_id");

            migrationBuilder.CreateIndex(
                name: "ix_second_lines_state",
                table: "second_lines",
                column: "state");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "second_lines");

            migrationBuilder.DropColumn(
                name: "room_id",
                table: "counsellor_lines");
        }
    }
}
